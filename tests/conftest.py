"""What holds for all tests: the compiler is told here what trainers are told, before anything is compiled, and no
example that hypothesis draws is timed.
"""

import os
from pathlib import Path

from hypothesis import settings

from nets.saved.keeper import VARIABLE
from nets.training.engine.xla_flags import set_flags

TESTS = Path(__file__).parent
LONGEST = ("browser", "training/client", "training/engine", "cli", "data/csv_process", "pages")  # files of some 10 s

set_flags()
os.environ.setdefault(VARIABLE, "off")  # no test writes to the user's own store
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items):
    """The longest files first, so that of two processes none is left with one of them when all others are done."""

    def place(item):
        folder = item.path.parent.relative_to(TESTS)
        parents = [folder.as_posix(), *map(str, folder.parents)]
        return next((i for i, name in enumerate(LONGEST) if name in parents), len(LONGEST))

    items.sort(key=place)
