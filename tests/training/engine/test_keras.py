"""Fifty epochs against Keras: the same net built of its layers, stepped by its optimisers, from the same weights."""

import functools

import keras
import numpy as np
import pytest
import tensorflow as tf

from nets.data.columns.numeric import values_of
from nets.models.parameters import initialise, weights_of
from nets.settings import Settings
from nets.training.engine import random
from nets.training.engine.run import Run
from nets.training.protocol.examples import Examples

N_EPOCHS = 50
N_FEATURES, N_CLASSES = 3, 3


def exactly(number, like):
    """The number in the precision of a tensor: Keras's own gelu and leaky relu round theirs to float32."""
    return tf.constant(number, like.dtype)


UNITS = {
    "softmax": keras.activations.softmax,
    "tanh": keras.activations.tanh,
    "relu": keras.activations.relu,
    "leaky_relu": lambda z: keras.ops.maximum(z, 0) + exactly(0.01, z) * keras.ops.minimum(z, 0),
    "sigmoid": keras.activations.sigmoid,
    "gelu": lambda z: exactly(0.5, z) * z * (1 + keras.ops.erf(z * exactly(2**-0.5, z))),
    "linear": keras.activations.linear,
    "sine": keras.ops.sin,
}
CELLS = {
    "softmax": functools.partial(keras.layers.SimpleRNN, activation="softmax"),
    "elman": keras.layers.SimpleRNN,
    "gru": functools.partial(keras.layers.GRU, reset_after=True),
    "lstm": functools.partial(keras.layers.LSTM, unit_forget_bias=False),
}
OPTIMISERS = {
    "sgd": (keras.optimizers.SGD, {}),
    "momentum": (keras.optimizers.SGD, {"momentum": 0.9}),
    "nesterov": (keras.optimizers.SGD, {"momentum": 0.9, "nesterov": True}),
    "rmsprop": (keras.optimizers.RMSprop, {"rho": 0.9, "epsilon": 1e-7}),
    "adam": (keras.optimizers.Adam, {"beta_1": 0.9, "beta_2": 0.999}),
    "adamw": (keras.optimizers.AdamW, {"beta_1": 0.9, "beta_2": 0.999}),
}

SMOOTH = Settings(epochs=N_EPOCHS, learning_rate=0.3, hidden_units=6, activation="tanh", init="glorot", bias="every")


def changed(**values):
    """SMOOTH with some settings changed."""
    return Settings(**{name: getattr(SMOOTH, name) for name in SMOOTH.__struct_fields__} | values)


MLPS = [changed(activation=units, hidden_layers=n) for units, n in zip(UNITS, [1, 2, 4, 2, 4, 2, 3, 1], strict=True)]
MLPS += [
    changed(hidden_layers=2, hidden_units="16x8"),
    changed(hidden_layers=0),
    changed(init="uniform", bias="inputs", activation="softmax", learning_rate=1.0),
]
STEPS = [
    changed(optimiser="momentum", l1=0.01),
    changed(optimiser="nesterov", clip=0.2),
    changed(optimiser="rmsprop", learning_rate=0.01, schedule="step"),
    changed(optimiser="adam", learning_rate=0.03, schedule="cosine", l2=0.02),
    changed(optimiser="adamw", learning_rate=0.03, weight_decay=0.1),
    changed(l1=0.003, l2=0.01, clip=0.5, schedule="step"),
    changed(batch=4, optimiser="adam", learning_rate=0.03),
    changed(batch=7, optimiser="sgd", l2=0.01),
]
SIGMOIDS = [
    changed(output="sigmoid"),
    changed(output="sigmoid", activation="softmax", hidden_layers=2, batch=7, optimiser="adam", learning_rate=0.03),
    changed(output="sigmoid", net="rnn", cell="gru"),
]
RNNS = [changed(net="rnn", cell=cell) for cell in CELLS]
RNNS += [changed(net="rnn", cell="gru", batch=2, optimiser="adamw", learning_rate=0.03, weight_decay=0.1, clip=1.0)]


def name_of(settings):
    """What is changed."""
    values = [(n, getattr(settings, n)) for n in settings.__struct_fields__]
    return ",".join(f"{n}={value}" for n, value in values if value != getattr(SMOOTH, n))


def n_classes_of(settings):
    return 2 if settings.output == "sigmoid" else N_CLASSES


def table(settings):
    """Rows for the net; the RNN's are five sequences of 1 to 7 steps."""
    rng = np.random.default_rng(4)
    n_classes = n_classes_of(settings)
    groups = np.repeat(np.arange(5), [7, 3, 1, 7, 5]) if settings.net == "rnn" else None
    n_rows = 18 if groups is None else len(groups)
    columns = values_of(rng.normal(size=(n_rows, N_FEATURES)))
    return Examples(columns, rng.integers(n_classes, size=n_rows), n_classes, groups)


def n_outputs_of(settings):
    return 1 if settings.output == "sigmoid" else N_CLASSES


def first_weights(settings):
    weights = weights_of(settings, features=range(N_FEATURES), classes=range(n_classes_of(settings)))
    return {name: value[0] for name, value in initialise(weights, runs=[settings]).items()}


def mlp_of(settings, dtype):
    """A Keras model whose kernels are the weights, turned; the constant 1 is joined on where there is one."""

    def with_one(values):
        return keras.ops.concatenate([values, keras.ops.ones_like(values[:, :1])], axis=1)

    values = inputs = keras.Input((N_FEATURES,), dtype=dtype)
    for layer, width in enumerate((*settings.widths, n_outputs_of(settings))):
        if layer == 0 or settings.bias == "every":
            values = with_one(values)
        last = layer == len(settings.widths)
        values = keras.layers.Dense(
            width,
            activation=None if last else UNITS[settings.activation],
            use_bias=False,
            dtype=dtype,
        )(values)
    model = keras.Model(inputs, values)
    model.set_weights([w.T for w in first_weights(settings).values()])
    return model, lambda: {f"W{i + 1}": w.T for i, w in enumerate(model.get_weights())}


def rnn_of(settings, dtype):
    """A Keras model of the cell, masked where a row is all zeros, which no real one is; the 1 is among the inputs."""
    n = settings.hidden_units
    inputs = keras.Input((None, N_FEATURES + 1), dtype=dtype)
    masked = keras.layers.Masking(0.0, dtype=dtype)(inputs)
    cell = CELLS[settings.cell](n, return_sequences=True, use_bias=False, dtype=dtype)
    dense = keras.layers.Dense(n_outputs_of(settings), dtype=dtype)
    model = keras.Model(inputs, dense(cell(masked)))
    first = first_weights(settings)
    cell.set_weights([first["W_H"][:, n:].T, first["W_H"][:, :n].T])
    dense.set_weights([first["W_Y"][:, :-1].T, first["W_Y"][:, -1]])

    def weights():
        kernel, recurrent = cell.get_weights()
        last, bias = dense.get_weights()
        return {"W_H": np.concatenate([recurrent, kernel]).T, "W_Y": np.concatenate([last, bias[None]]).T}

    return model, weights


def laid_out(settings, examples):
    """Inputs, classes, and how much each counts, one entry along the first axis for what a batch picks from."""
    if settings.net == "mlp":
        return examples.inputs, examples.targets, np.ones(examples.n_rows)
    sequences = [np.flatnonzero(examples.groups == group) for group in np.unique(examples.groups)]
    longest = max(map(len, sequences))
    inputs = np.zeros((len(sequences), longest, N_FEATURES + 1))
    targets, counts = np.zeros((len(sequences), longest), int), np.zeros((len(sequences), longest))
    for sequence, rows in enumerate(sequences):
        inputs[sequence, : len(rows)] = np.concatenate([examples.inputs[rows], np.ones((len(rows), 1))], axis=1)
        targets[sequence, : len(rows)], counts[sequence, : len(rows)] = examples.targets[rows], 1
    return inputs, targets, counts


def factor(settings, epoch):
    """The published schedules, in whole numbers where they go in steps."""
    if settings.schedule == "step":
        return 0.5 ** (10 * epoch // settings.epochs)
    return (1 + np.cos(np.pi * epoch / settings.epochs)) / 2 if settings.schedule == "cosine" else 1.0


def by_keras(settings, examples, dtype):
    """The loss of all rows before each epoch, and the weights after the last, of a plain loop under a tape."""
    model, weights = (mlp_of if settings.net == "mlp" else rnn_of)(settings, dtype)
    kind, factors = OPTIMISERS[settings.optimiser]
    if dtype == "float64":  # numpy's, since TensorFlow rounds a plain float to float32 on its way to float64
        factors = {name: np.float64(value) for name, value in factors.items()}
    if settings.optimiser == "adamw":
        factors = factors | {"weight_decay": np.float64(settings.weight_decay)}
    optimiser = kind(settings.learning_rate, global_clipnorm=settings.clip or None, **factors)
    optimiser.build(model.trainable_variables)
    is_binary = settings.output == "sigmoid"
    kind = keras.losses.BinaryCrossentropy if is_binary else keras.losses.SparseCategoricalCrossentropy
    cross_entropy = kind(from_logits=True, reduction=None, dtype=dtype)

    def loss(inputs, targets, counts):
        targets = targets[..., None] if is_binary else targets
        return tf.reduce_sum(cross_entropy(targets, model(inputs)) * counts) / tf.reduce_sum(counts)

    @tf.function
    def step(inputs, targets, counts):
        with tf.GradientTape() as tape:
            total = loss(inputs, targets, counts)
            for variable in model.trainable_variables:
                total += settings.l1 * tf.reduce_sum(tf.abs(variable)) + settings.l2 * tf.reduce_sum(variable**2)
        optimiser.apply(tape.gradient(total, model.trainable_variables))

    rows = [
        tf.constant(values, kind)
        for values, kind in zip(laid_out(settings, examples), (dtype, "int32", dtype), strict=True)
    ]
    n = rows[0].shape[0]
    losses, loss_of_all = [], tf.function(loss)
    for epoch in range(N_EPOCHS):
        losses.append(float(loss_of_all(*rows)))
        optimiser.learning_rate = settings.learning_rate * factor(settings, epoch)
        order = random.shuffles(tf.constant([settings.seed], tf.uint32), tf.constant(epoch), n)[0]
        size = settings.batch or n
        for start in range(0, n, size):
            step(*(tf.gather(values, order[start : start + size]) if settings.batch else values for values in rows))
    return np.array(losses), weights()


@pytest.fixture
def compare():
    """Train both and compare; Keras keeps its learning rate in the type it is told to compute in."""
    before = keras.config.floatx()
    yield _compare
    keras.config.set_floatx(before)
    keras.config.set_dtype_policy(before)  # which was made of it meanwhile, and stays


def _compare(settings, *, dtype, within):
    keras.config.set_floatx(dtype)
    settings = Settings(**{name: getattr(settings, name) for name in settings.__struct_fields__} | {"precision": dtype})
    examples = table(settings)
    run = Run(settings, examples)
    ours = run.advance(N_EPOCHS)[:, 0, 0]
    theirs, weights = by_keras(settings, examples, dtype)
    assert ours == pytest.approx(theirs, abs=within)
    for name, value in run.evaluate().params.items():
        assert value[0] == pytest.approx(weights[name], abs=within)
    assert ours[0] - ours[-1] > 0.01  # something was learnt


@pytest.mark.parametrize("settings", [*MLPS, *STEPS, *RNNS, *SIGMOIDS], ids=name_of)
def test_fifty_epochs_in_float64_are_keras_s(compare, settings):
    compare(settings, dtype="float64", within=1e-11)


@pytest.mark.parametrize("settings", [MLPS[2], STEPS[3], RNNS[3], SIGMOIDS[0]], ids=name_of)
def test_fifty_epochs_in_float32_are_keras_s(compare, settings):
    compare(settings, dtype="float32", within=1e-5)
