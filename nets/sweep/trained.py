"""What came of runs that were trained side by side to their last epoch."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.sweep.sweep import Member, Sweep
from nets.sweep.view import SweepView


@dataclass(frozen=True, eq=False)
class Trained:
    """R runs of E epochs. scores (E + 1, R, M) after 0 to E epochs, as those of a `Snapshot`. accuracy (R,) of the
    training rows where each run stands: after the last epoch, or of a run that diverged after the one before.
    diverged_at (R,), -1 where a run did not.
    """

    scores: np.ndarray
    accuracy: np.ndarray
    diverged_at: np.ndarray

    def first(self, n_runs: int) -> "Trained":
        """The first so many of the runs."""
        return Trained(self.scores[:, :n_runs], self.accuracy[:n_runs], self.diverged_at[:n_runs])


def stands_at(diverged_at: np.ndarray, last_epoch: int) -> np.ndarray:
    """The epoch at which each run stands at the end, (R,)."""
    return np.where(diverged_at < 0, last_epoch, np.maximum(diverged_at - 1, 0))


def view_of(sweep: Sweep, members: Sequence[Member], trained: Trained) -> SweepView:
    """These runs of a sweep, as they are at the end."""
    last = len(trained.scores) - 1
    return SweepView(
        sweep=sweep,
        members=tuple(members),
        n_left_out=0,
        state="finished",
        moving=False,
        epochs=np.full(len(members), last),
        kept=np.arange(last + 1),
        scores=trained.scores.transpose(1, 0, 2),
        accuracy=trained.accuracy,
        accuracy_epoch=stands_at(trained.diverged_at, last),
        diverged_at=trained.diverged_at,
        at=last,
        end=last,
        n_compiled=1,
        n_batches=1,
        elapsed_s=0.0,
    )
