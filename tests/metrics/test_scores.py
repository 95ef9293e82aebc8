"""Scores from counts are scikit-learn's on the labels themselves, a person's by hand, and the run's own."""

import warnings

import msgspec
import numpy as np
import pytest
from sklearn import metrics as published
from sklearn.dummy import DummyClassifier

from nets.data.csv.parse import read
from nets.data.datasets.samples import FOLDER
from nets.data.prepare.split import prepared
from nets.metrics import Baseline, baseline_of, confusion_counts, majority_class, scores_of
from nets.metrics.scores import CHUNK
from nets.settings import PRESETS
from nets.training.engine.run import Run
from nets.training.protocol.examples import examples_of


def drawn(n_rows, n_classes, *, never_predicted=(), absent=(), seed=0):
    """Labels and predictions, most of them right."""
    random = np.random.default_rng(seed)
    targets = random.choice(np.setdiff1d(np.arange(n_classes), absent), n_rows)
    targets[:n_classes] = np.setdiff1d(np.arange(n_classes), absent)[:1]  # one class is commoner than the others
    guesses = np.setdiff1d(np.arange(n_classes), never_predicted)
    predicted = np.where(random.random(n_rows) < 0.7, targets, random.choice(guesses, n_rows))
    predicted[np.isin(predicted, never_predicted)] = guesses[0]
    return targets, predicted.astype(np.uint8 if n_classes <= 256 else np.uint16)


CASES = {
    "two classes": drawn(50, 2),
    "three classes": drawn(150, 3),
    "a class never predicted": drawn(80, 4, never_predicted=[2]),
    "a class without rows": drawn(80, 4, absent=[1]),
    "a class that is neither": drawn(80, 5, absent=[3], never_predicted=[3]),
    "one class alone": (np.zeros(5, int), np.zeros(5, np.uint8)),
    "a thousand classes": drawn(5_000, 1000, never_predicted=[7], absent=[9]),
    "counted part by part": drawn(2 * CHUNK + 7, 3),
}


@pytest.fixture(params=CASES)
def case(request):
    """Labels, predictions and how many classes there are."""
    targets, predicted = CASES[request.param]
    return targets, predicted, max(2, int(max(targets.max(), predicted.max())) + 1)


def test_the_counts_are_scikit_learn_s_confusion_matrix(case):
    targets, predicted, n_classes = case
    counts = confusion_counts(predicted, targets, n_classes=n_classes)
    assert (counts == published.confusion_matrix(targets, predicted, labels=range(n_classes))).all()


def test_the_counts_among_some_rows_are_those_of_these_rows_alone(case):
    targets, predicted, n_classes = case
    among = np.random.default_rng(1).random(len(targets)) < 0.3
    counts = confusion_counts(predicted, targets, n_classes=n_classes, among=among)
    assert (counts == confusion_counts(predicted[among], targets[among], n_classes=n_classes)).all()
    rest = confusion_counts(predicted, targets, n_classes=n_classes, among=~among)
    assert (counts + rest == confusion_counts(predicted, targets, n_classes=n_classes)).all()


def test_every_score_is_scikit_learn_s_on_the_labels_and_none_warns(case):
    targets, predicted, n_classes = case
    counts = confusion_counts(predicted, targets, n_classes=n_classes)
    scores = scores_of(counts, majority=majority_class(counts))
    precision, recall, f1, n_rows = published.precision_recall_fscore_support(
        targets, predicted, labels=range(n_classes), zero_division=np.nan
    )
    np.testing.assert_allclose(scores.precision, precision, rtol=1e-12)
    np.testing.assert_allclose(scores.recall, recall, rtol=1e-12)
    np.testing.assert_allclose(scores.f1, f1, rtol=1e-12)
    assert (scores.n_rows == n_rows).all()
    assert scores.accuracy == pytest.approx(published.accuracy_score(targets, predicted), rel=1e-12)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scikit-learn's warns where a class without rows is predicted
        balanced = published.balanced_accuracy_score(targets, predicted)
    assert scores.balanced_accuracy == pytest.approx(balanced, rel=1e-12)


def test_the_baseline_is_what_scikit_learn_s_dummy_gets_right_on_other_rows_than_it_was_fitted_on():
    targets, predicted = drawn(200, 4, seed=5)
    training = np.arange(200) < 120
    counts = confusion_counts(predicted, targets, n_classes=4, among=training)
    others = confusion_counts(predicted, targets, n_classes=4, among=~training)
    dummy = DummyClassifier(strategy="most_frequent").fit(np.zeros((120, 1)), targets[training])
    majority = majority_class(counts)
    assert majority == dummy.predict([[0]])[0]
    for among, rows in ((training, counts), (~training, others)):
        expected = dummy.score(np.zeros((among.sum(), 1)), targets[among])
        assert scores_of(rows, majority=majority).baseline == pytest.approx(expected, rel=1e-12)


def test_six_rows_by_hand():
    """Labels a a a b b c, predicted a a b b a a: c is never predicted, d has no row and is never predicted."""
    counts = confusion_counts(np.array([0, 0, 1, 1, 0, 0]), np.array([0, 0, 0, 1, 1, 2]), n_classes=4)
    assert counts.tolist() == [[2, 1, 0, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]
    assert majority_class(counts) == 0
    scores = scores_of(counts, majority=0)
    assert scores.n_rows.tolist() == [3, 2, 1, 0]
    assert scores.precision.tolist()[:2] == [2 / 4, 1 / 2]
    assert scores.recall.tolist()[:3] == pytest.approx([2 / 3, 1 / 2, 0])
    assert scores.f1.tolist()[:3] == pytest.approx([4 / 7, 1 / 2, 0])
    assert np.isnan([scores.precision[2], scores.precision[3], scores.recall[3], scores.f1[3]]).all()
    assert (scores.accuracy, scores.baseline) == (3 / 6, 3 / 6)
    assert scores.balanced_accuracy == pytest.approx((2 / 3 + 1 / 2 + 0) / 3)


def test_of_equally_common_classes_the_first_is_the_baseline():
    assert majority_class(np.array([[1, 0, 0], [0, 4, 0], [2, 0, 2]])) == 1


@pytest.mark.parametrize(
    ("file", "net", "split"),
    [("iris.csv", "mlp", 0.3), ("breast_cancer.csv", "mlp", 0.0), ("temporal_xor.csv", "rnn", 0.3)],
)
def test_the_accuracy_of_training_and_of_validation_rows_is_the_run_s(file, net, split):
    settings = msgspec.structs.replace(PRESETS["Modern"], net=net, epochs=20, validation_split=split)
    ready = prepared(read((FOLDER / file).read_bytes(), name=file), settings)
    run = Run(settings, examples_of(ready, settings))
    run.advance(20)
    seen, dataset = run.evaluate(in_brief=True), ready.dataset
    is_validation = np.zeros(dataset.n_rows, bool) if ready.is_validation is None else ready.is_validation
    parts = [(~is_validation, seen.accuracy[0])]
    if split:
        parts.append((is_validation, seen.scores[0, 2]))
    for among, accuracy in parts:
        counts = confusion_counts(seen.predicted[0], dataset.targets, n_classes=len(dataset.classes), among=among)
        assert accuracy > 0.2
        assert scores_of(counts, majority=0).accuracy == pytest.approx(accuracy, rel=1e-6)


def test_the_baseline_says_the_commonest_training_class_of_the_validation_rows_else_of_all():
    targets, none = np.array([0, 0, 1, 1, 1, 1]), np.zeros(6, bool)
    assert baseline_of(targets, n_classes=3, is_validation=none) == Baseline(1, 4, 6)
    held = np.array([False, False, False, True, True, True])  # of the training rows class 0 is the commonest
    assert baseline_of(targets, n_classes=3, is_validation=held) == Baseline(0, 0, 3)
    assert baseline_of(targets, n_classes=3, is_validation=held).accuracy == 0
