"""How long a call worked: not how long it waited, for a processor or for anything else."""

import time
from collections.abc import Callable
from typing import TypeVar

A = TypeVar("A")


def timed(call: Callable[[], A]) -> tuple[A, float]:
    """The call's answer and the seconds it worked: those of the wall clock, or of this process on all processors where
    these are fewer, as when others had the machine meanwhile.
    """
    began, worked = time.perf_counter(), time.process_time()
    answer = call()
    return answer, min(time.process_time() - worked, time.perf_counter() - began)
