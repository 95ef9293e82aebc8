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

    def steps_to(self, share: float) -> np.ndarray:
        """(T,): after how many steps back each loss has less than this share of the norm at its own state; for one
        that still has more at the first step, all t + 1.
        """
        steps = []
        for t in range(len(self.reach)):
            norms = self.reach[t, : t + 1][::-1]
            less = np.flatnonzero(norms < share * norms[0])
            steps.append(less[0] if len(less) else t + 1)
        return np.array(steps)

    def median_steps_to(self, share: float) -> int:
        """The median of `steps_to`, over all losses."""
        return int(np.median(self.steps_to(share)))

    def reach_first(self, share: float) -> int:
        """How many losses still have this share of their norm at the first step."""
        return int((self.steps_to(share) == np.arange(len(self.reach)) + 1).sum())


class ThroughTimeQuery(Query[ThroughTime], frozen=True):
    """Of the sequence that the dataset's row `row` (0 up) is in, and of products that end at its step."""

    row: int

    def answer(self, net: "Net") -> ThroughTime:
        from nets.autodiff.through_time import through_time

        return through_time(net, self)
