"""The tape: every operation that was recorded, with its value, and when the gradient reached it."""

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nets.queries.query import Query

if TYPE_CHECKING:
    from nets.autodiff.net import Net


class Operation(msgspec.Struct, frozen=True):
    """One operation, or one of the tensors all begins with (`kind` is then "weights" or "rows").

    `inputs` are places in the record. `value` and `gradient` are the first numbers of what it gave and of the loss's
    gradient for that, as a matrix; there is no gradient (size 0) where the loss does not
    depend on it. `reached` numbers the gradients in the order in which they appeared, -1 where there is none.
    """

    name: str
    kind: str
    inputs: list[int]
    shape: str
    value: np.ndarray
    gradient: np.ndarray
    reached: int


class Record(msgspec.Struct, frozen=True, tag=True):
    """The operations in the order in which TensorFlow met them; `n_back` is how many it added to go back.

    `n_steps` of the RNN's `n_all_steps` were taken, 1 of 1 for an MLP.
    """

    operations: list[Operation]
    n_back: int
    n_steps: int
    n_all_steps: int


class RecordQuery(Query[Record], frozen=True):
    """Of the loss of the dataset's row `row` (0 up)."""

    row: int

    def answer(self, net: "Net") -> Record:
        from nets.autodiff.record import record

        return record(net, self)
