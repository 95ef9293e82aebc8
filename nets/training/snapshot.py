"""What one moment of training is."""

import msgspec
import numpy as np


class Snapshot(msgspec.Struct, frozen=True):
    """The net after `epoch` updates, and what it says of each row; everything that going on from here needs.

    cost (R,) in nats, accuracy (R,) from 0 to 1, params by name (R, rows, columns),
    probs (R, B, K), hidden (R, B, H), elapsed_s the seconds it has been playing.
    """

    epoch: int
    cost: np.ndarray
    accuracy: np.ndarray
    params: dict[str, np.ndarray]
    probs: np.ndarray
    hidden: np.ndarray
    elapsed_s: float = 0.0
