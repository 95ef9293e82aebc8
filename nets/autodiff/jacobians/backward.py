"""The backward pass: the loss's gradient, multiplied by one operation's Jacobian after the other."""

from dataclasses import dataclass

import numpy as np

from nets.autodiff.jacobians.softmax import jacobian, softmax
from nets.autodiff.notation import d_by_d
from nets.errors import Code, Refusal
from nets.queries.chain import Factor


@dataclass(frozen=True)
class Operation:
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

    def through(self, operation: Operation) -> None:
        """Multiply by the operation's Jacobian."""
        self.reaching = self.reaching @ operation.jacobian
        self.factors.append(
            Factor(
                name=operation.name,
                operation=operation.operation,
                derivative=d_by_d(operation.of, operation.by),
                formula=operation.formula,
                unit=operation.unit,
                output=operation.output,
                jacobian=operation.jacobian,
                reaching=self.reaching,
            )
        )

    def through_output(self, logits: np.ndarray, *, label: int, sums: str) -> float:
        """Through -log p(label) and p = softmax(z), z the logits with the number `sums`; returns the loss.

        Raises `Refusal` where p(label) is 0 in float64, and 1/p infinite.
        """
        p = softmax(logits)
        if p[label] < 1e-300:
            raise Refusal(
                Code.NO_PROBABILITY,
                "For this row p(label) is so near 0 that 1/p is no number, and the factors cannot be multiplied one by "
                "one. The tape avoids 1/p by log-softmax. Choose another row, or an earlier epoch.",
            )
        loss = float(-np.log(p[label]))
        of_label = np.zeros((1, len(p)))
        of_label[0, label] = -1 / p[label]
        self.through(
            Operation(
                "ℓ = −log p(label)",
                r"\ell = -\log p_{label}",
                of=r"\ell",
                by="p",
                output=np.array([loss]),
                jacobian=of_label,
                formula=r"-\tfrac{1}{p_{label}}\,e_{label}^\top",
                unit="loss",
            )
        )
        self.through(
            Operation(
                f"p = softmax(z{sums})",
                rf"p = \mathrm{{softmax}}(z_{{{sums}}})",
                of="p",
                by=f"z_{{{sums}}}",
                output=p,
                jacobian=jacobian(logits),
                formula=r"\mathrm{diag}(p) - p\,p^\top",
                unit="softmax",
            )
        )
        return loss
