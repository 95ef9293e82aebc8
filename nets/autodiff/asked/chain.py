"""The chain: one row's loss, factor by factor, from the loss back to the weights."""

import msgspec
import numpy as np


class ChainOf(msgspec.Struct, frozen=True, tag=True):
    """Of the dataset's row `row` (0 up); an RNN's from there back to `n_back` steps before."""

    row: int
    n_back: int = 0


class Factor(msgspec.Struct, frozen=True):
    """One operation, output = f(input), n_out numbers of n_in.

    `output` (n_out,); `jacobian` (n_out, n_in) is d output / d input; `reaching` (n_in,) is the loss's gradient
    for the input: that for the output times the Jacobian. `formula` is the Jacobian in LaTeX. `unit` names what the
    operation does: "loss", "softmax", another unit, "product", "constant" or "step".
    """

    name: str
    formula: str
    unit: str
    output: np.ndarray
    jacobian: np.ndarray
    reaching: np.ndarray


class Product(msgspec.Struct, frozen=True):
    """The gradient for a weight matrix: what reaches its sums (rows,) times what it reads (columns,), transposed.

    `at_once` is their outer product, at the step the chain ends at; `whole` the sum over all steps, the row's
    gradient (for an MLP the same); `difference` is the largest between `whole` and the tape's.
    """

    weight: str
    reaching: np.ndarray
    read: np.ndarray
    at_once: np.ndarray
    whole: np.ndarray
    difference: float


class Chain(msgspec.Struct, frozen=True, tag=True):
    """Factors from the loss back to the inputs, and the products with what the weights read; all in float64."""

    loss: float
    n_steps: int
    factors: list[Factor]
    products: list[Product]
