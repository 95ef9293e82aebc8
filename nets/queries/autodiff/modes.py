"""Forward and reverse: the same gradient by both modes of automatic differentiation, and what each takes."""

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nets.queries.query import Query

if TYPE_CHECKING:
    from nets.autodiff.net import Net


class Modes(msgspec.Struct, frozen=True, tag=True):
    """Forward mode takes a pass for each of `n_weights` weights, reverse mode one for each of the outputs.

    `forward_operations` and `reverse_operations` are those of one pass, `forward_s` and `reverse_s` its seconds;
    `n_passes` forward passes were really made, and `apart` is the largest difference there between the modes, in
    float64. `n_outputs` is how many the net has. `n_rows` rows of `n_all_rows` were taken.
    """

    n_weights: int
    n_outputs: int
    n_passes: int
    forward_operations: int
    reverse_operations: int
    forward_s: float
    reverse_s: float
    apart: float
    n_rows: int
    n_all_rows: int
    forward: np.ndarray
    reverse: np.ndarray

    @property
    def ratio(self) -> float:
        """How many times as long all passes of forward mode take as one of reverse mode."""
        return self.n_weights * self.forward_s / self.reverse_s


class ModesQuery(Query[Modes], frozen=True):
    """Of the mean cross-entropy of the training rows."""

    def answer(self, net: "Net") -> Modes:
        from nets.autodiff.modes import modes

        return modes(net)
