"""What a net says of rows, as the compiled function gives it: in pieces, of which each takes what it needs."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Answers(NamedTuple):
    """scores (R, M) and accuracy (R,); hidden units as `_evaluate` has them; pieces of probabilities (N, R, K, S) and
    of likeliest classes (N, R, S), the answers of a piece being counted N by N, S in each.
    """

    scores: np.ndarray
    accuracy: np.ndarray
    hidden: np.ndarray
    pieces: Sequence[tuple[np.ndarray, np.ndarray]]

    def likeliest(self, places: np.ndarray) -> np.ndarray:
        """The likeliest class of the rows at these places, (R, n), in as few bytes as their number needs."""
        n_runs, n_classes = self.pieces[0][0].shape[1:3]
        every = [classes.transpose(1, 0, 2).reshape(n_runs, -1) for _, classes in self.pieces]
        return np.concatenate(every, axis=1).astype(np.min_scalar_type(n_classes))[:, places]

    def probs(self, places: np.ndarray) -> np.ndarray:
        """The probabilities of the rows at these places, (R, n, K)."""
        first = self.pieces[0][0]
        out, begin = np.empty((first.shape[1], len(places), first.shape[2]), first.dtype), 0
        for probs, _ in self.pieces:
            n_blocks, *_, size = probs.shape
            inside = (places >= begin) & (places < begin + n_blocks * size)
            block, place = np.divmod(places[inside] - begin, size)
            out[:, inside] = probs[block, :, :, place].transpose(1, 0, 2)
            begin += n_blocks * size
        return out

    def states(self, places: np.ndarray) -> np.ndarray:
        """An RNN's hidden states at these places, (R, n, H)."""
        n_runs, *_, n_units = self.hidden.shape
        return self.hidden.reshape(n_runs, -1, n_units)[:, places]
