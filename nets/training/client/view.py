"""A tape at one moment, as pages show it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nets.settings import Settings
from nets.training.protocol.events import Events
from nets.training.protocol.snapshot import Snapshot

State = Literal["waiting", "ready", "playing", "paused", "finished", "diverged", "stopped", "failed"]


@dataclass(frozen=True)
class View:
    """A tape at one moment. `snapshot` is None only while the trainer has not yet evaluated the run, at `begun_at`.

    `settings` are those it was last asked to go on by, `events` what was done to it and what is planned.
    `scores` (n, M) are the loss at epoch 0, 1, ... and, if there are validation rows, their loss and accuracy; the last
    is the snapshot's own, unless early stopping returned to the best epoch. `moving` says that more is on its way.
    `without_trainer`: it has ended, and another one is being started.
    Where an earlier epoch is looked at, `snapshot` is that one, `end` being the last there is. While the trainer has
    still to tell of it, it is `sought`, and `snapshot` the nearest that is known.
    """

    state: State
    moving: bool
    settings: Settings
    snapshot: Snapshot | None
    end: int
    scores: np.ndarray
    diverged_at: int | None
    stopped_at: int | None
    restarted_at: int | None
    failure: str | None
    begun_at: int = 0
    events: Events = Events(Settings())  # noqa: RUF009 - frozen
    without_trainer: bool = False
    sought: int | None = None

    @property
    def epoch(self) -> int:
        """How many epochs the weights have had."""
        return self.snapshot.epoch if self.snapshot else self.begun_at

    @property
    def losses(self) -> np.ndarray:
        """The loss at each epoch, (n,)."""
        return self.scores[:, 0]

    @property
    def best_epoch(self) -> int:
        """The first epoch of the lowest validation loss, or of the training loss where no row is held out; 0 where none
        is finite.
        """
        losses = self.scores[:, 1] if self.scores.shape[1] > 1 else self.losses
        return int(np.argmin(np.where(np.isfinite(losses), losses, np.inf))) if len(losses) else 0
