"""Softmax's Jacobian, against difference quotients, TensorFlow, and what is known of it."""

import numpy as np
import pytest
import tensorflow as tf

from nets.autodiff.jacobians.softmax import ceiling, gain, gains, jacobian, softmax, softmax_layers, sums_of
from nets.queries.autodiff.chain import ChainQuery
from nets.settings import Settings
from nets.training.engine.run import Run
from tests.autodiff.nets import net_of

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


def test_its_lines_sum_to_nothing_and_its_sums_are_found_again_from_p():
    assert jacobian(SUMS).sum(axis=0) == pytest.approx(np.zeros(4), abs=1e-15)
    assert sums_of(softmax(SUMS)) == pytest.approx(SUMS - SUMS.mean())


def test_no_gain_is_above_the_ceiling_and_two_units_reach_it():
    random = np.random.default_rng(1).normal(scale=3, size=(300, 5))
    p = np.array([softmax(sums) for sums in random])
    assert (gains(p) <= ceiling(p.max(axis=1)) + 1e-12).all()
    assert gains(p) == pytest.approx([np.linalg.svd(jacobian(sums), compute_uv=False)[0] for sums in random])
    for largest in (0.5, 0.7, 0.99):
        assert gains(np.array([[largest, 1 - largest]]))[0] == pytest.approx(ceiling(np.array(largest)))
    assert ceiling(np.array(0.5)) == 0.5


def test_it_saturates_as_the_sums_grow():
    found = [gain(times * SUMS) for times in (1.0, 4.0, 16.0, 64.0)]
    assert (np.diff(found) < 0).all()
    assert found[-1] < 1e-6


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        (Settings(), ["h = softmax(z1)", "p = softmax(z2)"]),
        (Settings(output="sigmoid"), ["h = softmax(z1)"]),
        (Settings(output="sigmoid", hidden_layers=2), ["h1 = softmax(z1)", "h2 = softmax(z2)"]),
        (Settings(output="sigmoid", activation="tanh"), []),
        (Settings(output="sigmoid", net="rnn"), ["h5 = softmax(a5)"]),
    ],
)
def test_the_softmax_layers_of_a_net_are_found_with_the_rows_of_the_last_hidden_one(settings, names):
    net = net_of(settings)
    run = Run(settings, net.examples)
    snapshot = run.evaluate()
    found = softmax_layers(ChainQuery(4).answer(net), snapshot)
    assert list(found) == names
    hidden = [name for name in names if name.startswith("h")]
    for name in names:
        layer = found[name]
        if name == hidden[-1]:
            assert layer.of_rows == pytest.approx(snapshot.hidden[0])
            assert layer.p == pytest.approx(layer.of_rows[4], abs=1e-6)
        elif name in hidden:
            assert layer.of_rows is None
        else:
            assert layer.of_rows == pytest.approx(snapshot.probs[0])


def test_what_is_no_number_has_no_gain():
    assert np.isnan(gains(np.array([[np.nan, 1.0], [0.5, 0.5]]))).tolist() == [True, False]
