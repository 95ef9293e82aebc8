"""The flags and variables that make TensorFlow and its compiler XLA run training loops fast."""

import functools
import importlib.util
import logging
import mmap
import os
from collections.abc import Iterator
from pathlib import Path

# Loops whose bodies touch less than this become one kernel, not one a fusion: 2 to 6 times faster for small nets, and
# for a few runs of them side by side. Of four times as much, larger products would no longer get a kernel of their own.
SMALL_LOOPS = "--xla_backend_extra_options=xla_cpu_small_while_loop_byte_threshold=262144"

# Where a processor has them: 256 runs in lanes take a quarter less time, an MLP up to a tenth; some RNNs a tenth more.
WIDE_VECTORS = "--xla_cpu_prefer_vector_width=512"

FLAGS = (SMALL_LOOPS, WIDE_VECTORS)

# A second thread slows small nets down by a third and shortens only epochs of many rows, which blocks shorten by more;
# and it takes the core that the server and a browser want.
THREADS = ("TF_NUM_INTRAOP_THREADS", "1")

# oneDNN's kernels have no part in compiled epochs, which take as long and come out to the same bit without them; with
# them TensorFlow keeps the memory of the largest table it has had for good.
NO_POOL = ("TF_ENABLE_ONEDNN_OPTS", "0")

# TensorFlow otherwise imports Keras, and Keras scikit-learn, pandas' and scipy's statistics. No net here uses them:
# without them the import takes 0.6 of the processor's time and 140 MB less. `import keras` itself still works.
NO_KERAS = ("TF_USE_LEGACY_KERAS", "1")

LIBRARIES = ("libtensorflow_framework.*", "libtensorflow*", "python/_pywrap_tensorflow*")  # the usual one first

log = logging.getLogger(__name__)


def set_flags() -> tuple[str, ...]:
    """Set what TensorFlow reads when it is imported and at its first operation, and XLA at its first compilation.

    What a user has set there stays. Returns the names of XLA's flags that the installed TensorFlow does not know, as
    `--xla_name`: they are left out, for one of them would end the process, and epochs are slower without them.
    """
    os.environ.setdefault(*THREADS)
    os.environ.setdefault(*NO_POOL)
    os.environ.setdefault(*NO_KERAS)
    flags, unknown = os.environ.get("XLA_FLAGS", ""), []
    for flag in FLAGS:
        name = flag.split("=")[0]
        if name in flags:
            continue
        if _is_known(name):
            flags = f"{flags} {flag}".strip()
        else:
            unknown.append(name)
    os.environ["XLA_FLAGS"] = flags
    return tuple(unknown)


@functools.cache
def _is_known(name: str) -> bool:
    """Whether TensorFlow's libraries hold the flag's name: found in 10 ms, and nothing is imported for it."""
    wanted = name.removeprefix("--").encode() + b"\0"
    if any(_holds(library, wanted) for library in _libraries()):
        return True
    log.warning("This TensorFlow does not know XLA's flag %s: epochs are slower without it.", name)
    return False


def _libraries() -> Iterator[Path]:
    spec = importlib.util.find_spec("tensorflow")
    for folder in (spec and spec.submodule_search_locations) or ():
        for pattern in LIBRARIES:
            yield from (path for path in sorted(Path(folder).glob(pattern)) if path.is_file() and path.stat().st_size)


def _holds(library: Path, wanted: bytes) -> bool:
    with library.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(wanted) >= 0
