"""Curves of one class against all others by its probabilities: ROC, precision-recall, calibration; scikit-learn's."""

from dataclasses import dataclass

import numpy as np

from nets.metrics.scores import Split

MOST_POINTS = 400  # of a curve
MOST_CURVES = 12  # classes whose curves can be told apart
N_BINS = 10  # of equal width, of the calibration


@dataclass(frozen=True, eq=False)
class Curve:
    """Points x, y (n,), at most `MOST_POINTS` of a longer curve, and the `score` of the whole one.

    `n_rows` (n,) are how many rows a point stands for, None where it is a threshold.
    """

    x: np.ndarray
    y: np.ndarray
    score: float
    n_rows: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class ClassCurves:
    """The curves of one class against all others; `share` is how many of the rows have its label.

    roc: false and true positive rate at falling thresholds; its score is the area under it (AUC).
    precision_recall: recall and precision at rising thresholds; its score is the average precision (AP).
    calibration: of the rows whose probability is in one of ten bins, the mean probability and the share with the label;
    its score is the Brier score, the mean squared difference of probability and label.
    """

    roc: Curve
    precision_recall: Curve
    calibration: Curve
    share: float


Curves = tuple[ClassCurves | None, ...]  # of each class, None where they are not defined


def class_curves(probs: np.ndarray, targets: np.ndarray, *, of: int) -> ClassCurves | None:
    """The curves of class number `of` by its probabilities (B,); `targets` (B,) are the labels.

    None where they are not defined: all rows are of the class, or none is, or a probability is not a number.
    """
    from sklearn import metrics  # noqa: PLC0415 - see nets.metrics.load

    is_class = targets == of
    if is_class.all() or not is_class.any() or not np.isfinite(probs).all():
        return None
    false_positive, true_positive, _ = metrics.roc_curve(is_class, probs)
    precision, recall, _ = metrics.precision_recall_curve(is_class, probs)
    return ClassCurves(
        roc=_thinned(false_positive, true_positive, float(metrics.auc(false_positive, true_positive))),
        precision_recall=_thinned(recall, precision, float(metrics.average_precision_score(is_class, probs))),
        calibration=_calibration(np.clip(probs, 0, 1), is_class),
        share=float(is_class.mean()),
    )


def split_curves(probs: np.ndarray, targets: np.ndarray, *, is_validation: np.ndarray) -> Split[Curves]:
    """The curves of the first `MOST_CURVES` classes by the probabilities (B, K), of both parts of the rows (B,); those
    whose target is below 0 do not count.
    """
    counted = targets >= 0

    def curves(among: np.ndarray) -> Curves:
        labels = targets[among]
        return tuple(class_curves(probs[among, k], labels, of=k) for k in range(min(MOST_CURVES, probs.shape[1])))

    validation = curves(is_validation & counted) if is_validation.any() else None
    return Split(curves(~is_validation & counted), validation)


def _calibration(probs: np.ndarray, is_class: np.ndarray) -> Curve:
    from sklearn.calibration import calibration_curve  # noqa: PLC0415 - see nets.metrics.load
    from sklearn.metrics import brier_score_loss  # noqa: PLC0415

    shares, means = calibration_curve(is_class, probs, n_bins=N_BINS)
    bins = np.searchsorted(np.linspace(0, 1, N_BINS + 1)[1:-1], probs)  # as calibration_curve has them
    n_rows = np.bincount(bins, minlength=N_BINS)
    return Curve(means, shares, float(brier_score_loss(is_class, probs)), n_rows[n_rows > 0])


def _thinned(x: np.ndarray, y: np.ndarray, score: float) -> Curve:
    """At most `MOST_POINTS` of the points, spread evenly along the curve, both ends kept."""
    if len(x) > MOST_POINTS:
        along = np.append(0, np.cumsum(np.abs(np.diff(x)) + np.abs(np.diff(y))))
        kept = np.unique(np.searchsorted(along, np.linspace(0, along[-1], MOST_POINTS)))
        kept = np.unique(np.concatenate([[0], kept, [len(x) - 1]]))
        x, y = x[kept], y[kept]
    return Curve(x, y, score)
