"""The preparation: a thread of the trainer in which batches are compiled, one at a time, beside the training."""

import queue
import threading
from collections.abc import Callable


class Preparation:
    """Works off what it is given, in that order."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._counting = threading.Lock()
        self._n_undone = 0
        threading.Thread(target=self._serve, daemon=True, name="preparation").start()

    @property
    def is_busy(self) -> bool:
        """Whether there is something that it has not done."""
        return self._n_undone > 0

    def put(self, work: Callable[[], None]) -> None:
        """Do this when its turn comes; it deals with what it raises."""
        with self._counting:
            self._n_undone += 1
        self._waiting.put(work)

    def _serve(self) -> None:
        while True:
            self._waiting.get()()
            with self._counting:
                self._n_undone -= 1
