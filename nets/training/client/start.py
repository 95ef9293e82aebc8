"""The start of a tape whose first epochs were trained elsewhere, or on another tape."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from nets.settings import Settings
from nets.training.client.checkpoints import Checkpoints
from nets.training.protocol.events import Events
from nets.training.protocol.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Start:
    """The tape begins at the weights and slots of `snapshot`. `checkpoints` are moments on the way there, and `events`
    what was done on the way; if None, the tape's own settings lead there from its initial weights.

    `scores` (n, M) are those of epoch 0, 1, ..., at least of all before the snapshot's. M is 1, with validation rows 3.
    `diverged_at` and `stopped_at` say how it has ended, if it has; `looked_at` is an earlier epoch that is looked at.
    """

    scores: np.ndarray
    snapshot: Snapshot
    checkpoints: Checkpoints | None = None
    events: Events | None = None
    diverged_at: int | None = None
    stopped_at: int | None = None
    looked_at: int | None = None

    @property
    def epoch(self) -> int:
        """How many epochs the weights have had."""
        return self.snapshot.epoch

    @property
    def has_ended(self) -> bool:
        """Whether it has diverged, or early stopping has ended it."""
        return self.diverged_at is not None or self.stopped_at is not None


class Recorded(NamedTuple):
    """All of a tape but its rows: `Tape(settings, examples, start, plan=events)` is the same tape again."""

    settings: Settings
    events: Events
    start: Start | None
