"""Gradients of both nets against difference quotients, and the RNN's written-out one against the tape's own."""

import numpy as np
import pytest
import tensorflow as tf

from nets.models import mlp, rnn
from nets.models.losses import cross_entropy
from nets.models.parameters import weights_of
from nets.settings import Settings

FORWARD = {"mlp": mlp.forward, "rnn": rnn.forward}
SHAPES = [(1, 1, 1, 2), (3, 1, 5, 2), (7, 2, 5, 2), (12, 3, 4, 3), (5, 4, 1, 5)]  # B or T, D, H, K
N_RUNS = 2
STEP = 1e-5  # the error of a central difference is of the order of STEP squared


def drawn(net, shape):
    """Weights of two runs, inputs with the constant 1, and one-hot targets, all float64."""
    n_rows, n_features, n_units, n_classes = shape
    rng = np.random.default_rng([n_rows, n_features, n_units, n_classes])
    weights = weights_of(Settings(net=net, hidden_units=n_units), features=range(n_features), classes=range(n_classes))
    params = {weight.name: rng.normal(0, 1.5, (N_RUNS, *weight.shape)) for weight in weights}
    inputs = np.concatenate([rng.normal(0, 1, (n_rows, n_features)), np.ones((n_rows, 1))], axis=1)
    return params, inputs, np.eye(n_classes)[rng.integers(n_classes, size=n_rows)]


def costs(forward, params, inputs, targets):
    return cross_entropy(forward(params, tf.constant(inputs))[1], tf.constant(targets))


def taped(forward, params, inputs, targets):
    params = {name: tf.constant(value) for name, value in params.items()}
    with tf.GradientTape() as tape:
        tape.watch(params)
        total = tf.reduce_sum(costs(forward, params, inputs, targets))
    return {name: value.numpy() for name, value in tape.gradient(total, params).items()}


def difference_quotients(forward, params, inputs, targets, *, name, run):
    """d cost / d weight of one run, each weight moved a step up and down in a run of its own."""
    moves = STEP * np.eye(params[name][run].size).reshape(-1, *params[name][run].shape)
    moves = np.concatenate([moves, -moves])
    many = {other: tf.constant(np.repeat(value[run][None], len(moves), axis=0)) for other, value in params.items()}
    up, down = np.split(costs(forward, {**many, name: many[name] + moves}, inputs, targets).numpy(), 2)
    return ((up - down) / (2 * STEP)).reshape(params[name][run].shape)


def unrolled(params, inputs):
    """The RNN as the lecture wrote it, a Python loop over the rows."""
    h = tf.zeros((*params["W_H"].shape[:2], 1), tf.float64)  # (R, H, 1)
    logits = []
    for row in inputs:
        x = tf.broadcast_to(row[:, None], (h.shape[0], len(row), 1))
        h = tf.nn.softmax(params["W_H"] @ tf.concat([h, x], axis=1), axis=1)
        logits.append((params["W_Y"] @ h)[:, :, 0])
    return None, tf.stack(logits, axis=1)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("net", FORWARD)
def test_gradients_are_what_difference_quotients_say(net, shape):
    forward, (params, inputs, targets) = FORWARD[net], drawn(net, shape)
    gradients = taped(forward, params, inputs, targets)
    for name in params:
        for run in range(N_RUNS):
            quotients = difference_quotients(forward, params, inputs, targets, name=name, run=run)
            assert gradients[name][run] == pytest.approx(quotients, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_written_out_gradient_of_the_rnn_is_the_tape_s_own(shape):
    params, inputs, targets = drawn("rnn", shape)
    ours, theirs = (taped(forward, params, inputs, targets) for forward in (rnn.forward, unrolled))
    for name in params:
        assert ours[name] == pytest.approx(theirs[name], rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("net", FORWARD)
def test_a_compiled_gradient_is_the_eager_one(net):
    params, inputs, targets = drawn(net, (12, 3, 4, 3))

    @tf.function(jit_compile=True)
    def gradient(params):
        with tf.GradientTape() as tape:
            tape.watch(params)
            total = tf.reduce_sum(costs(FORWARD[net], params, inputs, targets))
        return tape.gradient(total, params)

    compiled = gradient({name: tf.constant(value) for name, value in params.items()})
    eager = taped(FORWARD[net], params, inputs, targets)
    for name in params:
        assert compiled[name].numpy() == pytest.approx(eager[name], rel=1e-11, abs=1e-14)
