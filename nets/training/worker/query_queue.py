"""The queue of queries, answered one after the other beside the training."""

import threading
from collections.abc import Callable, Mapping

import msgspec
import numpy as np

from nets.settings import Settings
from nets.training.protocol.examples import Examples
from nets.training.protocol.messages import Answered, Ask, FromTrainer

# The answer to a query, given the net's settings, weights (R, rows, columns) and rows.
Handler = Callable[[bytes, Settings, Mapping[str, np.ndarray], Examples], bytes]


class QueryQueue:
    """A thread that answers queries: of those waiting for the same part of the same run's page only the newest.

    Of each run it holds the weights that were sent last, so that they are sent once for all queries about them.
    """

    def __init__(self, handler: Handler, send: Callable[[FromTrainer], None]) -> None:
        self._handler = handler
        self._send = send
        self._weights: dict[str, tuple[bytes, dict[str, np.ndarray]]] = {}
        self._waiting: dict[tuple[str, str], tuple[Ask, Examples]] = {}
        self._asked = threading.Condition()
        threading.Thread(target=self._serve, daemon=True, name="queries").start()

    def put(self, ask: Ask, examples: Examples) -> None:
        """Answer this when its turn comes; nothing if it is about weights that were sent to another trainer."""
        with self._asked:
            if ask.params is not None:
                self._weights[ask.run] = (ask.weights, ask.params)
            digest, params = self._weights.get(ask.run, (None, None))
            if digest == ask.weights:
                self._waiting[ask.run, ask.part] = (msgspec.structs.replace(ask, params=params), examples)
                self._asked.notify()

    def drop(self, run: str) -> None:
        """Answer nothing more about this run, and let go of its weights."""
        with self._asked:
            self._weights.pop(run, None)
            self._waiting = {place: waiting for place, waiting in self._waiting.items() if place[0] != run}

    def _serve(self) -> None:
        while True:
            with self._asked:
                self._asked.wait_for(lambda: self._waiting)
                ask, examples = self._waiting.pop(next(iter(self._waiting)))
            answer = self._handler(ask.query, ask.settings, ask.params, examples)
            try:
                self._send(Answered(ask.run, ask.key, ask.query, ask.epoch, answer))
            except OSError:
                return  # the server is gone
