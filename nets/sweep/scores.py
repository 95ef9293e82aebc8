"""What the runs of a sweep are compared by: the scores of each run, at the playhead."""

import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nets.sweep.view import SweepView

ALL_RIGHT = 1 - 5e-7  # an accuracy above this is every row right: it is a sum of float32


@dataclass(frozen=True, eq=False)
class Terms:
    """On what terms runs are scored: at the epoch of the playhead; `goal` is the loss to reach, in nats.

    baseline (N,), or one number: the share of the commonest class among the training rows of each run; NaN: not known.
    """

    epoch: int
    goal: float = 0.1
    baseline: np.ndarray | float = np.nan


@dataclass(frozen=True)
class Score:
    """A score: `of` gives that of each run, (N,), NaN where it has none. `better` says which of two is the better."""

    name: str
    title: str
    help: str
    better: Literal["lower", "higher"]
    of: Callable[[SweepView, Terms], np.ndarray]
    needs_validation: bool = False

    def of_well(self, view: SweepView, terms: Terms) -> np.ndarray:
        """The score of each run (N,) that has not diverged by the playhead, NaN of the others; but of these the epoch
        they diverged at.
        """
        values = self.of(view, terms)
        return values if self.name == "diverged_at" else np.where(has_diverged(view, terms.epoch), np.nan, values)


def has_diverged(view: SweepView, epoch: int) -> np.ndarray:
    """Whether each run had diverged by this epoch, (N,)."""
    return (view.diverged_at >= 0) & (view.diverged_at <= epoch)


def all_right(view: SweepView, epoch: int) -> np.ndarray:
    """Whether each run, where its accuracy was last known, predicts every training row right, and at this epoch every
    validation row; (N,).
    """
    right = _accuracy(view, Terms(epoch)) > ALL_RIGHT
    if view.has_validation:
        right &= _last(view, epoch, 2) > ALL_RIGHT
    return right & ~has_diverged(view, epoch)


def majority_only(view: SweepView, terms: Terms) -> np.ndarray:
    """Whether each run is no better than one class for every row, (N,): it has not diverged, and where its accuracy was
    last known that is at most the share of the commonest class, which always predicting that class has (the baseline
    that scikit-learn's DummyClassifier calls most_frequent). Which classes it predicts is not asked.
    """
    accuracy = _accuracy(view, terms)
    return (accuracy <= terms.baseline + (1 - ALL_RIGHT)) & ~has_diverged(view, terms.epoch)


def _known(view: SweepView, epoch: int, score: int) -> np.ndarray:
    """A score (N, k) at the kept epochs up to this one, NaN from where a run diverged on."""
    kept = view.kept[: max(int(np.searchsorted(view.kept, epoch, side="right")), 1)]
    scores = view.scores[:, : len(kept), score]
    is_well = (view.diverged_at[:, None] < 0) | (kept < view.diverged_at[:, None])
    return np.where(is_well & np.isfinite(scores), scores, np.nan)


def _last(view: SweepView, epoch: int, score: int) -> np.ndarray:
    known = _known(view, epoch, score)
    last = known.shape[1] - 1 - np.argmax(np.isfinite(known)[:, ::-1], axis=1)
    return known[np.arange(len(known)), last]


def _best(view: SweepView, epoch: int, score: int, best: Callable) -> np.ndarray:
    known = _known(view, epoch, score)
    worst = np.inf if best is np.min else -np.inf
    found = best(np.where(np.isnan(known), worst, known), axis=1)
    return np.where(np.isfinite(found), found, np.nan)


def _accuracy(view: SweepView, terms: Terms) -> np.ndarray:
    is_well = (view.diverged_at < 0) | (view.accuracy_epoch <= np.maximum(view.diverged_at - 1, 0))
    return np.where(is_well, view.accuracy, np.nan)


def _epochs_to(view: SweepView, terms: Terms) -> np.ndarray:
    reached = _known(view, terms.epoch, 0) <= terms.goal
    return np.where(reached.any(axis=1), view.kept[np.argmax(reached, axis=1)], np.nan)


def _diverged_at(view: SweepView, terms: Terms) -> np.ndarray:
    return np.where(has_diverged(view, terms.epoch), view.diverged_at, np.nan)


SCORES: Mapping[str, Score] = types.MappingProxyType(
    {
        score.name: score
        for score in (
            Score(
                "loss",
                "Loss",
                "Of the training rows at the playhead, in nats.",
                "lower",
                lambda view, terms: _last(view, terms.epoch, 0),
            ),
            Score(
                "accuracy",
                "Accuracy",
                "The share of training rows predicted right, where it was last known.",
                "higher",
                _accuracy,
            ),
            Score(
                "validation_loss",
                "Validation loss",
                "Of the validation rows at the playhead, in nats.",
                "lower",
                lambda view, terms: _last(view, terms.epoch, 1),
                needs_validation=True,
            ),
            Score(
                "validation_accuracy",
                "Validation accuracy",
                "The share of validation rows predicted right at the playhead.",
                "higher",
                lambda view, terms: _last(view, terms.epoch, 2),
                needs_validation=True,
            ),
            Score(
                "best_validation_loss",
                "Best validation loss",
                "The least up to the playhead, in nats.",
                "lower",
                lambda view, terms: _best(view, terms.epoch, 1, np.min),
                needs_validation=True,
            ),
            Score(
                "best_validation_accuracy",
                "Best validation accuracy",
                "The highest up to the playhead.",
                "higher",
                lambda view, terms: _best(view, terms.epoch, 2, np.max),
                needs_validation=True,
            ),
            Score(
                "epochs_to_goal",
                "Epochs to the goal",
                "The first epoch whose loss is at most the goal; none where it is not reached by the playhead.",
                "lower",
                _epochs_to,
            ),
            Score(
                "diverged_at",
                "Diverged at",
                "The epoch whose loss is not finite or above 10,000 nats; none where the run is well.",
                "higher",
                _diverged_at,
            ),
        )
    }
)


def scores_of(view: SweepView) -> tuple[Score, ...]:
    """The scores that the runs of this sweep have: those of validation rows only where there are any."""
    return tuple(score for score in SCORES.values() if view.has_validation or not score.needs_validation)
