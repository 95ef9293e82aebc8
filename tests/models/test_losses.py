"""The loss, where the lecture's own formula gives infinity, and where both are finite."""

import numpy as np
import pytest
import tensorflow as tf

from nets.models.losses import cross_entropy


def test_where_a_probability_underflows_the_loss_is_the_distance_of_the_logits():
    logits = tf.Variable([[[2e4, -2e4], [-3e30, 3e30]]])
    targets = tf.constant([[0.0, 1.0], [0.0, 1.0]])
    with tf.GradientTape() as tape:
        loss = cross_entropy(logits, targets)
    probs = tf.nn.softmax(logits)[0]
    assert float(probs[0, 1]) == 0.0  # the lecture takes the logarithm of this
    assert loss.numpy().tolist() == [2e4]  # (4e4 + 0) / 2
    assert tape.gradient(loss, logits).numpy().tolist() == [[[0.5, -0.5], [0.0, 0.0]]]


def test_it_is_the_mean_of_minus_log_p_of_the_label_for_each_run():
    rng = np.random.default_rng(0)
    logits, labels = rng.normal(0, 3, (4, 6, 3)), rng.integers(3, size=6)
    probs = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
    expected = -np.log(probs[:, np.arange(6), labels]).mean(axis=1)
    found = cross_entropy(tf.constant(logits), tf.constant(np.eye(3)[labels]))
    assert found.numpy() == pytest.approx(expected, rel=1e-12)
