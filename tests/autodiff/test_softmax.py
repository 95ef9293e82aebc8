"""Softmax's Jacobian, against difference quotients, TensorFlow, and what is known of it."""

import numpy as np
import pytest
import tensorflow as tf

from nets.autodiff.softmax import gain, gains, jacobian, softmax

SUMS = np.array([0.3, -1.2, 2.0, 0.1])


def test_it_agrees_with_difference_quotients_and_with_the_tape():
    step = 1e-6
    columns = [(softmax(SUMS + e) - softmax(SUMS - e)) / (2 * step) for e in step * np.eye(4)]
    assert jacobian(SUMS) == pytest.approx(np.stack(columns, axis=1), abs=1e-9)
    z = tf.constant(SUMS)
    with tf.GradientTape() as tape:
        tape.watch(z)
        p = tf.nn.softmax(z)
    assert jacobian(SUMS) == pytest.approx(tape.jacobian(p, z).numpy(), abs=1e-15)


def test_its_lines_sum_to_nothing_and_it_is_greatest_where_two_share_alike():
    assert jacobian(SUMS).sum(axis=0) == pytest.approx(np.zeros(4), abs=1e-15)
    assert gain(np.array([0.0, 0.0])) == pytest.approx(0.5)
    random = np.random.default_rng(1).normal(scale=3, size=(200, 5))
    assert max(gain(sums) for sums in random) <= 0.5


def test_it_saturates_as_the_sums_grow():
    found = gains(SUMS, np.array([1.0, 4.0, 16.0, 64.0]))
    assert (np.diff(found) < 0).all()
    assert found[-1] < 1e-6
