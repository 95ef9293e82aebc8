"""The history of a tape: the scores of every epoch."""

import numpy as np


class History:
    """Scores by epoch, a few numbers each, and no more epochs than a run may have."""

    def __init__(self) -> None:
        self._scores = np.zeros((0, 1))
        self._length = 0

    @property
    def n_epochs(self) -> int:
        """How many epochs have scores."""
        return self._length

    def add(self, first_epoch: int, scores: np.ndarray) -> None:
        """Put the scores (n, M) of epochs first_epoch, first_epoch + 1, ... on the tape; what stood there is gone."""
        length = first_epoch + len(scores)
        rewritten = first_epoch < self._length  # what has been read of it must stay as it was read
        if rewritten or length > len(self._scores) or scores.shape[1:] != self._scores.shape[1:]:
            room = len(self._scores) if length <= len(self._scores) else max(length, 2 * len(self._scores), 256)
            longer = np.zeros((room, scores.shape[1]), scores.dtype)
            longer[:first_epoch] = self._scores[:first_epoch]
            self._scores = longer
        self._scores[first_epoch:length] = scores
        self._length = length

    def scores(self) -> np.ndarray:
        """The scores of epoch 0, 1, 2, ..., (epochs, M), to be read only."""
        scores = self._scores[: self._length]
        scores.flags.writeable = False
        return scores
