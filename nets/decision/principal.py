"""The plane of the two principal components of the standardised inputs, for a decision map of many features."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.data.columns.numeric import Values
from nets.data.prepare.dataset import Dataset

MOST_ROWS = 2000  # training rows that the components are worked out from, spread evenly


@dataclass(frozen=True, eq=False)
class Principal:
    """`directions` (2, D) are of unit length, in inputs less their `means` (D,) over `scales` (D,); `shares` (2,) are
    those of the variance along them.
    """

    means: np.ndarray
    scales: np.ndarray
    directions: np.ndarray
    shares: np.ndarray

    @property
    def names(self) -> tuple[str, str]:
        """What stands along the axes."""
        first, second = (f"PC {k}, {share:.0%} of variance" for k, share in enumerate(self.shares, start=1))
        return first, second

    def points(self, columns: Sequence[Values], rows: np.ndarray) -> np.ndarray:
        """Where these of the rows are in the plane, (n, 2)."""
        return self._standardised(columns, rows) @ self.directions.T

    def origin(self, columns: Sequence[Values], row: int | None) -> np.ndarray:
        """The input (D,) at 0, 0 of the plane through this row; None: through the mean."""
        if row is None:
            return self.means
        (inputs,) = self._standardised(columns, np.array([row]))
        return self.means + self.scales * (inputs - self.directions.T @ (self.directions @ inputs))

    def _standardised(self, columns: Sequence[Values], rows: np.ndarray) -> np.ndarray:
        return (np.stack([column.at(rows) for column in columns], axis=1) - self.means) / self.scales


def principal(data: Dataset, is_validation: np.ndarray) -> Principal:
    """The components of the inputs of the training rows, each input less its mean and over its standard deviation.

    The largest part of each direction is positive, so that the plane is the same at each drawing.
    Source: Pearson 1901, On lines and planes of closest fit to systems of points in space.
    """
    rows = np.flatnonzero(~is_validation)
    rows = rows[np.unique(np.linspace(0, len(rows) - 1, min(MOST_ROWS, len(rows))).astype(int))]
    inputs = np.stack([column.at(rows) for column in data.columns], axis=1)
    means, scales = inputs.mean(axis=0), inputs.std(axis=0)
    scales[scales <= 1e-12 * np.abs(means)] = 1.0  # of one that is constant
    scales[scales == 0] = 1.0
    _, lengths, directions = np.linalg.svd((inputs - means) / scales, full_matrices=False)
    if len(directions) < 2:  # of one row there is but one direction
        directions, lengths = np.eye(2, len(means)), np.zeros(2)
    signs = np.sign(directions[np.arange(2), np.abs(directions[:2]).argmax(axis=1)])
    variance = lengths**2
    return Principal(means, scales, directions[:2] * signs[:, None], variance[:2] / max(variance.sum(), 1e-300))
