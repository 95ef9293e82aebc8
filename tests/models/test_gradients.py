"""Gradients of every net against difference quotients, and the RNN's written-out one against the tape's own."""

import numpy as np
import pytest
import tensorflow as tf

from nets.models import mlp, rnn
from nets.models.activations import ACTIVATIONS, with_one
from nets.models.cells import CELLS
from nets.models.heads import head_of
from nets.models.losses import penalty
from nets.models.parameters import weights_of
from nets.settings import Settings

FORWARD = {"mlp": mlp.forward, "rnn": rnn.forward}
SHAPES = [(1, 1, 1, 2), (3, 1, 5, 2), (7, 2, 5, 2), (12, 3, 4, 3), (5, 4, 1, 5)]  # B or T, D, H, K
N_RUNS = 2
STEP = 1e-5  # the error of a central difference is of the order of STEP squared

MLPS = [Settings(activation=units, hidden_layers=2, hidden_units=4, bias="every") for units in ACTIVATIONS]
MLPS += [Settings(hidden_layers=n, activation="tanh", hidden_units=3) for n in (0, 1, 4)]
MLPS += [Settings(hidden_layers=3, activation="tanh", hidden_units="4x2x3", bias="every")]
RNNS = [Settings(net="rnn", cell=cell, hidden_units=3) for cell in CELLS]
RNNS += [Settings(net="rnn", cell=cell, hidden_units=2, bias="every") for cell in CELLS]


SIGMOIDS = [
    Settings(output="sigmoid", activation="gelu", hidden_layers=2, hidden_units=4, bias="every"),
    Settings(output="sigmoid", hidden_layers=0),
    Settings(output="sigmoid", net="rnn", cell="lstm", hidden_units=3),
]


def name_of(settings):
    changed = (
        getattr(settings, name) for name in ("net", "activation", "cell", "widths", "bias", "output", "tbptt_length")
    )
    return "-".join(map(str, changed))


def drawn(settings, n_rows, n_features, n_classes, *, n_sequences=1):
    """Weights of two runs, inputs with the constant 1, and targets, all float64."""
    rng = np.random.default_rng([n_rows, n_features, *settings.widths, n_classes])
    weights = weights_of(settings, features=range(n_features), classes=range(n_classes))
    scale = 1.5 if settings.activation == "softmax" and settings.cell == "softmax" else 0.8
    params = {weight.name: rng.normal(0, scale, (N_RUNS, *weight.shape)) for weight in weights}
    shape = (n_rows,) if settings.net == "mlp" else (n_sequences, n_rows)
    inputs = np.concatenate([rng.normal(0, 1, (*shape, n_features)), np.ones((*shape, 1))], axis=-1)
    labels = rng.integers(n_classes, size=shape)
    return params, inputs, head_of(settings).targets(labels, n_classes=n_classes, dtype=np.float64)


def losses(forward, settings, params, inputs, targets, weights=None):
    weights = None if weights is None else tf.constant(weights)
    logits = forward(settings, params, tf.constant(inputs))[1]
    return head_of(settings).loss(logits, tf.constant(targets), weights)


def taped(forward, settings, params, *rows):
    params = {name: tf.constant(value) for name, value in params.items()}
    with tf.GradientTape() as tape:
        tape.watch(params)
        total = tf.reduce_sum(losses(forward, settings, params, *rows))
    return {name: value.numpy() for name, value in tape.gradient(total, params).items()}


def quotients_of(loss_of, params, *, name, run):
    """d loss / d weight of one run, each weight moved a step up and down in a run of its own."""
    moves = STEP * np.eye(params[name][run].size).reshape(-1, *params[name][run].shape)
    moves = np.concatenate([moves, -moves])
    many = {other: tf.constant(np.repeat(value[run][None], len(moves), axis=0)) for other, value in params.items()}
    up, down = np.split(loss_of({**many, name: many[name] + moves}).numpy(), 2)
    return ((up - down) / (2 * STEP)).reshape(params[name][run].shape)


def agrees_with_quotients(settings, params, *rows):
    """Whether every run's gradient is what the difference quotients say."""
    forward = FORWARD[settings.net]
    gradients = taped(forward, settings, params, *rows)
    for name in params:
        for run in range(N_RUNS):
            quotients = quotients_of(lambda many: losses(forward, settings, many, *rows), params, name=name, run=run)
            assert gradients[name][run] == pytest.approx(quotients, rel=1e-6, abs=2e-8)
    return True


def unrolled(settings, params, inputs):
    """An RNN as one writes it down first, a Python loop over the rows; the state is a list, h first."""
    n = settings.hidden_units
    n_runs, n_sequences, n_steps = params["W_H"].shape[0], *inputs.shape[:2]
    zeros = tf.zeros((n_runs, n_sequences, n), tf.float64)
    h, memory, logits = zeros, zeros, []
    for t in range(n_steps):
        if settings.tbptt_length and t and t % settings.tbptt_length == 0:
            cut = tf.stop_gradient if settings.tbptt_state == "carry" else tf.zeros_like
            h, memory = cut(h), cut(memory)
        h, memory = stepped(settings.cell, params["W_H"], h, memory, inputs[:, t])
        seen = with_one(h, axis=2) if settings.bias == "every" else h
        logits.append(tf.einsum("rkh,rsh->rsk", params["W_Y"], seen))
    return None, tf.stack(logits, axis=2)


def stepped(cell, w, h, memory, x):
    """One time step of each cell, from its paper and not from the app."""
    x = tf.broadcast_to(x[None], (h.shape[0], *x.shape))
    n = h.shape[-1]

    def gate(i, f, state=h):
        rows = w[:, i * n : (i + 1) * n]
        return f(tf.einsum("rij,rsj->rsi", rows, tf.concat([state, x], axis=-1)))

    match cell:
        case "softmax":
            return gate(0, tf.nn.softmax), memory
        case "elman":
            return gate(0, tf.tanh), memory
        case "gru":
            rows, reset = w[:, 2 * n :], gate(1, tf.sigmoid)
            product = tf.einsum("rij,rsj->rsi", rows[:, :, :n], h)
            candidate = tf.tanh(reset * product + tf.einsum("rij,rsj->rsi", rows[:, :, n:], x))
            update = gate(0, tf.sigmoid)
            return update * h + (1 - update) * candidate, memory
    memory = gate(1, tf.sigmoid) * memory + gate(0, tf.sigmoid) * gate(2, tf.tanh)
    return gate(3, tf.sigmoid) * tf.tanh(memory), memory


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("net", FORWARD)
def test_the_lecture_s_gradients_are_what_difference_quotients_say(net, shape):
    n_rows, n_features, n_units, n_classes = shape
    settings = Settings(net=net, hidden_units=n_units)
    assert agrees_with_quotients(settings, *drawn(settings, n_rows, n_features, n_classes))


@pytest.mark.parametrize("settings", MLPS + RNNS, ids=name_of)
def test_every_net_s_gradients_are_what_difference_quotients_say(settings):
    assert agrees_with_quotients(settings, *drawn(settings, 6, 2, 3, n_sequences=2))


@pytest.mark.parametrize("settings", SIGMOIDS, ids=name_of)
def test_those_of_a_sigmoid_output_are_so_too(settings):
    assert agrees_with_quotients(settings, *drawn(settings, 6, 2, 2, n_sequences=2))


@pytest.mark.parametrize(("cell", "output"), [*((cell, "softmax") for cell in CELLS), ("gru", "sigmoid")])
def test_with_steps_that_do_not_count_they_are_so_too(cell, output):
    settings = Settings(net="rnn", cell=cell, hidden_units=3, output=output)
    n_classes = 2 if output == "sigmoid" else 3
    params, inputs, targets = drawn(settings, 6, 2, n_classes, n_sequences=3)
    weights = np.zeros((3, 6))
    weights[0], weights[1, 2:4] = 0.1, 0.2  # a whole sequence, two steps of another, nothing of the third
    assert agrees_with_quotients(settings, params, inputs, targets, weights)


def test_penalties_are_the_sums_and_have_the_gradient_of_difference_quotients():
    params, _, _ = drawn(Settings(hidden_units=3), 4, 2, 2)
    l1, l2 = tf.constant([0.3, 0.0], tf.float64), tf.constant([0.2, 0.7], tf.float64)
    flat = np.concatenate([value.reshape(N_RUNS, -1) for value in params.values()], axis=1)
    sums = [0.3 * np.abs(flat[0]).sum() + 0.2 * (flat[0] ** 2).sum(), 0.7 * (flat[1] ** 2).sum()]
    tensors = {name: tf.constant(value) for name, value in params.items()}
    assert penalty(tensors, l1=l1, l2=l2).numpy() == pytest.approx(sums, rel=1e-13)
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        total = tf.reduce_sum(penalty(tensors, l1=l1, l2=l2))
    gradients = tape.gradient(total, tensors)
    for name in params:
        for run in range(N_RUNS):
            found = gradients[name][run].numpy()
            quotients = quotients_of(
                lambda many, run=run: penalty(many, l1=l1[run], l2=l2[run]), params, name=name, run=run
            )
            assert found == pytest.approx(quotients, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_written_out_gradient_of_the_lecture_s_rnn_is_the_tape_s_own(shape):
    n_steps, n_features, n_units, n_classes = shape
    settings = Settings(net="rnn", hidden_units=n_units)
    rows = drawn(settings, n_steps, n_features, n_classes)
    ours, theirs = (taped(forward, settings, *rows) for forward in (rnn.forward, unrolled))
    for name in ours:
        assert ours[name] == pytest.approx(theirs[name], rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("window", [0, 1, 3, 4, 12, 50])
@pytest.mark.parametrize("cell", CELLS)
def test_a_cut_gradient_is_the_tape_s_own_with_the_state_held_fixed_at_the_borders(cell, window):
    settings = Settings(net="rnn", cell=cell, hidden_units=3, tbptt_length=window, bias="every")
    rows = drawn(settings, 11, 2, 3, n_sequences=2)
    ours, theirs = (taped(forward, settings, *rows) for forward in (rnn.forward, unrolled))
    for name in ours:
        assert ours[name] == pytest.approx(theirs[name], rel=1e-11, abs=1e-14)
    if window in (1, 3, 4):
        uncut = taped(rnn.forward, Settings(net="rnn", cell=cell, hidden_units=3, bias="every"), *rows)
        assert np.abs(uncut["W_H"] - ours["W_H"]).max() > 1e-4


@pytest.mark.parametrize("settings", [Settings(hidden_units=4), *RNNS[:4]], ids=name_of)
def test_a_compiled_gradient_is_the_eager_one(settings):
    params, inputs, targets = drawn(settings, 12, 3, 3)

    @tf.function(jit_compile=True)
    def gradient(params):
        with tf.GradientTape() as tape:
            tape.watch(params)
            total = tf.reduce_sum(losses(FORWARD[settings.net], settings, params, inputs, targets))
        return tape.gradient(total, params)

    compiled = gradient({name: tf.constant(value) for name, value in params.items()})
    eager = taped(FORWARD[settings.net], settings, params, inputs, targets)
    for name in params:
        assert compiled[name].numpy() == pytest.approx(eager[name], rel=1e-11, abs=1e-14)
