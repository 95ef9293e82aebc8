"""Memory that is not used any more goes back to the system; else a process keeps for good what a large file took."""

import ctypes

import pyarrow as pa

M_MMAP_THRESHOLD = -3  # of glibc's mallopt
LARGE = 2**20  # bytes


def give_back_when_freed() -> None:
    """Have each large block given back as soon as it is free; where the C library is not glibc it decides by itself.

    glibc begins so too, but keeps ever larger blocks once some have been freed. Source: mallopt(3).
    """
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE)
    except (AttributeError, OSError, TypeError):
        return
