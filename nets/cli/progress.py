"""How far a long command is, and how long it will take, on standard error."""

import sys
import time
from collections.abc import Callable

EVERY_S = 0.2, 5.0  # how often it is said: where a line is written over, and where each stays


class Progress:
    """Says how many runs of `n_runs` are finished and kept, as `n_kept` counts them, and about how long the others
    will take.
    """

    def __init__(self, n_runs: int, *, n_kept: Callable[[], int]) -> None:
        self._n_runs, self._n_kept = n_runs, n_kept
        self._began = self._said = time.monotonic()
        # When runs were first told of, and how many: what came before is TensorFlow's import and a compilation.
        self._first: tuple[float, float] | None = None
        self._is_terminal = sys.stderr.isatty()

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self._began

    def at(self, n_done: float, *, ends: bool = False) -> None:
        """So many runs are done, those in training counted by the share of their epochs: they are told apart from the
        finished ones, since an interrupt loses them.
        """
        now = time.monotonic()
        first_s, n_first = self._first = self._first or (now, n_done)
        if not ends and now - self._said < EVERY_S[not self._is_terminal]:
            return
        self._said, n_kept = now, self._n_kept()
        text = f"{n_kept:,} of {self._n_runs:,} runs"
        if not ends and n_done > n_kept:
            text += f", {int(100 * n_done / self._n_runs)}% of all epochs"
        text += f", {_duration(self.seconds)}"
        if not ends and n_done > n_first:
            left = (now - first_s) * (self._n_runs - n_done) / (n_done - n_first)
            text += f", about {_duration(left)} left"
        line = f"\r\033[K{text}" if self._is_terminal else text
        print(line, file=sys.stderr, end="" if self._is_terminal and not ends else "\n", flush=True)


def _duration(seconds: float) -> str:
    minutes, whole = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {whole:02} s" if minutes else f"{whole} s"
