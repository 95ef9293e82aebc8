"""A sweep at one moment: how far its runs have come, and their scores."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from nets.sweep.sweep import Member, Sweep

State = Literal["waiting", "ready", "playing", "paused", "finished", "failed"]


@dataclass(frozen=True, eq=False)
class SweepView:
    """N runs, `members`; `n_left_out` combinations meant nothing.

    epochs (N,): how many each has had. kept (K,): the epochs of which scores are kept, evenly spread and the last ones;
    scores (N, K, M), NaN where a run has not come so far: the loss in nats, and if there are validation rows their loss
    and accuracy. accuracy (N,): of the training rows, after `accuracy_epoch` (N,) epochs, NaN where not yet known.
    diverged_at (N,): the epoch at which a run diverged, -1 where it did not. at: the epoch that the playhead is on,
    `end` the last there is. `n_compiled` of `n_batches` are ready to train. `moving`: more is on its way.
    `without_trainer`: its trainer has ended, and another one is being started.
    """

    sweep: Sweep
    members: tuple[Member, ...]
    n_left_out: int
    state: State
    moving: bool
    epochs: np.ndarray
    kept: np.ndarray
    scores: np.ndarray
    accuracy: np.ndarray
    accuracy_epoch: np.ndarray
    diverged_at: np.ndarray
    at: int
    end: int
    n_compiled: int
    n_batches: int
    elapsed_s: float
    left_s: float | None = None
    failure: str | None = None
    without_trainer: bool = False

    @property
    def has_validation(self) -> bool:
        """Whether there are validation rows."""
        return self.scores.shape[2] > 1

    def scores_at(self, epoch: int) -> np.ndarray:
        """The scores (N, M) at this epoch, or the last kept before it."""
        place = max(int(np.searchsorted(self.kept, epoch, side="right")) - 1, 0)
        return self.scores[:, place]
