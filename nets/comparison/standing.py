"""How the nets of a pair stand at one moment, as plain records."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Standing:
    """One net: `losses` (n,) by epoch, in nats, `validation` (n,) those of the validation rows, None where there are
    none. `predicted` (B,) are the predicted classes in the order of the dataset, None before the first evaluation;
    accuracies are from 0 to 1.
    """

    name: str
    net: str
    is_shuffled: bool
    epoch: int
    losses: np.ndarray
    validation: np.ndarray | None
    predicted: np.ndarray | None
    accuracy: float | None
    validation_accuracy: float | None
    diverged_at: int | None = None


@dataclass(frozen=True, eq=False)
class Compared:
    """Where the two nets that read the rows in their true order predict differently: `rows` (n,), from 0 up."""

    rows: np.ndarray
    n_rows: int

    @property
    def first(self) -> int | None:
        """The first such row, None if there is none."""
        return int(self.rows[0]) if len(self.rows) else None


def compared(standings: Sequence[Standing]) -> Compared | None:
    """The rows that the first two nets predict differently; None before both are evaluated."""
    mlp, rnn = (standing.predicted for standing in standings[:2])
    if mlp is None or rnn is None:
        return None
    return Compared(np.flatnonzero(mlp != rnn), len(mlp))
