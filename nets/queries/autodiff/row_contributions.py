"""One weight's gradient as a sum over rows, and one row's gradient for its inputs."""

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nets.queries.query import Query

if TYPE_CHECKING:
    from nets.autodiff.net import Net


class RowContributions(msgspec.Struct, frozen=True, tag=True):
    """The mean cross-entropy's gradient for one weight is the sum of `terms` (n,), those of rows `rows` (n,).

    `rows` are the training rows, or if `n_rows` is more than they are, the first of them. `gradient` is the tape's,
    of the mean over all training rows and without penalties. `inputs` is the gradient of the chosen row's own
    loss for its inputs (the last) and, in an RNN, for those of the steps before it, (steps, D); there are no steps
    where those are too many to be looked into. All in float64.
    """

    rows: np.ndarray
    terms: np.ndarray
    n_rows: int
    gradient: float
    inputs: np.ndarray

    @property
    def up(self) -> float:
        """The sum of what raises the weight: a step goes against the gradient."""
        return float(-self.terms[self.terms < 0].sum())

    @property
    def down(self) -> float:
        """The sum of what lowers the weight, at most 0."""
        return float(-self.terms[self.terms > 0].sum())

    @property
    def total(self) -> float:
        """The sum of both, which moves the weight."""
        return self.up + self.down

    @property
    def cancelled(self) -> float | None:
        """The share of all terms that cancels, from 0 to 1; None where all terms are 0."""
        return 1 - abs(self.total) / (self.up - self.down) if self.up > self.down else None

    @property
    def rounding(self) -> float:
        """The distance of the terms' sum from the tape's gradient."""
        return float(abs(self.terms.sum() - self.gradient))


class RowContributionsQuery(Query[RowContributions], frozen=True):
    """Of the weight at (`i`, `j`) of matrix `weight`, and of the dataset's row `row` (0 up)."""

    weight: str
    i: int
    j: int
    row: int

    def answer(self, net: "Net") -> RowContributions:
        from nets.autodiff.row_contributions import row_contributions

        return row_contributions(net, self)
