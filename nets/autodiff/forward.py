"""The forward pass of one row, layer by layer, with the models' own functions."""

from collections.abc import Callable, Mapping

import numpy as np
import tensorflow as tf

from nets.autodiff.net import Net
from nets.errors import Code, Refusal
from nets.models import mlp
from nets.models.activations import ACTIVATIONS
from nets.models.cells import CELLS
from nets.models.heads import head_of
from nets.queries.forward import Forward, Gate, Layer
from nets.settings.cases import cases_of

MOST_STEPS = 2_000  # which are taken one by one, in some quarter of a second


def forward(net: Net, row: int) -> Forward:
    """What the net makes of this row (0 up) of the dataset, without dropout."""
    return _of_rnn(net, row) if net.settings.net == "rnn" else _of_mlp(net, row)


def _of_mlp(net: Net, row: int) -> Forward:
    settings, read = net.settings, net.rows_of(np.array([row]))[0]
    found = []

    def activate(number: int, sums: tf.Tensor) -> tf.Tensor:
        outputs = ACTIVATIONS[settings.activation](sums)
        found.append((f"W{number}", sums.numpy()[0, :, 0], outputs.numpy()[0, :, 0]))
        return outputs

    _, logits = mlp.columns(settings, net.weights(), tf.constant(read[:, None], tf.float64), activate=activate)
    layers = []
    for name, sums, outputs in found:
        layers.append(Layer(name, net.params[name], read, sums, outputs))
        read = _with_one(net, outputs)
    probs, loss = _said(net, row, logits[0, :, 0])
    name = f"W{len(layers) + 1}"
    last = Layer(name, net.params[name], read, logits.numpy()[0, :, 0], probs)
    return Forward((*layers, last), probs, loss)


def _of_rnn(net: Net, row: int) -> Forward:
    cell, n_units = CELLS[net.settings.cell], net.settings.hidden_units
    weights, inputs = net.weights(), tf.constant(net.rows_of(_rows_to(net, row)))
    recurrent, outside = weights["W_H"][0, :, :n_units], weights["W_H"][0, :, n_units:]
    drives = tf.matmul(inputs, outside, transpose_b=True)  # (T, G H)
    after = tf.zeros((cell.n_parts * n_units,), tf.float64)
    for drive in drives:
        before, sums = after, tf.linalg.matvec(recurrent, after[:n_units])
        after = cell.step(sums, drive, before)
    read, h = np.concatenate([before[:n_units].numpy(), inputs[-1].numpy()]), after[:n_units].numpy()
    gates = GATES[net.settings.cell](sums, drive, before, after)
    seen = _with_one(net, h)
    of_state, of_output = net.params["W_H"], net.params["W_Y"]
    logits = of_output.astype(float) @ seen
    probs, loss = _said(net, row, tf.constant(logits))
    step = Layer("W_H", of_state, read, (sums + drive).numpy(), h)
    layers = step, Layer("W_Y", of_output, seen, logits, probs)
    named = tuple(Gate(name, values.numpy()) for name, values in gates.items())
    return Forward(layers, probs, loss, len(inputs), named)


def _rows_to(net: Net, row: int) -> np.ndarray:
    """The rows of the sequence up to this one, in the order of their steps."""
    sequences, steps = net.places_of(np.arange(net.examples.n_rows))
    rows = np.flatnonzero((sequences == sequences[row]) & (steps <= steps[row]))
    if len(rows) > MOST_STEPS:
        sentence = f"The first {MOST_STEPS:,} steps of a sequence are worked out here: choose an earlier one."
        raise Refusal(Code.TOO_FAR, sentence)
    return rows[np.argsort(steps[rows])]


def _gru_gates(a: tf.Tensor, z: tf.Tensor, _before: tf.Tensor, _after: tf.Tensor) -> Mapping[str, tf.Tensor]:
    a_u, a_r, a_c = tf.split(a, 3)
    z_u, z_r, z_c = tf.split(z, 3)
    r = tf.sigmoid(a_r + z_r)
    return {"u": tf.sigmoid(a_u + z_u), "r": r, "c": tf.tanh(r * a_c + z_c)}


def _lstm_gates(a: tf.Tensor, z: tf.Tensor, before: tf.Tensor, after: tf.Tensor) -> Mapping[str, tf.Tensor]:
    in_, forget, candidate, out = tf.split(a + z, 4)
    gates = {"i": tf.sigmoid(in_), "f": tf.sigmoid(forget), "c": tf.tanh(candidate), "o": tf.sigmoid(out)}
    return gates | {"before": tf.split(before, 2)[1], "m": tf.split(after, 2)[1]}


# Of U h, V [x; 1], and the state before and after: the vectors on the way, as nets.models.cells has them.
GATES: Mapping[str, Callable[[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor], Mapping[str, tf.Tensor]]] = cases_of(
    "cell", {"softmax": lambda *_: {}, "elman": lambda *_: {}, "gru": _gru_gates, "lstm": _lstm_gates}
)


def _with_one(net: Net, outputs: np.ndarray) -> np.ndarray:
    return np.append(outputs, 1.0) if net.settings.bias == "every" else outputs


def _said(net: Net, row: int, logits: tf.Tensor) -> tuple[np.ndarray, float | None]:
    """The probabilities (K,) and -log p(label) by these logits (O,)."""
    head, targets = head_of(net.settings), net.targets_of(np.array([row]))
    loss = head.row_losses(logits[None], targets)
    has_loss = bool(net.examples.has_loss[row])
    return head.probabilities(logits, axis=0).numpy(), float(loss.numpy()[0]) if has_loss else None
