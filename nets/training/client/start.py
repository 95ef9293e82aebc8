"""The start of a tape whose first epochs were trained elsewhere."""

from dataclasses import dataclass

import numpy as np

from nets.training.protocol.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Start:
    """The tape begins at the weights and slots of `snapshot`, to which its own settings lead from the initial weights.

    `scores` (n, M) are those of epoch 0, 1, ..., at least of all before the snapshot's. M is 1, with validation rows 3.
    """

    scores: np.ndarray
    snapshot: Snapshot

    @property
    def epoch(self) -> int:
        """How many epochs the weights have had."""
        return self.snapshot.epoch


def every_epoch(epochs: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Scores (k, M) of these rising `epochs` (k,) as those of epoch 0, 1, ... to the last, NaN where none is given."""
    spread = np.full((int(epochs[-1]) + 1 if len(epochs) else 0, scores.shape[1]), np.nan, scores.dtype)
    spread[epochs] = scores
    return spread
