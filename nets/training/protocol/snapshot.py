"""A snapshot: one moment of training. Between processes nets.processes.serialization makes bytes of it."""

import msgspec
import numpy as np

from nets.data.prepare.wrong_rows import is_wrong
from nets.settings import Settings

NOTHING = np.zeros(0, np.float32)
MOST_SPREAD = 200  # rows that stand for a table
MOST_LISTED = 1000  # rows that are listed, from the first on or the wrong ones first


def spread_rows(n_rows: int) -> np.ndarray:
    """At most 200 of so many rows, spread evenly."""
    return np.unique(np.linspace(0, n_rows - 1, min(MOST_SPREAD, n_rows)).astype(int))


def listed_rows(predicted: np.ndarray, targets: np.ndarray, is_validation: np.ndarray | None = None) -> np.ndarray:
    """The rows whose probabilities pages show: the first ones, the first of the validation rows (B,) bool, the first of
    those whose predicted class (B,) is not the label's (B,), and the `spread_rows`. Of a large table those of all rows
    are more than its file.
    """
    wrong = np.flatnonzero(is_wrong(predicted, targets))[:MOST_LISTED]
    first = np.arange(min(MOST_LISTED, len(targets)))
    validation = first[:0] if is_validation is None else np.flatnonzero(is_validation)[:MOST_LISTED]
    return np.unique(np.concatenate([first, wrong, validation, spread_rows(len(targets))]))


class Best(msgspec.Struct, frozen=True, kw_only=True):
    """The least validation loss so far and its epoch; `params` and `slots`, of epoch `began`, lead there.

    The weights of the best epoch itself are not kept: training goes through it without knowing, and comes to it again.
    """

    loss: float
    epoch: int
    began: int
    params: dict[str, np.ndarray]
    slots: dict[str, np.ndarray]
    settings: Settings


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The net after `epoch` epochs, its outputs for the rows, and all that training on from here needs.

    scores (R, M): the loss in nats, and if there are validation rows their loss and their accuracy; accuracy (R,) of
    the training rows, from 0 to 1; params and the optimiser's slots by name (R, rows, columns); predicted (R, B) the
    class predicted for each row of the table; probs (R, n, K) of these `rows` (n,), which are all, or in brief the
    `listed_rows`; hidden (R, B, H) of all rows, but of an MLP only of the `spread_rows`; elapsed_s the seconds that its
    epochs worked, playing_s those with all between them, the pauses of a slow pace and the turns of others, compile_s
    those of compiling, 0 where another run had that done, and is_compiled whether that is behind it; best, with early
    stopping, what it counts from.
    """

    epoch: int
    scores: np.ndarray
    accuracy: np.ndarray
    params: dict[str, np.ndarray]
    slots: dict[str, np.ndarray]
    predicted: np.ndarray
    probs: np.ndarray
    rows: np.ndarray
    hidden: np.ndarray
    elapsed_s: float = 0.0
    playing_s: float = 0.0
    compile_s: float = 0.0
    is_compiled: bool = True
    best: Best | None = None

    @property
    def loss(self) -> np.ndarray:
        """The loss of the training rows, (R,)."""
        return self.scores[:, 0]

    def probs_of(self, rows: np.ndarray) -> np.ndarray:
        """The probabilities (R, n, K) of these n of its `rows`."""
        return self.probs[:, np.searchsorted(self.rows, rows)]

    def arrays(self) -> list[np.ndarray]:
        """Every array of it, those of `best` included."""
        answers = [self.scores, self.accuracy, self.predicted, self.probs, self.rows, self.hidden]
        moments = [self, self.best] if self.best else [self]
        return answers + [array for each in moments for part in (each.params, each.slots) for array in part.values()]

    def without_answers(self) -> "Snapshot":
        """Only what training on from here needs."""
        return msgspec.structs.replace(self, predicted=NOTHING, probs=NOTHING, rows=NOTHING, hidden=NOTHING)


def at_weights(params: dict[str, np.ndarray], *, epoch: int = 0) -> Snapshot:
    """The moment of a net with these weights (R, rows, columns) of which nothing else is known."""
    answers = {"predicted": NOTHING, "probs": NOTHING, "rows": NOTHING, "hidden": NOTHING}
    return Snapshot(epoch=epoch, scores=NOTHING, accuracy=NOTHING, params=params, slots={}, **answers)
