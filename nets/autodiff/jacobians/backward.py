"""The backward pass: the loss's gradient, multiplied by one operation's Jacobian after the other, up to a matrix's."""

from dataclasses import dataclass

import numpy as np
import tensorflow as tf

from nets.autodiff.losses import row_loss
from nets.autodiff.net import Net
from nets.autodiff.written.notation import d_by_d
from nets.queries.autodiff.chain import Factor, Product, Term


@dataclass(frozen=True)
class LocalDerivative:
    """output = f(input), n_out numbers of n_in, with the Jacobian (n_out, n_in) of that.

    `name` says it in plain letters, `operation` in LaTeX, as do `of` and `by` its output and its input, and `formula`
    the Jacobian. `unit` is what it does, as in `Factor`.
    """

    name: str
    operation: str
    of: str
    by: str
    output: np.ndarray
    jacobian: np.ndarray
    formula: str
    unit: str


class BackwardPass:
    """`reaching` (n,) is the loss's gradient for the input of the last of `factors`; it begins with d loss / d loss."""

    def __init__(self) -> None:
        self.reaching = np.ones(1)
        self.factors: list[Factor] = []

    def through(self, local: LocalDerivative) -> None:
        """Multiply by the operation's Jacobian."""
        self.reaching = self.reaching @ local.jacobian
        self.factors.append(
            Factor(
                name=local.name,
                operation=local.operation,
                derivative=d_by_d(local.of, local.by),
                formula=local.formula,
                unit=local.unit,
                output=local.output,
                jacobian=local.jacobian,
                reaching=self.reaching,
            )
        )


def product(weight: str, n_factors: int, *, terms: list[Term], added: list[np.ndarray], tape: np.ndarray) -> Product:
    """The matrix's gradient from the chosen row's step back: its first `terms`, and what each step `added` to it."""
    whole = np.sum(added, axis=0)
    return Product(
        weight,
        n_factors,
        terms,
        at_once=added[len(terms) - 1],
        whole=whole,
        norms=np.array([np.linalg.norm(each) for each in reversed(added)]),
        difference=float(np.abs(whole - tape).max()),
    )


def row_gradients(net: Net, row: int) -> dict[str, np.ndarray]:
    """The tape's gradient of one row's -log p(label) for each weight matrix, (rows, columns).

    Raises `Refusal` where it has none.
    """
    rows, weights = net.steps_to(row), net.weights()
    with tf.GradientTape() as tape:
        tape.watch(weights)
        loss = row_loss(net, weights, net.inputs_of(rows), net.target_of(row))
    return {name: value[0].numpy() for name, value in tape.gradient(loss, weights).items()}
