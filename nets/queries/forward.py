"""The forward pass of one row: every layer's input, sums and outputs, to the probabilities and the loss."""

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nets.queries.query import Query

if TYPE_CHECKING:
    from nets.autodiff.net import Net


class Layer(msgspec.Struct, frozen=True):
    """One layer: `read` (n,) is its input v, `sums` (m,) are z = W v by the matrix of this name, `weights` (m, n), and
    `outputs` what its units make of them; of the last layer, the probabilities.
    """

    weight: str
    weights: np.ndarray
    read: np.ndarray
    sums: np.ndarray
    outputs: np.ndarray


class Gate(msgspec.Struct, frozen=True):
    """One of the vectors (H,) that a cell with gates makes on the way to h: u, r and c of a GRU; i, f, c and o of an
    LSTM, its memory "before" the step, and m after it.
    """

    name: str
    values: np.ndarray


class Forward(msgspec.Struct, frozen=True, tag=True):
    """The layers from the inputs on, in float64. `probs` (K,) are the probabilities, `loss` is -log p(label), or None:
    the row has no label that counts.

    Of an RNN `step` is the time step (1 up) in its sequence, and `gates` are those of its cell, if it has any.
    """

    layers: tuple[Layer, ...]
    probs: np.ndarray
    loss: float | None
    step: int = 1
    gates: tuple[Gate, ...] = ()


class ForwardQuery(Query[Forward], frozen=True):
    """Of the dataset's row `row` (0 up)."""

    row: int

    def answer(self, net: "Net") -> Forward:
        """The row's own forward pass, without dropout. Raises `Refusal` where an RNN has read too many steps before."""
        from nets.autodiff.forward import forward

        return forward(net, self.row)
