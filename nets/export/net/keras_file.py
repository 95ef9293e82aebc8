"""A net as a model of Keras's own layers, saved as .keras or converted for LiteRT."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np

from nets.export.net.parts import Parts
from nets.settings.cases import cases_of

# By name, or as a layer of its own; sine is none of Keras's, so it is an operation of the graph.
ACTIVATIONS: Mapping[str, Any] = cases_of(
    "activation",
    {
        "softmax": "softmax",
        "tanh": "tanh",
        "relu": "relu",
        "leaky_relu": lambda: keras.layers.LeakyReLU(negative_slope=0.01),
        "sigmoid": "sigmoid",
        "gelu": "gelu",
        "linear": "linear",
        "sine": lambda: keras.ops.sin,
    },
)
CELLS: Mapping[str, Any] = cases_of(
    "cell",
    {
        "softmax": lambda n: keras.layers.SimpleRNN(n, activation="softmax", return_sequences=True),
        "elman": lambda n: keras.layers.SimpleRNN(n, return_sequences=True),
        "gru": lambda n: keras.layers.GRU(n, return_sequences=True),
        "lstm": lambda n: keras.layers.LSTM(n, return_sequences=True),
    },
)


def keras_file(parts: Parts) -> bytes:
    """The .keras file: inputs (B, D) or (S, T, D) as they are in the table to the probabilities of the classes, of a
    sigmoid output to that of the second class.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "net.keras"
        model_of(parts).save(path)
        return path.read_bytes()


def litert_file(parts: Parts, *, n_steps: int) -> bytes:
    """The .tflite file of builtin operations alone; that of an RNN reads one sequence of `n_steps`, (1, T, D)."""
    import tensorflow as tf  # noqa: PLC0415 - Keras has loaded it

    keras.config.disable_interactive_logging()  # the converter would print what it saved on the way
    model = model_of(parts, n_steps=n_steps)
    return tf.lite.TFLiteConverter.from_keras_model(model).convert()


def model_of(parts: Parts, *, n_steps: int | None = None) -> keras.Model:
    """The model, in float32; that of an RNN for one sequence of so many steps, or for any."""
    is_rnn, n_inputs = parts.settings.net == "rnn", len(parts.inputs)
    shape = (n_steps, n_inputs) if is_rnn else (n_inputs,)
    size = {"batch_size": 1} if is_rnn and n_steps else {}
    inputs = values = keras.Input(shape, name="inputs", **size)
    if parts.is_scaled:
        scaling = keras.layers.Normalization(
            mean=parts.mean.tolist(), variance=(parts.scale**2).tolist(), name="scaling"
        )
        values = scaling(values)
    *hidden, last = parts.weights
    for weight in hidden:
        kernel, bias = parts.kernel_and_bias(weight)
        if is_rnn:
            layer, n = CELLS[parts.settings.cell](weight.n_recurrent), weight.n_recurrent
            values = layer(values)
            recurrent, kernel = kernel[:, :n].T, kernel[:, n:].T
            if parts.settings.cell == "gru":
                bias = np.stack([bias, np.zeros_like(bias)])  # the second is the state's, which has none
            layer.set_weights([kernel, recurrent, bias])
            continue
        values = _dense(parts, weight, values)
        activation = ACTIVATIONS[parts.settings.activation]
        values = keras.layers.Activation(activation)(values) if isinstance(activation, str) else activation()(values)
    logits = _dense(parts, last, values)
    return keras.Model(inputs, keras.layers.Activation(parts.settings.output, name="probabilities")(logits))


def _dense(parts: Parts, weight, values):
    kernel, bias = parts.kernel_and_bias(weight)
    layer = keras.layers.Dense(len(weight.rows), use_bias=bias is not None, name=weight.name)
    sums = layer(values)
    layer.set_weights([kernel.T] if bias is None else [kernel.T, bias])
    return sums


def file_of(kind: str, parts: Parts, *, n_steps: int) -> bytes:
    """The file of a kind that Keras makes."""
    return keras_file(parts) if kind == "keras-file" else litert_file(parts, n_steps=n_steps)
