"""Through time: how far back an RNN's losses reach."""

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nets.queries.query import Query

if TYPE_CHECKING:
    from nets.autodiff.net import Net


class ThroughTime(msgspec.Struct, frozen=True, tag=True):
    """`reach` (T, T): the norm of d loss_t / d s_k at line t, column k, NaN for k > t, s being the cell's state.

    `largest` and `smallest` (t+1,) are the singular values of d s_t / d s_(t-n), n = 0 up, t the chosen row's step;
    `left_out` (T,) is how far the gradient of W_H is from the whole, relative to it, if cut after 1, 2, ... steps.
    """

    reach: np.ndarray
    largest: np.ndarray
    smallest: np.ndarray
    left_out: np.ndarray
    n_steps: int


class ThroughTimeQuery(Query[ThroughTime], frozen=True):
    """Of the sequence that the dataset's row `row` (0 up) is in, and of products that end at its step."""

    row: int

    def answer(self, net: "Net") -> ThroughTime:
        from nets.autodiff.through_time import through_time

        return through_time(net, self)
