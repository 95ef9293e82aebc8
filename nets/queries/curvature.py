"""The curvature of the loss: how long a step of gradient descent may be."""

from typing import TYPE_CHECKING

import msgspec

from nets.queries.query import Query

if TYPE_CHECKING:
    from nets.autodiff.net import Net


class Curvature(msgspec.Struct, frozen=True, tag=True):
    """`largest` is the largest eigenvalue of the Hessian of the training loss, L2 included."""

    largest: float


class CurvatureQuery(Query[Curvature], frozen=True):
    """At the net's weights, over all training rows."""

    def answer(self, net: "Net") -> Curvature:
        """The eigenvalue to about a hundredth.

        Raises `Refusal` where weights, rows or time steps are too many.
        """
        from nets.autodiff.curvature import curvature

        return curvature(net)
