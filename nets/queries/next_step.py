"""The next step of training: the rows it is taken on, their loss, its gradient, and what it does to the weights."""

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nets.queries.query import Query
from nets.settings import Settings

if TYPE_CHECKING:
    from nets.autodiff.net import Net

Arrays = dict[str, np.ndarray]


class After(msgspec.Struct, frozen=True):
    """The net after the step, as a `Snapshot` has it, of one run: R is 1."""

    params: Arrays
    slots: Arrays
    scores: np.ndarray
    accuracy: np.ndarray
    predicted: np.ndarray
    probs: np.ndarray
    rows: np.ndarray
    hidden: np.ndarray


class NextStep(msgspec.Struct, frozen=True, tag=True):
    """A step, on one of the `n_batches` of its epoch.

    `rows` (n,) are the rows of the table it is taken on, `loss` the mean loss of these before it, in nats, `penalty`
    what L1 and L2 add. `gradients` of both and `updates`, what the step adds to the weights, are (rows, columns) by the
    name of the weights; the gradients are not clipped, and `length` is theirs together. `ratios` are the length of the
    update over that of the weights, of each matrix, None where those are all 0. `learning_rate` is that of this epoch,
    its schedule counted in. `after` is the net after it, where it was asked for.
    """

    n_batches: int
    rows: np.ndarray
    loss: float
    penalty: float
    gradients: Arrays
    length: float
    updates: Arrays
    ratios: dict[str, float | None]
    learning_rate: float
    after: After | None = None


class NextStepQuery(Query[NextStep], frozen=True):
    """By these settings, on batch `batch` (from 0) of the epoch after `epoch` epochs.

    The net's weights are those before this batch, `slots` (R, rows, columns) the optimiser's averages then. The rows of
    a batch and the units that dropout leaves out are those of the training itself.
    """

    settings: Settings
    epoch: int
    slots: Arrays
    batch: int = 0
    wants_after: bool = False

    def answer(self, net: "Net") -> NextStep:
        """The step, in the precision it is trained in."""
        from nets.training.next_step import next_step

        return next_step(net, self)
