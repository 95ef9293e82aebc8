"""The queries about one tape: asked of its trainer, waited for, and answered."""

import threading
from collections.abc import Callable
from typing import TypeVar

from nets.processes.serialization import encode
from nets.queries.query import Query
from nets.settings import Settings
from nets.training.client.query_cache import Answer, QueryCache, digest_of, key_of
from nets.training.protocol.messages import Answered, Ask
from nets.training.protocol.snapshot import Snapshot

A = TypeVar("A")


class TapeQueries:
    """What the tape of this id is asked; `heard` is the tape's own lock, told of each answer, and `post` speaks to its
    trainer.
    """

    def __init__(self, run: str, heard: threading.Condition, post: Callable[[Ask], None]) -> None:
        self._run = run
        self._heard = heard
        self._post = post
        self._cache = QueryCache()
        self._asking = threading.Lock()

    def ask(
        self, query: Query[A], about: Snapshot, settings: Settings, *, part: str, wait_s: float
    ) -> Answer[A] | None:
        """The trainer's answer about the net of these settings as it stands there, as `Tape.ask` gives it."""
        asked, weights = encode(query), digest_of(about.params)
        key = key_of(asked, weights)

        def unasked() -> Ask | None:
            """The message to ask it with, None if it has been asked; weights that the trainer holds are left out."""
            with self._heard:
                if not self._cache.is_new(part, key):
                    return None
                params = about.params if self._cache.to_send(weights) else None
                return Ask(self._run, part, key, asked, settings, weights, params, about.epoch)

        with self._asking:  # weights and the queries after them reach the trainer in this order
            while message := unasked():
                self._post(message)  # and again if another trainer has taken over meanwhile
        with self._heard:
            self._heard.wait_for(lambda: self._cache.has(key), wait_s)
            found = self._cache.newest(key, asked)
        return found and Answer(found.epoch, query.answer_from(found.answer), fresh=found.key == key)

    def take(self, message: Answered) -> None:
        """Keep this answer, and go on where it is waited for."""
        with self._heard:
            self._cache.take(message)
            self._heard.notify_all()

    def forget_trainer(self) -> None:
        """Another trainer takes over, which has been asked nothing."""
        with self._heard:
            self._cache.forget_trainer()

    def held(self) -> list[bytes]:
        """The answers that are kept."""
        return self._cache.held()
