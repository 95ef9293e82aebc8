"""How good the predictions of a classifier are; scikit-learn is used here alone."""

from nets.metrics.curves import ClassCurves, Curve, Curves, split_curves
from nets.metrics.load import load
from nets.metrics.scores import (
    Baseline,
    Scores,
    Split,
    baseline_of,
    confusion_counts,
    majority_class,
    scores_of,
    split_scores,
)

__all__ = [
    "Baseline",
    "ClassCurves",
    "Curve",
    "Curves",
    "Scores",
    "Split",
    "baseline_of",
    "confusion_counts",
    "load",
    "majority_class",
    "scores_of",
    "split_curves",
    "split_scores",
]
