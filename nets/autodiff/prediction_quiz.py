"""What a step did, to hold against what was foreseen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Stand:
    """How a net stands: its cost, and of each row the class it predicts (B,)."""

    cost: float
    predicted: np.ndarray


@dataclass(frozen=True)
class Outcome:
    """The way the cost went, "down", "up" or "nowhere"; the rows whose predicted class changed, and of which classes
    (as labelled) they are.
    """

    cost_went: str
    flipped: np.ndarray
    of_classes: tuple[int, ...]


def outcome(before: Stand, after: Stand, *, targets: Sequence[int]) -> Outcome:
    """What came of a step from one stand to the other, the rows' classes being `targets` (B,)."""
    went = "down" if after.cost < before.cost else "up" if after.cost > before.cost else "nowhere"
    flipped = np.flatnonzero(before.predicted != after.predicted)
    return Outcome(went, flipped, tuple(sorted(set(np.asarray(targets)[flipped].tolist()))))


def sign_of(gradient: float) -> str:
    """ "positive", "negative" or "zero"."""
    return "positive" if gradient > 0 else "negative" if gradient < 0 else "zero"
