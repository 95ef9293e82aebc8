"""What holds for all tests: the compiler is told here what trainers are told, before anything is compiled, and no
example that hypothesis draws is timed.
"""

from hypothesis import settings

from nets.training.engine.xla_flags import set_flags

set_flags()
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
