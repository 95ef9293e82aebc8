"""The states of a batch: moments of its training from which any later one is trained again."""

from nets.training.protocol.snapshot import Snapshot

MOST_STATES = 64


class States:
    """Snapshots without their answers, spread over the epochs: where there are too many, every other one goes.

    That of epoch 0 is not kept, since initial weights are drawn again as they were.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._kept: dict[int, Snapshot] = {}
        self._stride = 1

    def keep(self, snapshot: Snapshot) -> None:
        """Keep this moment, the latest, unless the one before it is near enough."""
        if snapshot.epoch - max(self._kept, default=0) < self._stride:
            return
        state = snapshot.without_answers()
        size = sum(array.nbytes for array in state.arrays())
        if size > self._most_bytes:
            return
        self._kept[snapshot.epoch] = state
        while len(self._kept) > min(MOST_STATES, self._most_bytes // max(size, 1)):
            self._thin()

    def nearest(self, epoch: int) -> Snapshot | None:
        """The last moment kept at or before this epoch; None: the initial weights."""
        return self._kept.get(max((kept for kept in self._kept if kept <= epoch), default=0))

    def _thin(self) -> None:
        self._stride *= 2
        thinned: dict[int, Snapshot] = {}
        for epoch, state in self._kept.items():
            if epoch - max(thinned, default=0) >= self._stride:
                thinned[epoch] = state
        self._kept = thinned
