"""What a trained RNN predicts if it forgets: its state set to zero before one row."""

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nets.queries.query import Query

if TYPE_CHECKING:
    from nets.autodiff.net import Net

GONE = 1e-3  # probabilities that differ by less are taken for the same


class Forgotten(msgspec.Struct, frozen=True, tag=True):
    """The rows (n,) of the dataset from the chosen one to the end of its sequence, as the net reads them.

    At each of them: `with_state` and `without` (n,), the predicted class if the state is carried on and if it is
    forgotten; `of_label` (n, 2), the label's probability in both cases; `change` (n,), the largest difference over
    all classes' probabilities. `step` (0 up) is the chosen row's in its sequence.
    """

    rows: np.ndarray
    with_state: np.ndarray
    without: np.ndarray
    of_label: np.ndarray
    change: np.ndarray
    step: int

    @property
    def lasts(self) -> int:
        """For how many rows the change lasts: after them no probability differs by 1e-3 or more."""
        felt = np.flatnonzero(self.change >= GONE)
        return int(felt[-1]) + 1 if len(felt) else 0

    @property
    def lasts_to_the_end(self) -> bool:
        """Whether the change outlasts the sequence."""
        return self.lasts == len(self.rows)

    @property
    def n_changed(self) -> int:
        """How many rows' predicted class is another."""
        return int((self.with_state != self.without).sum())

    @property
    def last_changed(self) -> int | None:
        """The last row whose predicted class is another; None if no row's is."""
        changed = np.flatnonzero(self.with_state != self.without)
        return int(self.rows[changed[-1]]) if len(changed) else None


class ForgetQuery(Query[Forgotten], frozen=True):
    """With the state set to zero before the dataset's row `row` (0 up)."""

    row: int

    def answer(self, net: "Net") -> Forgotten:
        """Raises `Refusal` for an MLP, which has no state, and where the sequence is too long."""
        from nets.comparison.forget import forget

        return forget(net, self)
