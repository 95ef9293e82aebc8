"""The output head: targets, probabilities and predictions against numpy."""

import numpy as np
import pytest
import tensorflow as tf

from nets.models.heads import head_of
from nets.settings import Settings

HEAD = head_of(Settings())


def test_targets_tell_their_labels_and_probabilities_are_softmax_s():
    rng = np.random.default_rng(0)
    labels, logits = rng.integers(3, size=11), rng.normal(0, 3, (2, 11, 3))
    targets = HEAD.targets(labels, n_classes=3, dtype=np.dtype("float64"))
    assert targets.shape == (11, 3)
    assert np.array_equal(HEAD.labels(tf.constant(targets), axis=-1), labels)
    probs = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    assert HEAD.probabilities(tf.constant(logits), axis=-1).numpy() == pytest.approx(probs, rel=1e-12)
    assert np.array_equal(HEAD.predicted(tf.constant(logits), axis=-1), probs.argmax(axis=-1))


@pytest.mark.parametrize("columns", [False, True])
def test_accuracy_is_the_weighted_share_of_rows_predicted_as_labelled(columns):
    rng = np.random.default_rng(1)
    labels, logits, weights = rng.integers(3, size=12), rng.normal(0, 1, (2, 12, 3)), rng.random(12)
    weights /= weights.sum()
    right = logits.argmax(axis=-1) == labels
    targets = HEAD.targets(labels, n_classes=3, dtype=np.dtype("float64"))
    if columns:
        logits, targets = np.swapaxes(logits, 1, 2), targets.T
    tensors = (tf.constant(logits), tf.constant(targets))
    assert HEAD.accuracy(*tensors, columns=columns).numpy() == pytest.approx(right.mean(axis=1))
    counted = tf.constant(np.stack([weights, weights])) if columns else tf.constant(weights)
    assert HEAD.accuracy(*tensors, counted, columns=columns).numpy() == pytest.approx((right * weights).sum(axis=1))
