"""The output head in numpy: the loss's gradient at the logits, and the two factors it is the product of."""

from collections.abc import Callable, Mapping

import numpy as np

from nets.autodiff.jacobians.backward import BackwardPass, LocalDerivative
from nets.autodiff.jacobians.softmax import jacobian, softmax
from nets.errors import Code, Refusal
from nets.settings import Settings
from nets.settings.cases import cases_of

LEAST_P = 1e-300  # whose reciprocal is still a number

Gradient = Callable[[np.ndarray, np.ndarray], np.ndarray]


def sigmoid(z: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-z)), without overflow, and with all digits where it is small."""
    return np.exp(-np.logaddexp(0, -z))


def _sigmoid_gradient(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.where(y > 0, -sigmoid(-z), sigmoid(z))  # p - 1 is -sigmoid(-z)


GRADIENTS: Mapping[str, Gradient] = cases_of(
    "output", {"softmax": lambda z, y: softmax(z) - y, "sigmoid": _sigmoid_gradient}
)


def output_gradient(settings: Settings, logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """d loss / d z of each row's logits z, p - y, in their shape (..., O)."""
    return GRADIENTS[settings.output](logits, targets)


def through_output(back: BackwardPass, settings: Settings, logits: np.ndarray, *, label: int, sums: str) -> float:
    """Through -log p(label) and p = softmax(z) or sigmoid(z), z the logits with the number `sums`; returns the loss.

    Raises `Refusal` where p(label) is 0 in float64, and 1/p infinite.
    """
    loss, *factors = FACTORS[settings.output](logits, label, sums)
    for factor in factors:
        back.through(factor)
    return loss


def _softmax_factors(logits: np.ndarray, label: int, sums: str) -> tuple[float, LocalDerivative, LocalDerivative]:
    p = softmax(logits)
    _check(p[label], instead="log-softmax")
    loss = float(-np.log(p[label]))
    of_label = np.zeros((1, len(p)))
    of_label[0, label] = -1 / p[label]
    of_loss = LocalDerivative(
        "ℓ = −log p(label)",
        r"\ell = -\log p_{label}",
        of=r"\ell",
        by="p",
        output=np.array([loss]),
        jacobian=of_label,
        formula=r"-\tfrac{1}{p_{label}}\,e_{label}^\top",
        unit="loss",
    )
    of_p = LocalDerivative(
        f"p = softmax(z{sums})",
        rf"p = \mathrm{{softmax}}(z_{{{sums}}})",
        of="p",
        by=f"z_{{{sums}}}",
        output=p,
        jacobian=jacobian(logits),
        formula=r"\mathrm{diag}(p) - p\,p^\top",
        unit="softmax",
    )
    return loss, of_loss, of_p


def _sigmoid_factors(logits: np.ndarray, label: int, sums: str) -> tuple[float, LocalDerivative, LocalDerivative]:
    """With y the label, 0 or 1: of p, the probability of 1, the loss has the derivative (p - y) / (p (1 - p))."""
    p, other = sigmoid(logits), sigmoid(-logits)
    of_label = p if label else other
    _check(of_label[0], instead="softplus(z) = log(1 + e^z)")
    loss = -np.log(of_label)
    of_loss = LocalDerivative(
        "ℓ = −y log p − (1 − y) log(1 − p)",
        r"\ell = -y\,\log p - (1 - y)\,\log(1 - p)",
        of=r"\ell",
        by="p",
        output=loss,
        jacobian=(-1 if label else 1) / of_label[None],
        formula=r"\tfrac{p - y}{p\,(1 - p)}",
        unit="loss",
    )
    of_p = LocalDerivative(
        f"p = sigmoid(z{sums})",
        rf"p = \mathrm{{sigmoid}}(z_{{{sums}}})",
        of="p",
        by=f"z_{{{sums}}}",
        output=p,
        jacobian=(p * other)[None],
        formula=r"p\,(1 - p)",
        unit="sigmoid",
    )
    return float(loss[0]), of_loss, of_p


# Each maps logits, the label and the logits' number to the loss, and the derivatives of the loss and of p.
FACTORS: Mapping[str, Callable[[np.ndarray, int, str], tuple]] = cases_of(
    "output", {"softmax": _softmax_factors, "sigmoid": _sigmoid_factors}
)


def _check(p_of_label: float, *, instead: str) -> None:
    if p_of_label < LEAST_P:
        raise Refusal(
            Code.NO_PROBABILITY,
            "For this row p(label) is so near 0 that 1/p is no number, and the factors cannot be multiplied one by "
            f"one. The tape avoids 1/p by {instead}. Choose another row, or an earlier epoch.",
        )
