"""What one moment of training is."""

import msgspec
import numpy as np


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The net after `epoch` epochs, and what it says of each row; everything that going on from here needs.

    scores (R, M): the cost in nats, and if rows are held out their cost and their accuracy; accuracy (R,) of the
    training rows, from 0 to 1; params and the optimiser's slots by name (R, rows, columns); probs (R, B, K) and
    hidden (R, B, H) of all rows in the table's order; elapsed_s the seconds it has been playing.
    """

    epoch: int
    scores: np.ndarray
    accuracy: np.ndarray
    params: dict[str, np.ndarray]
    slots: dict[str, np.ndarray]
    probs: np.ndarray
    hidden: np.ndarray
    elapsed_s: float = 0.0

    @property
    def cost(self) -> np.ndarray:
        """The cost of the training rows, (R,)."""
        return self.scores[:, 0]
