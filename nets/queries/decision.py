"""The decision map of a net over two inputs, or over a plane that lies across all of them."""

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nets.queries.query import Query

if TYPE_CHECKING:
    from nets.autodiff.net import Net


class Decision(msgspec.Struct, frozen=True, tag=True):
    """At each place (m, n), a row for each y value: the predicted class, and its probability.

    `percents` (m, n, K) uint8 are the probabilities of all classes in per cent; None where there are more than 12.
    """

    predicted: np.ndarray
    probability: np.ndarray
    percents: np.ndarray | None = None


class DecisionQuery(Query[Decision], frozen=True):
    """Of an MLP where input `x` (0 up) is each of `x_values` (n,), input `y` each of `y_values` (m,).

    All numbers are as they enter the net. `others` (D,) are the inputs that stand still; those at x and y do not count.
    """

    x: int
    y: int
    x_values: np.ndarray
    y_values: np.ndarray
    others: np.ndarray

    def answer(self, net: "Net") -> Decision:
        from nets.decision.map import decision

        return decision(net.settings, net.params, self)


class SliceQuery(Query[Decision], frozen=True):
    """Of an MLP at the inputs origin + a across + b up, all (D,), for each a of `x_values` (n,) and b of `y_values`
    (m,). All numbers are as they enter the net.
    """

    origin: np.ndarray
    across: np.ndarray
    up: np.ndarray
    x_values: np.ndarray
    y_values: np.ndarray

    def answer(self, net: "Net") -> Decision:
        from nets.decision.map import decision_on_slice

        return decision_on_slice(net.settings, net.params, self)
