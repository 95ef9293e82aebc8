"""Checkpoints: snapshots of a tape from which any later epoch is trained again."""

import numpy as np

from nets.training.protocol.snapshot import Snapshot

MOST_KEPT = 64
MOST_BYTES = 32 * 2**20


class Checkpoints:
    """Snapshots without their answers, evenly spread over the tape: when there are too many, every other one goes."""

    def __init__(self) -> None:
        self._kept: dict[int, Snapshot] = {}
        self._stride = 1

    def keep(self, snapshot: Snapshot) -> None:
        """Keep this moment, unless one before it is near enough; those later on the tape are forgotten."""
        self.cut(snapshot.epoch)
        if not self._kept or snapshot.epoch - max(self._kept) >= self._stride:
            self._kept[snapshot.epoch] = snapshot.without_answers()
        while len(self._kept) > _most(snapshot):
            self._thin()

    def nearest(self, epoch: int) -> Snapshot | None:
        """The last moment kept at or before this epoch; None: the initial weights."""
        return self._kept.get(max((kept for kept in self._kept if kept <= epoch), default=-1))

    def closest(self, epoch: int) -> Snapshot | None:
        """The moment kept that is nearest to this epoch, before it or after; of two the earlier. None: none is kept."""
        return self._kept.get(min(self._kept, key=lambda kept: (abs(kept - epoch), kept), default=-1))

    def until(self, epoch: int) -> "Checkpoints":
        """Checkpoints of their own with the moments up to this epoch."""
        those = Checkpoints()
        for snapshot in self._kept.values():
            if snapshot.epoch <= epoch:
                those.keep(snapshot)
        return those

    def copy(self) -> "Checkpoints":
        """Checkpoints of their own with the same moments."""
        those = Checkpoints()
        those._kept, those._stride = dict(self._kept), self._stride
        return those

    def cut(self, epoch: int) -> None:
        """Forget every moment after this epoch."""
        self._kept = {kept: moment for kept, moment in self._kept.items() if kept <= epoch}

    def snapshots(self) -> tuple[Snapshot, ...]:
        """The moments that are kept."""
        return tuple(self._kept.values())

    def params(self) -> dict[int, dict[str, np.ndarray]]:
        """The weights (R, rows, columns) of the moments that are kept, by their epochs in rising order."""
        return {epoch: snapshot.params for epoch, snapshot in self._kept.items()}

    def __len__(self) -> int:
        return len(self._kept)

    def _thin(self) -> None:
        self._stride *= 2
        thinned: dict[int, Snapshot] = {}
        for epoch, moment in self._kept.items():
            if not thinned or epoch - max(thinned) >= self._stride:
                thinned[epoch] = moment
        self._kept = thinned


def _most(snapshot: Snapshot) -> int:
    moments = (snapshot, snapshot.best) if snapshot.best else (snapshot,)
    size = sum(value.nbytes for moment in moments for part in (moment.params, moment.slots) for value in part.values())
    return max(4, min(MOST_KEPT, MOST_BYTES // max(size, 1)))
