"""Nets of every kind the engine has, to take derivatives of."""

import msgspec
import numpy as np
import tensorflow as tf

from nets.autodiff.net import Net
from nets.data.columns.numeric import values_of
from nets.models.parameters import initialise, weights_of
from nets.queries.autodiff.gradient_check import GradientCheckQuery
from nets.settings import Settings, fields, settings_from
from nets.training.protocol.examples import Examples
from tests.lecture.golden import golden

ACTIVATIONS, CELLS = ([*field.choices] for field in fields() if field.name in ("activation", "cell"))


def net_of(settings, examples=None):
    """The net at its initial weights, on the lecture's rows if no others are given; a sigmoid tells two classes apart,
    those of the even and of the odd ones."""
    examples = examples or golden(settings.net).examples
    if settings.output == "sigmoid":
        examples = msgspec.structs.replace(examples, targets=examples.targets % 2, n_classes=2)
    weights = weights_of(settings, features=range(len(examples.columns)), classes=range(examples.n_classes))
    params = {name: value[0] for name, value in initialise(weights, runs=[settings]).items()}
    return Net(settings, params, examples)


def table(n_rows=12, n_features=3, n_classes=3, *, n_groups=1, is_validation=(), seed=0):
    """Rows of no meaning, in sequences of unequal length if there are several groups."""
    generator = np.random.default_rng(seed)
    groups = None
    if n_groups > 1:
        groups = np.sort(np.concatenate([np.arange(n_groups), generator.integers(0, n_groups, n_rows - n_groups)]))
    return Examples(
        values_of(generator.normal(size=(n_rows, n_features))),
        np.concatenate([np.arange(n_classes), generator.integers(0, n_classes, n_rows - n_classes)]),
        n_classes,
        groups=groups,
        is_validation=np.isin(np.arange(n_rows), is_validation) if len(is_validation) else None,
    )


def every_net(**common):
    """Settings of every unit with one and with two layers, of every cell, with the constant input here and there, and
    of some of each with a sigmoid output."""
    for n, unit in enumerate(ACTIVATIONS):
        biases = ("inputs", "every")[n % 2]
        yield Settings(activation=unit, hidden_layers=1 + n % 3, hidden_units=4, bias=biases, init="glorot", **common)
    yield Settings(hidden_layers=0, init="glorot", **common)
    for unit, biases in (("softmax", "inputs"), ("tanh", "every")):
        yield settings_from({"activation": unit, "hidden_units": "5x3", "bias": biases, "init": "glorot"} | common)
    for n, cell in enumerate(CELLS):
        biases = ("inputs", "every")[n % 2]
        yield Settings(net="rnn", cell=cell, hidden_units=4, bias=biases, init="orthogonal", **common)
    sigmoid = {"output": "sigmoid", "init": "glorot"} | common
    yield Settings(hidden_units=4, **sigmoid)
    yield Settings(activation="tanh", hidden_layers=2, hidden_units=4, bias="every", **sigmoid)
    yield Settings(hidden_layers=0, **sigmoid)
    for cell, biases in (("softmax", "every"), ("elman", "inputs"), ("lstm", "inputs")):
        yield Settings(net="rnn", cell=cell, hidden_units=4, bias=biases, **sigmoid)


def name(settings):
    """What a test of this net is called."""
    what = settings.cell if settings.net == "rnn" else f"{settings.widths}-{settings.activation}"
    return f"{settings.net}-{what}-{settings.bias}-{settings.output}"


def logits_of_all(net):
    """What the net makes of each row of its table, (B, K)."""
    inputs = net.arrangement.training.inputs
    if net.arrangement.validation is not None:
        inputs = np.concatenate([inputs, net.arrangement.validation.inputs])
    logits = net.logits(net.weights(), tf.constant(inputs)).numpy()[0]
    return logits.reshape(-1, logits.shape[-1])[net.arrangement.rows]


def as_softmax(settings, logits):
    """Logits (n, K) whose softmax the outputs (n, ...) are: those of a sigmoid's z are 0 and z."""
    return np.concatenate([np.zeros_like(logits), logits], axis=1) if settings.output == "sigmoid" else logits


def log_p_of_all(net):
    """Log p of each row's label, (B,)."""
    logits = as_softmax(net.settings, logits_of_all(net))
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return log_p[np.arange(len(log_p)), net.examples.targets]


def checked(net, *, precision="float64", fault="none"):
    """The net's gradient, worked out in three ways."""
    return GradientCheckQuery(1e-5, precision, fault).answer(net)
