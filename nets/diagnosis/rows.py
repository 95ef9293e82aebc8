"""What the training rows are like, whatever net is trained on them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from nets.data.prepare.dataset import Dataset
from nets.settings import Settings
from nets.settings.class_weights import class_weights_of

MOST_ROWS = 1000  # whose activations are worked out
MOST_CELLS = 2_000_000  # that are looked through for equal rows


@dataclass(frozen=True, eq=False)
class Conflicts:
    """Rows with the same inputs as one of another class: `n` of them, `pair` being the first two.

    No function of the inputs has a lower mean loss over the training rows than `least_loss`, in nats, nor more of them
    right than the share `most_right`.
    """

    n: int
    pair: tuple[int, int]
    least_loss: float
    most_right: float


@dataclass(frozen=True, eq=False)
class TrainingRows:
    """The rows of `dataset` whose number is in `rows` (n,). Its facts are worked out once, when they are asked for.

    `class_weights` (K,) are those of the classes in the loss, None where all count alike.
    """

    dataset: Dataset
    rows: np.ndarray
    class_weights: tuple[float, ...] | None = None

    @cached_property
    def targets(self) -> np.ndarray:
        """The class of each row, (n,)."""
        return self.dataset.targets[self.rows]

    @cached_property
    def counts(self) -> np.ndarray:
        """How many rows there are of each class, (K,)."""
        return np.bincount(self.targets, minlength=len(self.dataset.classes))

    @cached_property
    def weights(self) -> np.ndarray:
        """How much a row of each class counts in the loss, (K,)."""
        return np.ones(len(self.counts)) if self.class_weights is None else np.array(self.class_weights)

    @property
    def majority(self) -> int:
        """The commonest class, the first of equal ones."""
        return int(self.counts.argmax())

    @cached_property
    def entropy(self) -> float:
        """The loss of always answering with the shares of the classes, each by its weight, in nats: -sum p log p."""
        masses = self.counts * self.weights
        shares = masses[masses > 0] / masses.sum()
        return float(-(shares * np.log(shares)).sum())

    @cached_property
    def sizes(self) -> np.ndarray:
        """The root of the mean square of each input, (D,)."""
        return np.array([np.sqrt(np.mean(column.at(self.rows) ** 2)) for column in self.dataset.columns])

    @cached_property
    def spread_inputs(self) -> np.ndarray:
        """The inputs of at most `MOST_ROWS` rows, spread evenly, with the constant 1 as the last, (n, D+1)."""
        spread = self.rows[_spread(len(self.rows), MOST_ROWS)]
        return np.stack([*(column.at(spread) for column in self.dataset.columns), np.ones(len(spread))], axis=1)

    @cached_property
    def conflicts(self) -> Conflicts | None:
        """The rows with equal inputs and unequal labels, None if there are none; of a large table among some rows."""
        columns = self.dataset.columns
        rows = self.rows[_spread(len(self.rows), max(1, MOST_CELLS // len(columns)))]
        frame = pd.DataFrame({place: column.at(rows) + 0.0 for place, column in enumerate(columns)})  # -0 is 0
        _, alike = np.unique(pd.util.hash_pandas_object(frame, index=False).to_numpy(), return_inverse=True)
        n_classes = len(self.dataset.classes)
        cells, n_in_cell = np.unique(
            alike.astype(np.int64) * n_classes + self.dataset.targets[rows], return_counts=True
        )
        of_cell = cells // n_classes
        is_mixed = np.bincount(of_cell, minlength=alike.max() + 1) > 1
        if not is_mixed.any():
            return None
        masses = n_in_cell * self.weights[cells % n_classes]
        losses = -masses * np.log(masses / np.bincount(of_cell, masses)[of_cell])
        right = np.zeros(len(is_mixed), np.int64)
        np.maximum.at(right, of_cell, n_in_cell)
        mixed = rows[is_mixed[alike]]
        first = mixed[0]
        same = rows[alike == alike[rows == first]]
        other = same[self.dataset.targets[same] != self.dataset.targets[first]][0]
        least_loss = float(losses.sum() / masses.sum())
        return Conflicts(len(mixed), (int(first), int(other)), least_loss, right.sum() / len(rows))


def training_rows(dataset: Dataset, is_validation: np.ndarray, settings: Settings) -> TrainingRows:
    """Those of a dataset that have a loss and are not validation rows, `is_validation` (B,), weighted as these settings
    say.
    """
    rows = np.flatnonzero(~is_validation & dataset.has_loss)
    counts = np.bincount(dataset.targets[rows], minlength=len(dataset.classes))
    return TrainingRows(dataset, rows, class_weights_of(settings, counts=counts))


def _spread(n: int, most: int) -> np.ndarray:
    return np.unique(np.linspace(0, n - 1, min(n, most)).astype(np.int64))
