"""How good the predictions of a classifier are: scikit-learn's metrics, worked out from counts of rows."""

from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

CHUNK = 2**16  # rows that are counted at once, so that no second copy of a large table's labels is made

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores from 0 to 1 of the rows that were counted; nan where one is not defined.

    Of all rows: accuracy, the share predicted right; balanced_accuracy, the mean recall of the classes that have rows;
    baseline, the accuracy of always predicting class number `majority`.

    Of each class (K,): n_rows with this label; precision, the share of right ones among the rows predicted as the
    class, nan if there are none; recall, the share of right ones among the rows with this label, nan if there are none;
    f1, their harmonic mean 2 TP / (2 TP + FP + FN), nan where the class is neither label nor prediction.
    """

    accuracy: float
    balanced_accuracy: float
    baseline: float
    majority: int
    n_rows: np.ndarray
    precision: np.ndarray
    recall: np.ndarray
    f1: np.ndarray


@dataclass(frozen=True, eq=False)
class Split(Generic[T]):
    """Something of the training rows, and the same of the validation rows, None if there are none."""

    training: T
    validation: T | None

    @property
    def parts(self) -> tuple[tuple[str, T], ...]:
        """Those there are, each after its name."""
        validation = () if self.validation is None else (("validation", self.validation),)
        return (("training", self.training), *validation)


def confusion_counts(
    predicted: np.ndarray, targets: np.ndarray, *, n_classes: int, among: np.ndarray | None = None
) -> np.ndarray:
    """How many rows of each label are predicted as each class, (K, K) int64: labels downwards, predictions across.

    `predicted` (B,) and `targets` (B,) are class numbers, of which rows below 0 do not count; of all rows, or of those
    where `among` (B,) is True.
    """
    counts = np.zeros(n_classes**2, np.int64)
    chunk = max(CHUNK, n_classes**2)
    for begin in range(0, len(targets), chunk):
        rows = slice(begin, begin + chunk)
        counted = targets[rows] >= 0
        if among is not None:
            counted &= among[rows]
        cells = np.asarray(targets[rows], dtype=np.int64) * n_classes + predicted[rows]
        counts += np.bincount(cells[counted], minlength=n_classes**2)
    return counts.reshape(n_classes, n_classes)


def majority_class(counts: np.ndarray) -> int:
    """The commonest label of these counts (K, K); of equally common ones the first."""
    return int(counts.sum(axis=1).argmax())


@dataclass(frozen=True)
class Baseline:
    """What always predicting class `majority`, the commonest of the training rows, gets right: `n_right` of `n_rows`,
    the validation rows, or all where there are none.
    """

    majority: int
    n_right: int
    n_rows: int

    @property
    def accuracy(self) -> float:
        """The share that is right."""
        return self.n_right / self.n_rows


def baseline_of(targets: np.ndarray, *, n_classes: int, is_validation: np.ndarray) -> Baseline:
    """The baseline for these class numbers (B,), of which those below 0 do not count; of equally common classes it is
    the first.
    """
    is_counted = targets >= 0
    majority = int(np.bincount(targets[~is_validation & is_counted], minlength=n_classes).argmax())
    rows = targets[is_validation & is_counted] if is_validation.any() else targets[is_counted]
    return Baseline(majority, int((rows == majority).sum()), len(rows))


def scores_of(counts: np.ndarray, *, majority: int) -> Scores:
    """The scores of the rows in `counts` (K, K), of which there is at least one; `majority` is the baseline's class.

    scikit-learn is given one row for each label and prediction that occur together, weighted by how many rows there
    are: it works out the same from those as from the rows.
    """
    from sklearn.metrics import accuracy_score, precision_recall_fscore_support  # noqa: PLC0415 - see nets.metrics.load

    targets, predicted = np.nonzero(counts)
    weights = counts[targets, predicted]
    precision, recall, f1, n_rows = precision_recall_fscore_support(
        targets, predicted, labels=np.arange(len(counts)), sample_weight=weights, zero_division=np.nan
    )
    return Scores(
        accuracy=float(accuracy_score(targets, predicted, sample_weight=weights)),
        balanced_accuracy=float(np.nanmean(recall)),
        baseline=float(accuracy_score(targets, np.full_like(targets, majority), sample_weight=weights)),
        majority=majority,
        n_rows=n_rows.astype(np.int64),
        precision=precision,
        recall=recall,
        f1=f1,
    )


def split_scores(
    predicted: np.ndarray, targets: np.ndarray, *, n_classes: int, is_validation: np.ndarray
) -> Split[Scores]:
    """The scores of both parts of the rows (B,); the baseline is the commonest label of the training rows for both."""
    training = confusion_counts(predicted, targets, n_classes=n_classes, among=~is_validation)
    validation = confusion_counts(predicted, targets, n_classes=n_classes, among=is_validation)
    majority = majority_class(training)
    return Split(
        scores_of(training, majority=majority),
        scores_of(validation, majority=majority) if is_validation.any() else None,
    )
