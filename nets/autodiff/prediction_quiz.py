"""The effect of one training step, to compare with what a visitor predicted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.models.parameters import Weight
from nets.training.protocol.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Stand:
    """A net at one epoch: its loss, and the class it predicts for each row (B,)."""

    loss: float
    predicted: np.ndarray


@dataclass(frozen=True, eq=False)
class Outcome:
    """Where the loss went, "down", "up" or "nowhere"; the rows whose predicted class changed, and the classes (labels)
    of these rows.
    """

    loss_went: str
    flipped: np.ndarray
    of_classes: tuple[int, ...]


def stand_of(snapshot: Snapshot) -> Stand:
    """The first run's loss and predicted classes."""
    return Stand(float(snapshot.loss[0]), snapshot.predicted[0])


def outcome(before: Stand, after: Stand, *, targets: Sequence[int]) -> Outcome:
    """What a step from `before` to `after` changed, the rows' classes being `targets` (B,)."""
    went = "down" if after.loss < before.loss else "up" if after.loss > before.loss else "nowhere"
    flipped = np.flatnonzero(before.predicted != after.predicted)
    classes = np.asarray(targets)[flipped]
    return Outcome(went, flipped, tuple(sorted(set(classes[classes >= 0].tolist()))))


def sign_of(gradient: float) -> str:
    """ "positive", "negative" or "zero"."""
    return "positive" if gradient > 0 else "negative" if gradient < 0 else "zero"


def quiz_weight(weights: Sequence[Weight], epoch: int) -> tuple[Weight, int, int]:
    """The matrix, row and column that are asked about: others at each epoch, the same for everybody."""
    weight = weights[epoch % len(weights)]
    n_rows, n_columns = weight.shape
    return weight, epoch % n_rows, (epoch // n_rows) % n_columns
