"""Gives freed memory back to the system, which a process would else keep after a large file."""

import ctypes
from collections.abc import Callable

import pyarrow as pa

M_MMAP_THRESHOLD = -3  # of glibc's mallopt
LARGE = 2**17  # bytes


def give_back_when_freed() -> None:
    """Have each large block given back as soon as it is free; where the C library is not glibc it decides by itself.

    glibc begins so too, but keeps ever larger blocks once some have been freed. Source: mallopt(3).
    """
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE)
    except (AttributeError, OSError, TypeError):
        return


def giver_back() -> Callable[[], None]:
    """What gives all that is free back when it is called, small blocks too, where the C library can."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return lambda: None
    return lambda: trim(0)
