"""What one moment of training is."""

import msgspec
import numpy as np

from nets.settings import Settings

MOST_SPREAD = 200  # rows that stand for a table


def spread_rows(n_rows: int) -> np.ndarray:
    """At most 200 of so many rows, spread evenly."""
    return np.unique(np.linspace(0, n_rows - 1, min(MOST_SPREAD, n_rows)).astype(int))


class Best(msgspec.Struct, frozen=True, kw_only=True):
    """The least held-out loss so far and its epoch; these params and slots, of epoch `began`, lead there by `settings`.

    The weights of the best epoch itself are not kept: training goes through it without knowing, and comes to it again.
    """

    loss: float
    epoch: int
    began: int
    params: dict[str, np.ndarray]
    slots: dict[str, np.ndarray]
    settings: Settings


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The net after `epoch` epochs, and what it says of each row; everything that going on from here needs.

    scores (R, M): the cost in nats, and if rows are held out their cost and their accuracy; accuracy (R,) of the
    training rows, from 0 to 1; params and the optimiser's slots by name (R, rows, columns); probs (R, B, K) of all rows
    in the table's order; hidden (R, B, H) of all rows, too, but of an MLP only of the `spread_rows`; elapsed_s the
    seconds it has been playing; best, where patience counts, what it counts from.
    """

    epoch: int
    scores: np.ndarray
    accuracy: np.ndarray
    params: dict[str, np.ndarray]
    slots: dict[str, np.ndarray]
    probs: np.ndarray
    hidden: np.ndarray
    elapsed_s: float = 0.0
    best: Best | None = None

    @property
    def cost(self) -> np.ndarray:
        """The cost of the training rows, (R,)."""
        return self.scores[:, 0]
