"""What has been asked about the runs of a sweep, and what was answered: maps, and runs taken out."""

import hashlib
from collections.abc import Sequence, Set

import numpy as np

from nets.training.protocol.sweep import Maps, MapsAt, TakenRun, TakeRun

MOST_MAPS = 64


class SweepLooks:
    """The latest maps and the last run that was taken out of the sweep with this id."""

    def __init__(self, sweep: str) -> None:
        self._sweep = sweep
        self._asked_maps: MapsAt | None = None
        self._places = b""
        self._asked_run: TakeRun | None = None
        self._taken: TakenRun | None = None
        self.maps: Maps | None = None

    @property
    def n_bytes(self) -> int:
        """How much it takes."""
        arrays = [*(self.maps.predicted + self.maps.probability if self.maps else ())]
        arrays += self._taken.snapshot.arrays() if self._taken else []
        return sum(array.nbytes for array in arrays)

    def ask(self, wanted: Sequence[int], places: Sequence[np.ndarray], *, epoch: int | None) -> MapsAt | None:
        """The message to ask for these maps with, None if they have been asked for."""
        asked = MapsAt(self._sweep, tuple(wanted[:MOST_MAPS]), tuple(places), epoch)
        digest = _digest(places)
        before = self._asked_maps
        of_same_runs = before is not None and before.wanted == asked.wanted and digest == self._places
        if of_same_runs and before.epoch == epoch:
            return None
        if not of_same_runs:
            self.maps = None
        self._asked_maps, self._places = asked, digest
        return asked

    def ask_run(self, member: int, epoch: int, *, with_scores: bool) -> TakeRun | None:
        """The message to ask for this run with, None if it has been asked for."""
        asked = TakeRun(self._sweep, member, epoch, with_scores)
        if asked == self._asked_run:
            return None
        self._asked_run, self._taken = asked, None
        return asked

    @property
    def taken(self) -> TakenRun | None:
        """The run that was asked for last, None while it is not there."""
        return self._taken

    def hear_maps(self, message: Maps, *, epochs: np.ndarray) -> None:
        """Keep these maps if they are what is wanted now, `epochs` (N,) being how many the runs have had."""
        asked = self._asked_maps
        if asked and set(message.wanted) <= set(asked.wanted) and self._are_at(message, epochs):
            self.maps = message

    def hear_run(self, message: TakenRun) -> None:
        """Keep this run if it is the one that was asked for last."""
        asked = self._asked_run
        told = (message.member, message.snapshot.epoch, len(message.scores) > 0)
        if asked and told == (asked.member, asked.epoch, asked.with_scores):
            self._taken = message

    def awaits_maps(self, *, ready: Set[int], epochs: np.ndarray) -> bool:
        """Whether maps of the runs that are `ready` are on their way."""
        if self._asked_maps is None:
            return False
        wanted = tuple(member for member in self._asked_maps.wanted if member in ready)
        if self.maps is None:
            return bool(wanted)
        return self.maps.wanted != wanted or not self._are_at(self.maps, epochs)

    def asked(self) -> tuple[MapsAt | TakeRun, ...]:
        """What to ask a trainer that knows nothing of it."""
        pending = self._asked_run if self._taken is None else None
        return tuple(each for each in (self._asked_maps, pending) if each)

    def _are_at(self, maps: Maps, epochs: np.ndarray) -> bool:
        """Whether they are those of the epoch that is looked at."""
        looked_at = epochs[list(maps.wanted)]
        if self._asked_maps.epoch is not None:
            looked_at = np.minimum(looked_at, self._asked_maps.epoch)
        return np.array_equal(maps.epochs, looked_at)


def _digest(places: Sequence[np.ndarray]) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for each in places:
        digest.update(np.ascontiguousarray(each))
    return digest.digest()
