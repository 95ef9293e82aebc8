"""Checkpoints: snapshots of a tape from which any later epoch is trained again."""

import numpy as np

from nets.settings import Settings
from nets.training.protocol.snapshot import Snapshot

MOST_KEPT = 64
MOST_BYTES = 32 * 2**20


class Checkpoints:
    """Snapshots without their answers, evenly spread over the tape: when there are too many, every other one goes.

    Each stands with the settings that training went on by from there; the first of new settings never goes. `first` are
    those by which it was trained up to the first snapshot.
    """

    def __init__(self, first: Settings) -> None:
        self._first = first
        self._kept: dict[int, tuple[Snapshot, Settings, bool]] = {}
        self._stride = 1

    def keep(self, snapshot: Snapshot, settings: Settings) -> None:
        """Keep this moment, unless one before it is near enough; those later on the tape are forgotten."""
        self.cut(snapshot.epoch)
        last = max(self._kept, default=None)
        is_new = last is None or self._kept[last][1] != settings
        if is_new or snapshot.epoch - last >= self._stride:
            self._kept[snapshot.epoch] = (snapshot.without_answers(), settings, is_new)
        while len(self._kept) > _most(snapshot):
            self._thin()

    def nearest(self, epoch: int) -> tuple[Snapshot | None, Settings]:
        """The last moment kept at or before this epoch, None for the initial weights, and what it went on by."""
        at = max((kept for kept in self._kept if kept <= epoch), default=None)
        if at is None:
            return None, self._first
        snapshot, settings, _ = self._kept[at]
        return snapshot, settings

    def until(self, epoch: int) -> "Checkpoints":
        """Checkpoints of their own with the moments up to this epoch."""
        those = Checkpoints(self._first)
        for snapshot, settings, _ in self._kept.values():
            if snapshot.epoch <= epoch:
                those.keep(snapshot, settings)
        return those

    def cut(self, epoch: int) -> None:
        """Forget every moment after this epoch."""
        self._kept = {kept: moment for kept, moment in self._kept.items() if kept <= epoch}

    def snapshots(self) -> tuple[Snapshot, ...]:
        """The moments that are kept."""
        return tuple(snapshot for snapshot, _, _ in self._kept.values())

    def params(self) -> dict[int, dict[str, np.ndarray]]:
        """The weights (R, rows, columns) of the moments that are kept, by their epochs in rising order."""
        return {epoch: snapshot.params for epoch, (snapshot, _, _) in self._kept.items()}

    def settings(self) -> tuple[Settings, ...]:
        """The settings that training went on by, in their order."""
        return tuple(dict.fromkeys(settings for _, settings, _ in self._kept.values()))

    def __len__(self) -> int:
        return len(self._kept)

    def _thin(self) -> None:
        self._stride *= 2
        n_new = sum(is_new for _, _, is_new in self._kept.values())
        if n_new > MOST_KEPT // 2:  # settings changed at every turn: then these must thin out too
            self._kept = dict(list(self._kept.items())[::2])
            return
        thinned: dict[int, tuple[Snapshot, Settings, bool]] = {}
        for epoch, moment in self._kept.items():
            if moment[2] or epoch - max(thinned) >= self._stride:
                thinned[epoch] = moment
        self._kept = thinned


def _most(snapshot: Snapshot) -> int:
    moments = (snapshot, snapshot.best) if snapshot.best else (snapshot,)
    size = sum(value.nbytes for moment in moments for part in (moment.params, moment.slots) for value in part.values())
    return max(4, min(MOST_KEPT, MOST_BYTES // max(size, 1)))
