"""What holds for all tests: the compiler is told here what trainers are told, before anything is compiled."""

from nets.training.engine.xla_flags import set_flags

set_flags()
