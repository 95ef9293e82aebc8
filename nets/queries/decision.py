"""The decision map of a net over two inputs."""

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nets.queries.query import Query

if TYPE_CHECKING:
    from nets.autodiff.net import Net


class Decision(msgspec.Struct, frozen=True, tag=True):
    """At each place (m, n), a row for each y value: the predicted class, and its probability."""

    predicted: np.ndarray
    probability: np.ndarray


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
