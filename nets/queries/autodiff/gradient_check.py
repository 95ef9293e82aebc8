"""One gradient in three ways: the tape, the formula, and central differences."""

from typing import TYPE_CHECKING, Literal

import msgspec
import numpy as np

from nets.queries.query import Query
from nets.settings import Settings

if TYPE_CHECKING:
    from nets.autodiff.net import Net

# All weights are moved while they are at most MOST_WEIGHTS and rows times units times weights is at most MOST_PRODUCT,
# else a sample of them. A net of more than MOST_IN_NET weights is refused.
MOST_WEIGHTS = 1000
MOST_PRODUCT = {"mlp": 2_000_000, "rnn": 200_000}
MOST_IN_NET = 100_000

Fault = Literal["none", "mean", "elementwise", "transpose", "bias", "time"]


def faults_of(settings: Settings) -> tuple[Fault, ...]:
    """The faults that the formula of such a net can have: "elementwise" is about softmax, "time" about steps."""
    hidden = settings.cell if settings.net == "rnn" else settings.activation if settings.widths else None
    of_softmax = ("elementwise",) if "softmax" in (settings.output, hidden) else ()
    of_steps = ("time",) if settings.net == "rnn" else ()
    return ("none", "mean", *of_softmax, "transpose", "bias", *of_steps)


class GradientCheck(msgspec.Struct, frozen=True, tag=True):
    """The mean cross-entropy's gradient for n of `n_weights` weights, three times.

    `matrices` are the names of the weight matrices, `places` (n, 3) each weight's matrix, row and column. `tape`
    (n,), `difference` (n,), and `manual` (n,), empty where there is no formula; then, or where its shapes do not fit,
    `misfit` says so. `steps` (m,) are steps of differences; `errors32` and `errors64` (m,) the largest distance of
    any difference from the tape's float64 gradient, relative to the largest of those.
    """

    matrices: list[str]
    places: np.ndarray
    tape: np.ndarray
    manual: np.ndarray
    difference: np.ndarray
    n_weights: int
    misfit: str
    steps: np.ndarray
    errors32: np.ndarray
    errors64: np.ndarray


class GradientCheckQuery(Query[GradientCheck], frozen=True):
    """With differences of step `step`, all in this precision, and the formula with this fault in it."""

    step: float
    precision: Literal["float32", "float64"]
    fault: Fault = "none"

    def answer(self, net: "Net") -> GradientCheck:
        from nets.autodiff.gradient_check import gradient_check

        return gradient_check(net, self)
