"""A sigmoid output is a softmax of two classes in other coordinates: z = z_2 - z_1."""

import msgspec
import numpy as np
import pytest
import tensorflow as tf

from nets.models import mlp, rnn
from nets.models.activations import ACTIVATIONS
from nets.models.cells import CELLS
from nets.models.heads import head_of
from nets.models.parameters import weights_of
from nets.settings import Settings

FORWARD = {"mlp": mlp.forward, "rnn": rnn.forward}
SOFTMAX, SIGMOID = (head_of(Settings(output=output)) for output in ("softmax", "sigmoid"))
NETS = [Settings(activation=units, hidden_layers=1 + n % 2, hidden_units=4) for n, units in enumerate(ACTIVATIONS)]
NETS += [Settings(activation="tanh", hidden_layers=n, hidden_units=3, bias="every") for n in (0, 4)]
NETS += [Settings(net="rnn", cell=cell, hidden_units=3) for cell in CELLS]
NETS += [Settings(net="rnn", cell="gru", hidden_units=3, bias="every")]


def name_of(settings):
    of_net = settings.cell if settings.net == "rnn" else f"{settings.hidden_layers}-{settings.activation}"
    return f"{settings.net}-{of_net}-{settings.bias}"


def evaluated(settings, params, inputs, labels):
    """Loss (R,), probabilities, predicted classes, accuracy (R,), and the gradient by name."""
    head = head_of(settings)
    targets = tf.constant(head.targets(labels, n_classes=2, dtype=np.float64))
    params = {name: tf.constant(value) for name, value in params.items()}
    with tf.GradientTape() as tape:
        tape.watch(params)
        logits = FORWARD[settings.net](settings, params, tf.constant(inputs))[1]
        loss = head.loss(logits, targets)
        total = tf.reduce_sum(loss)
    outputs = (loss, head.probabilities(logits, axis=-1), head.predicted(logits, axis=-1))
    return *(value.numpy() for value in (*outputs, head.accuracy(logits, targets))), tape.gradient(total, params)


@pytest.mark.parametrize("settings", NETS, ids=name_of)
def test_tied_weights_give_the_same_loss_probabilities_and_classes_and_gradients_that_are_tied(settings):
    rng = np.random.default_rng(3)
    weights = weights_of(settings, features=range(2), classes=range(2))
    params = {weight.name: rng.normal(size=(2, *weight.shape)) for weight in weights}
    last = weights[-1].name
    tied = {**params, last: params[last][:, 1:] - params[last][:, :1]}
    shape = (9,) if settings.net == "mlp" else (2, 5)
    inputs = np.concatenate([rng.normal(size=(*shape, 2)), np.ones((*shape, 1))], axis=-1)
    rows = (inputs, rng.integers(2, size=shape))
    *of_softmax, gradients = evaluated(settings, params, *rows)
    *of_sigmoid, tied_gradients = evaluated(msgspec.structs.replace(settings, output="sigmoid"), tied, *rows)
    for found, expected in zip(of_sigmoid, of_softmax, strict=True):
        assert found.shape == expected.shape
        assert found == pytest.approx(expected, abs=1e-12)
    assert tied_gradients[last].shape == tied[last].shape
    for row, sign in ((1, 1), (0, -1)):
        assert tied_gradients[last][:, 0].numpy() == pytest.approx(sign * gradients[last][:, row].numpy(), abs=1e-12)
    for name in set(params) - {last}:
        assert tied_gradients[name].numpy() == pytest.approx(gradients[name].numpy(), abs=1e-12)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("lanes", [False, True])
def test_with_rows_as_columns_and_in_lanes_it_is_the_softmax_s_too(lanes, weighted):
    rng = np.random.default_rng(5)
    n_runs, n_rows = 3, 7
    logits, labels = rng.normal(size=(n_runs, 2, n_rows)), rng.integers(2, size=n_rows)
    weights = tf.constant(rng.dirichlet(np.ones(n_rows), size=n_runs)) if weighted and not lanes else None
    found = []
    for head, values in ((SOFTMAX, logits), (SIGMOID, logits[:, 1:] - logits[:, :1])):
        targets = tf.constant(head.targets(labels, n_classes=2, dtype=np.float64).T)
        z = tf.constant(values)
        if lanes:
            z, targets = tf.transpose(z, (1, 2, 0))[None], targets[..., None]
        losses = head.loss(z, targets, weights, columns=True), head.accuracy(z, targets, weights, columns=True)
        found.append([*losses, head.probabilities(z, axis=1), head.predicted(z, axis=1)])
    for one, other in zip(*found, strict=True):
        assert one.shape == other.shape
        assert one.numpy() == pytest.approx(other.numpy(), abs=1e-12)


def test_the_loss_of_a_row_is_the_same_number_in_the_operations_that_have_forward_mode():
    rng = np.random.default_rng(6)
    labels = rng.integers(2, size=8)
    for head, n_outputs in ((SOFTMAX, 2), (SIGMOID, 1)):
        logits = tf.constant(rng.normal(0, 4, (8, n_outputs)))
        targets = tf.constant(head.targets(labels, n_classes=2, dtype=np.float64))
        each = head.row_losses(logits, targets)
        p = head.probabilities(logits, axis=1).numpy()[np.arange(8), labels]
        assert each.numpy() == pytest.approx(-np.log(p), rel=1e-12)
        assert float(head.row_losses(logits, targets, axis=None)) == pytest.approx(each.numpy().sum(), rel=1e-12)
        assert head.loss(logits[None], targets).numpy() == pytest.approx(each.numpy().mean(), rel=1e-12)


def test_of_equal_probabilities_the_first_class_is_predicted_as_by_softmax():
    for head, n_outputs in ((SOFTMAX, 2), (SIGMOID, 1)):
        assert head.predicted(tf.zeros((1, n_outputs)), axis=1).numpy().tolist() == [0]


def test_targets_say_their_labels_again():
    labels = np.array([0, 1, 1, 0])
    for head in (SOFTMAX, SIGMOID):
        targets = tf.constant(head.targets(labels, n_classes=2, dtype=np.float32))
        assert head.labels(targets, axis=-1).numpy().tolist() == labels.tolist()


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("z", [30.0, 1e4])
def test_far_from_0_nothing_overflows_and_a_small_loss_keeps_its_digits(z, label):
    sign = 1 if label else -1
    targets = tf.constant([[float(label)]])
    right, wrong = (tf.constant([[[each]]]) for each in (sign * z, -sign * z))
    assert SIGMOID.loss(wrong, targets).numpy() == pytest.approx([z])
    with tf.GradientTape() as tape:
        tape.watch(right)
        loss = SIGMOID.loss(right, targets)
    assert loss.numpy() == pytest.approx([np.exp(-z)], rel=1e-5)
    assert tape.gradient(loss, right).numpy().ravel() == pytest.approx([-sign * np.exp(-z)], rel=1e-5)
    p = SIGMOID.probabilities(right, axis=2).numpy().ravel()
    assert p[1 - label] == pytest.approx(np.exp(-z), rel=1e-5)
