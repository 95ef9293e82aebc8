"""The tape so far: the loss of every epoch."""

import numpy as np


class History:
    """Losses by epoch, four bytes each, and no more than the epochs a run may have."""

    def __init__(self) -> None:
        self._losses = np.zeros(256, np.float32)
        self._length = 0

    def add(self, first_epoch: int, losses: np.ndarray) -> None:
        """Put the losses of epochs first_epoch, first_epoch + 1, ... on the tape; what stood there or later is gone."""
        self._length = first_epoch + len(losses)
        if self._length > len(self._losses):
            longer = np.zeros(max(self._length, 2 * len(self._losses)), np.float32)
            longer[:first_epoch] = self._losses[:first_epoch]
            self._losses = longer
        self._losses[first_epoch : self._length] = losses

    def losses(self) -> np.ndarray:
        """The loss of epoch 0, 1, 2, ... as a copy, (epochs,)."""
        return self._losses[: self._length].copy()
