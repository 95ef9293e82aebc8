"""The chain: one row's loss, factor by factor, from the loss back to the weights."""

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nets.queries.query import Query

if TYPE_CHECKING:
    from nets.autodiff.net import Net


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


class Term(msgspec.Struct, frozen=True):
    """What one step adds to a gradient: what reaches its sums (rows,) times what the weights read there (columns,)."""

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


class Chain(msgspec.Struct, frozen=True, tag=True):
    """Factors from the loss back to what the first matrix reads, and each matrix's product; all in float64.

    Those of an RNN begin at step `n_steps` (1 up), the chosen row's.
    """

    loss: float
    n_steps: int
    factors: list[Factor]
    products: list[Product]


class ChainQuery(Query[Chain], frozen=True):
    """Of the dataset's row `row` (0 up); an RNN's from there back to `n_back` steps before."""

    row: int
    n_back: int = 0

    def answer(self, net: "Net") -> Chain:
        from nets.autodiff.jacobians.chain import chain

        return chain(net, self)
