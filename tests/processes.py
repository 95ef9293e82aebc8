"""Processes as the tests see them: whether one lives, and waiting for something with a limit."""

import os
import time
from collections.abc import Callable
from pathlib import Path


def alive(pid: int) -> bool:
    """Whether the process runs; one that ended and was not yet collected by its parent does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    try:
        return not stat.parent.parent.joinpath("self").exists() or _state(stat.read_text()) not in "ZX"
    except OSError:
        return False


def _state(stat: str) -> str:
    return stat.rpartition(")")[2].split()[0]


def wait_until(true: Callable[[], object], *, what: str, limit_s: float = 90.0) -> None:
    """Come back as soon as it is true; the limit is for what never comes."""
    end = time.monotonic() + limit_s
    while not true():
        assert time.monotonic() < end, f"waited {limit_s:.0f} s in vain: {what}"
        time.sleep(0.01)
