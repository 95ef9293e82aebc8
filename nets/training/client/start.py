"""The start of a tape whose first epochs were trained elsewhere, or on another tape."""

from dataclasses import dataclass

import numpy as np

from nets.training.client.checkpoints import Checkpoints
from nets.training.protocol.events import Events
from nets.training.protocol.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Start:
    """The tape begins at the weights and slots of `snapshot`. `checkpoints` are moments on the way there, and `events`
    what was done on the way; if None, the tape's own settings lead there from its initial weights.

    `scores` (n, M) are those of epoch 0, 1, ..., at least of all before the snapshot's. M is 1, with validation rows 3.
    """

    scores: np.ndarray
    snapshot: Snapshot
    checkpoints: Checkpoints | None = None
    events: Events | None = None

    @property
    def epoch(self) -> int:
        """How many epochs the weights have had."""
        return self.snapshot.epoch
