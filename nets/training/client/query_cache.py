"""The answers to a tape's queries, and what its trainer has been asked."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from nets.queries.query import Declined
from nets.training.protocol.messages import Answered

MOST_BYTES = 8 * 2**20  # of answers kept with a tape, and of the queries they answer
MOST_ALIKE = 32  # answers kept to one query: one that is asked at every frame is answered about many weights

A = TypeVar("A")


@dataclass(frozen=True)
class Answer(Generic[A]):
    """What was found about the net after `epoch` epochs; `fresh` says that this is the net as it is shown now."""

    epoch: int
    found: A | Declined
    fresh: bool


class QueryCache:
    """The latest answers, which queries are pending, and which weights the trainer has been sent."""

    def __init__(self) -> None:
        self._answered: OrderedDict[bytes, Answered] = OrderedDict()
        self._pending: dict[str, bytes] = {}
        self._sent = b""

    def is_new(self, part: str, key: bytes) -> bool:
        """Whether this has to be asked; the part of the page then waits for it."""
        if key in self._answered or self._pending.get(part) == key:
            return False
        self._pending[part] = key
        return True

    def take(self, message: Answered) -> None:
        """Keep this answer, and forget the oldest if there are too many."""
        self._answered[message.key] = message
        alike = [key for key, found in self._answered.items() if found.query == message.query]
        if len(alike) > MOST_ALIKE:
            del self._answered[alike[0]]
        while len(self._answered) > 1 and sum(map(len, self.held())) > MOST_BYTES:
            self._answered.popitem(last=False)

    def has(self, key: bytes) -> bool:
        """Whether this has been answered."""
        return key in self._answered

    def newest(self, key: bytes, query: bytes) -> Answered | None:
        """The answer, or else the last one to the same query about other weights."""
        if key in self._answered:
            self._answered.move_to_end(key)
            return self._answered[key]
        return next((found for found in reversed(self._answered.values()) if found.query == query), None)

    def held(self) -> list[bytes]:
        """The answers that are kept, and their queries."""
        return [part for answered in self._answered.values() for part in (answered.answer, answered.query)]

    def to_send(self, weights: bytes) -> bool:
        """Whether the weights with this digest have to be sent, the trainer holding other ones; now they are sent."""
        is_new, self._sent = weights != self._sent, weights
        return is_new

    def forget_trainer(self) -> None:
        """Another trainer takes over, which has been asked nothing and sent nothing."""
        self._pending.clear()
        self._sent = b""


def digest_of(params: Mapping[str, np.ndarray]) -> bytes:
    """What tells these weights from all others."""
    digest = hashlib.blake2b(digest_size=16)
    for name in sorted(params):
        digest.update(np.ascontiguousarray(params[name]))
    return digest.digest()


def key_of(query: bytes, weights: bytes) -> bytes:
    """What tells this query about the weights with this digest from all others."""
    return hashlib.blake2b(weights + query, digest_size=16).digest()
