"""ROC, precision-recall and calibration: by hand on four rows, and scikit-learn's on many."""

import math

import numpy as np
import pytest
from sklearn import metrics as published

from nets.metrics.curves import MOST_POINTS, N_BINS, class_curves, split_curves

# Rows of the class have 0.35 and 0.8, the others 0.1 and 0.4.
FOUR = np.array([0.1, 0.4, 0.35, 0.8], np.float32), np.array([0, 0, 1, 1])


def many(n_rows=20_000):
    random = np.random.default_rng(2)
    targets = random.integers(0, 3, n_rows)
    probs = random.dirichlet(np.ones(3), n_rows).astype(np.float32)
    probs[np.arange(n_rows), targets] += 0.2
    return probs, targets


def test_four_rows_by_hand_make_a_roc_curve():
    """Of four pairs of a row of the class and one of the others three are in the right order."""
    curve = class_curves(*FOUR, of=1).roc
    assert curve.score == 3 / 4
    assert curve.x.tolist() == [0, 0, 0.5, 0.5, 1]
    assert curve.y.tolist() == [0, 0.5, 0.5, 1, 1]


def test_four_rows_by_hand_make_a_precision_recall_curve():
    """Thresholds 0.1, 0.35, 0.4, 0.8: 2 of 4, 2 of 3, 1 of 2, 1 of 1 rows above are of the class."""
    curves = class_curves(*FOUR, of=1)
    assert curves.precision_recall.x.tolist() == [1, 1, 0.5, 0.5, 0]
    assert curves.precision_recall.y.tolist() == pytest.approx([1 / 2, 2 / 3, 1 / 2, 1, 1])
    assert curves.precision_recall.score == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)
    assert curves.share == 0.5


def test_four_rows_by_hand_are_calibrated():
    """The bins of 0.1, 0.35 and 0.4, and 0.8 have 1, 2 and 1 rows, of which 0, 1 and 1 are of the class."""
    curve = class_curves(np.array([0.05, 0.32, 0.38, 0.8]), np.array([0, 0, 1, 1]), of=1).calibration
    assert curve.x.tolist() == pytest.approx([0.05, 0.35, 0.8])
    assert curve.y.tolist() == [0, 0.5, 1]
    assert curve.n_rows.tolist() == [1, 2, 1]
    assert curve.score == pytest.approx((0.05**2 + 0.32**2 + 0.62**2 + 0.2**2) / 4)


def test_scores_are_scikit_learn_s_and_of_many_rows_few_points_are_kept():
    probs, targets = many()
    for k in range(3):
        is_class, p = targets == k, probs[:, k]
        curves = class_curves(p, targets, of=k)
        assert curves.roc.score == pytest.approx(published.roc_auc_score(is_class, p), rel=1e-12)
        assert curves.precision_recall.score == pytest.approx(published.average_precision_score(is_class, p), rel=1e-12)
        for curve in (curves.roc, curves.precision_recall):
            assert len(curve.x) <= MOST_POINTS + 2
        assert [(curves.roc.x[end], curves.roc.y[end]) for end in (0, -1)] == [(0, 0), (1, 1)]
        assert published.auc(curves.roc.x, curves.roc.y) == pytest.approx(curves.roc.score, abs=0.005)
        area = published.auc(curves.precision_recall.x, curves.precision_recall.y)
        assert area == pytest.approx(curves.precision_recall.score, abs=0.01)


def test_every_row_is_in_one_bin_of_the_calibration():
    probs, targets = many(1000)
    curve = class_curves(probs[:, 0], targets, of=0).calibration  # some are above 1 by a rounding's worth and more
    assert curve.n_rows.sum() == 1000
    assert len(curve.x) == len(curve.y) == len(curve.n_rows) <= N_BINS


@pytest.mark.parametrize(
    ("targets", "probs"),
    [([0, 0], [0.1, 0.2]), ([1, 1], [0.1, 0.2]), ([0, 1], [0.1, math.nan])],
    ids=["no row of the class", "rows of the class alone", "a net that diverged"],
)
def test_curves_that_are_not_defined_are_none(targets, probs):
    assert class_curves(np.array(probs), np.array(targets), of=1) is None


def test_training_and_validation_rows_have_curves_of_their_own():
    probs, targets = many(300)
    is_validation = np.arange(300) % 3 == 0
    split = split_curves(probs, targets, is_validation=is_validation)
    for (_, curves), among in zip(split.parts, (~is_validation, is_validation), strict=True):
        assert curves[2].roc.score == class_curves(probs[among, 2], targets[among], of=2).roc.score
