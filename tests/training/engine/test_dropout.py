"""Dropout: which units are left out of a step, and that they are there again when the net is looked at."""

import numpy as np
import pytest
import tensorflow as tf

from nets.data.columns.numeric import values_of
from nets.models import mlp
from nets.models.losses import cross_entropy
from nets.settings import Settings
from nets.training.engine.dropout import dropout_of
from nets.training.engine.run import Run
from nets.training.protocol.examples import Examples

SEEDS = tf.constant([3, 4], tf.uint32)


def left(rates, layer, count, shape=(2, 200, 50)):
    values = tf.constant(np.random.default_rng(0).normal(3, 0.1, shape))
    drop = dropout_of(tf.constant(rates, tf.float64), SEEDS[: len(rates)], tf.constant(count))
    return drop(layer, values).numpy() / values.numpy()


def test_a_run_s_share_of_units_is_left_out_and_the_others_make_up_for_them():
    found = left([0.25, 0.8], 1, 0)
    for run, rate in enumerate([0.25, 0.8]):
        assert np.unique(found[run].round(9)).tolist() == pytest.approx([0, 1 / (1 - rate)])
        n = found[run].size
        assert (found[run] == 0).mean() == pytest.approx(rate, abs=3.3 * np.sqrt(rate * (1 - rate) / n))
    assert (left([0.0], 1, 0, (1, 200, 50)) == 1).all()


def test_other_units_are_left_out_of_other_layers_steps_and_runs():
    masks = [left([0.5, 0.5], layer, count)[run] == 0 for layer in (1, 2, 4) for count in (0, 1, 2) for run in (0, 1)]
    n = masks[0].size
    for i, mask in enumerate(masks):
        for other in masks[:i]:
            assert (mask == other).mean() == pytest.approx(0.5, abs=4.5 * 0.5 / np.sqrt(n))


def masks(settings, params, inputs, step):
    """Which units of each layer stay in this step, (1, 8, 5) each."""
    drop, found = dropout_of(tf.constant([settings.dropout], tf.float64), tf.constant([9], tf.uint32), step), []

    def keep(layer, values):
        left = drop(layer, values)
        found.append((left != 0).numpy().transpose(0, 2, 1))
        return left

    mlp.columns(settings, params, tf.constant(inputs.T), dropout=keep)
    return found


def test_a_step_is_along_the_gradient_of_what_is_left_and_a_look_sees_the_whole_net():
    rng = np.random.default_rng(1)
    examples = Examples(values_of(rng.normal(size=(8, 2))), rng.integers(2, size=8), 2)
    settings = Settings(
        hidden_layers=2,
        hidden_units=5,
        activation="tanh",
        init="glorot",
        bias="every",
        dropout=0.4,
        learning_rate=0.5,
        seed=9,
        precision="float64",
    )
    run = Run(settings, examples)
    before = run.evaluate()
    scores = run.advance(2)
    inputs = np.concatenate([examples.inputs, np.ones((8, 1))], axis=1)
    targets = tf.constant(np.eye(2)[examples.targets])
    params = {name: tf.constant(value) for name, value in before.params.items()}
    for step in range(2):
        whole = cross_entropy(mlp.forward(settings, params, tf.constant(inputs))[1], targets)
        assert scores[step, 0, 0] == pytest.approx(float(whole[0]), abs=1e-13)
        stays = masks(settings, params, inputs, step)
        assert not all(tf.reduce_all(stay) for stay in stays)
        with tf.GradientTape() as tape:
            tape.watch(params)
            values = tf.constant(inputs)[None]
            for name, stay in zip(("W1", "W2"), stays, strict=True):
                hidden = tf.tanh(values @ tf.transpose(params[name], [0, 2, 1]))
                hidden = tf.where(stay, hidden / 0.6, 0.0)
                values = tf.concat([hidden, tf.ones((1, 8, 1), tf.float64)], axis=-1)
            loss = cross_entropy(values @ tf.transpose(params["W3"], [0, 2, 1]), targets)
        gradients = tape.gradient(loss, params)
        params = {name: value - 0.5 * gradients[name] for name, value in params.items()}
    for name, value in run.evaluate().params.items():
        assert value == pytest.approx(params[name].numpy(), abs=1e-13)
