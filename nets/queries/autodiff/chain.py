"""The chain: one row's loss, factor by factor, from the loss back to the weights."""

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nets.errors import Code, Refusal
from nets.queries.query import Query
from nets.settings import Settings

if TYPE_CHECKING:
    from nets.autodiff.net import Net

MOST_UNITS = 64  # of a layer, whose Jacobians have that squared
MOST_COLUMNS = 256


class Factor(msgspec.Struct, frozen=True):
    """One operation, output = f(input), n_out numbers of n_in.

    `output` (n_out,); `jacobian` (n_out, n_in) is d output / d input; `reaching` (n_in,) is the loss's gradient
    for the input: that for the output times the Jacobian. `name` is the operation in plain letters, `unit` what it
    does: "loss", "softmax", another unit, "product", "constant" or "step". In LaTeX: `operation`, `derivative`, what
    the Jacobian is called, and `formula`, what it is.
    """

    name: str
    operation: str
    derivative: str
    formula: str
    unit: str
    output: np.ndarray
    jacobian: np.ndarray
    reaching: np.ndarray

    @property
    def by(self) -> str:
        """The input in LaTeX."""
        return self.derivative.split(r"}{\partial ")[1].removesuffix("}")

    @property
    def of(self) -> str:
        """The output in LaTeX."""
        return self.derivative.split(r"}{\partial ")[0].removeprefix(r"\frac{\partial ")


class Term(msgspec.Struct, frozen=True):
    """One step's term: the gradient at z (rows,), as a column, times the layer's input `read` (columns,), as a row."""

    step: int
    reaching: np.ndarray
    read: np.ndarray


class Product(msgspec.Struct, frozen=True):
    """The gradient for a weight matrix (rows, columns): at each step (d loss / d z)' v', where z = W v, and their sum.

    The first `n_factors` factors lead from the loss to the sums z of the last of `terms`, which begin at the chosen
    row. `at_once` is that term, `whole` the sum over all steps, the row's gradient (for an MLP the same); `norms`
    (n_steps,) are the lengths of all steps' terms, the first step's first. `difference` is the largest between `whole`
    and the tape's gradient.
    """

    weight: str
    n_factors: int
    terms: list[Term]
    at_once: np.ndarray
    whole: np.ndarray
    norms: np.ndarray
    difference: float

    @property
    def share_at_once(self) -> float:
        """The length of `at_once` as a share of the length of `whole`."""
        return float(np.linalg.norm(self.at_once) / max(np.linalg.norm(self.whole), 1e-300))


class Chain(msgspec.Struct, frozen=True, tag=True):
    """Factors from the loss back to the input of the first layer, and each matrix's product; all in float64.

    Those of an RNN begin at step `n_steps` (1 up), the chosen row's.
    """

    loss: float
    n_steps: int
    factors: list[Factor]
    products: list[Product]


def steps_before(settings: Settings, *, row: int, sequence_starts: np.ndarray | None) -> int:
    """How many time steps an RNN has read before this row, whose table's sequences begin where that is True (B,)."""
    begun = 0 if sequence_starts is None else int(np.flatnonzero(sequence_starts[: row + 1])[-1])
    is_reset = settings.tbptt_length and settings.tbptt_state == "reset"
    return (row - begun) % settings.tbptt_length if is_reset else row - begun


class ChainQuery(Query[Chain], frozen=True):
    """Of the dataset's row `row` (0 up); an RNN's from there back to `n_back` steps before."""

    row: int
    n_back: int = 0

    def answer(self, net: "Net") -> Chain:
        """The factors of one row's -log p(label), and from them each weight matrix's gradient.

        d loss / dW = (d loss / dz)' v', where z = W v; d loss / dz is the product of the Jacobians behind it. The loss
        is the row's own, without penalties. Raises `Refusal` where it has none, or the layers are too wide.
        """
        from nets.autodiff.jacobians.mlp import mlp_chain
        from nets.autodiff.jacobians.rnn import rnn_chain

        net.target_of(self.row)  # refuses a row without a loss
        widest = max(max(value.shape) for value in net.params.values())
        if widest > MOST_COLUMNS or max(net.settings.widths, default=0) > MOST_UNITS:
            sentence = (
                f"The chain is shown for up to {MOST_UNITS} hidden units and matrices of up to {MOST_COLUMNS} rows and "
                "columns: choose fewer hidden units, or leave columns of the table out."
            )
            raise Refusal(Code.TOO_WIDE, sentence)
        return mlp_chain(net, self) if net.settings.net == "mlp" else rnn_chain(net, self)
