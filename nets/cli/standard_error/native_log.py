"""Standard error without what TensorFlow's C++ libraries write there before they read their log level."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator

LEVEL = "TF_CPP_MIN_LOG_LEVEL"
NATIVE = 2  # the file descriptor of standard error, the same in every process


@contextlib.contextmanager
def without_native_log() -> Iterator[None]:
    """Have what Python writes to standard error go on to it, and what libraries write to its descriptor go nowhere.

    A user who sets TF_CPP_MIN_LOG_LEVEL to 0 sees all.
    """
    if os.environ.setdefault(LEVEL, "3") == "0":
        yield
        return
    before = sys.stderr
    before.flush()
    kept = os.dup(NATIVE)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        if _descriptor(before) == NATIVE:
            sys.stderr = open(  # noqa: SIM115 - it is closed below
                kept, "w", encoding=before.encoding, errors=before.errors, buffering=1, closefd=False
            )
        os.dup2(nowhere, NATIVE)
        yield
    finally:
        sys.stderr.flush()
        sys.stderr = before
        os.dup2(kept, NATIVE)
        os.close(kept)
        os.close(nowhere)


def _descriptor(stream: io.TextIOBase) -> int | None:
    try:
        return stream.fileno()
    except io.UnsupportedOperation:  # a test reads what is written
        return None
