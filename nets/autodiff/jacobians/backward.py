"""The way back along a chain of operations: what has reached the last one's input, and the factors on the way."""

import numpy as np

from nets.autodiff.notation import d_by_d
from nets.errors import Code, Refusal
from nets.queries.chain import Factor


class Way:
    """It begins at the loss, with 1."""

    def __init__(self) -> None:
        self.reaching = np.ones(1)
        self.factors: list[Factor] = []

    def through(
        self,
        name: str,
        operation: str,
        *,
        of: str,
        by: str,
        output: np.ndarray,
        jacobian: np.ndarray,
        formula: str,
        unit: str,
    ) -> None:
        """Through one operation, whose output is called `of` and its input `by` in LaTeX."""
        self.reaching = self.reaching @ jacobian
        derivative = d_by_d(of, by)
        self.factors.append(Factor(name, operation, derivative, formula, unit, output, jacobian, self.reaching))

    def out(self, logits: np.ndarray, *, label: int, sums: str) -> float:
        """Through -log p(label) and p = softmax of the logits, which have this number as z; returns the loss.

        Raises `Refusal` where p(label) is 0 in float64, and its reciprocal no number.
        """
        powers = np.exp(logits - logits.max())
        p = powers / powers.sum()
        if p[label] < 1e-300:
            raise Refusal(
                Code.NO_PROBABILITY,
                "For this row p(label) is so near 0 that 1/p is no number any more, and factor by factor nothing can "
                "be multiplied; the tape goes round that by log-softmax. Choose another row, or an earlier epoch.",
            )
        loss = float(-np.log(p[label]))
        of_label = np.zeros((1, len(p)))
        of_label[0, label] = -1 / p[label]
        self.through(
            "ℓ = −log p(label)",
            r"\ell = -\log p_{label}",
            of=r"\ell",
            by="p",
            output=np.array([loss]),
            jacobian=of_label,
            formula=r"-\tfrac{1}{p_{label}}\,e_{label}^\top",
            unit="loss",
        )
        self.through(
            f"p = softmax(z{sums})",
            rf"p = \mathrm{{softmax}}(z_{{{sums}}})",
            of="p",
            by=f"z_{{{sums}}}",
            output=p,
            jacobian=np.diag(p) - np.outer(p, p),
            formula=r"\mathrm{diag}(p) - p\,p^\top",
            unit="softmax",
        )
        return loss
