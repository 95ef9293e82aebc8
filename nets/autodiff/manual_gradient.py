"""The gradient by the formulas of backpropagation, in numpy alone, and the usual mistakes in them."""

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import DTypeLike

from nets.autodiff.jacobians.output import output_gradient
from nets.autodiff.jacobians.softmax import softmax
from nets.autodiff.net import Net
from nets.models.parameters import CELL_ACTIVATION
from nets.queries.autodiff.gradient_check import Fault
from nets.settings.cases import cases_of

_erf = np.vectorize(math.erf)

Gradients = dict[str, np.ndarray]
# dJ/dz of a layer from its sums z, its units h and dJ/dh, the units along the last axis.
ActivationGradient = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def _bell(z: np.ndarray) -> np.ndarray:
    """The normal density phi(z)."""
    return np.exp(-z * z / 2) / np.sqrt(2 * np.pi)


def _gelu(z: np.ndarray) -> np.ndarray:
    """z Phi(z), Phi the normal distribution."""
    return z * (0.5 * (1 + _erf(z / np.sqrt(2)))).astype(z.dtype)


ACTIVATIONS: Mapping[str, Callable[[np.ndarray], np.ndarray]] = cases_of(
    "activation",
    {
        "softmax": softmax,
        "tanh": np.tanh,
        "relu": lambda z: np.maximum(z, 0),
        "leaky_relu": lambda z: np.where(z > 0, z, z * z.dtype.type(0.01)),
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "gelu": _gelu,
        "linear": lambda z: z,
        "sine": np.sin,
    },
)

GRADIENTS: Mapping[str, ActivationGradient] = cases_of(
    "activation",
    {
        "softmax": lambda z, h, g: h * (g - (g * h).sum(axis=-1, keepdims=True)),
        "tanh": lambda z, h, g: g * (1 - h * h),
        "relu": lambda z, h, g: g * (z > 0),
        "leaky_relu": lambda z, h, g: np.where(z > 0, g, g * z.dtype.type(0.01)),
        "sigmoid": lambda z, h, g: g * h * (1 - h),
        "gelu": lambda z, h, g: g * (np.divide(h, z, out=np.full_like(z, 0.5), where=z != 0) + z * _bell(z)),
        "linear": lambda z, h, g: g,
        "sine": lambda z, h, g: g * np.cos(z),
    },
)


def has_formula(net: Net) -> bool:
    """Whether this net has a formula here: the gated cells have none."""
    return net.settings.net == "mlp" or CELL_ACTIVATION[net.settings.cell] is not None


def manual_gradient(net: Net, *, fault: Fault = "none", dtype: DTypeLike = np.float64) -> Gradients:
    """dJ/dW of each matrix, J the mean cross-entropy of the training rows, with this fault put in on purpose.

    dJ/dz = (P - Y)/N at the output, (P - Y) w / sum w with class weights w, and going back  dJ/dW = (dJ/dz) v',
    dJ/dv = W' dJ/dz,  dJ/dz = f'(z) dJ/dh. Rows lie along the first axis here. A gradient with a forgotten transpose
    has its shape turned round.
    Source: CSE 5523, Lecture Notes 18, 18.1 and 18.2.
    """
    weights = {name: np.asarray(value, dtype) for name, value in net.params.items()}
    rows = net.arrangement.training
    data = {"inputs": np.asarray(rows.inputs, dtype), "targets": np.asarray(rows.targets, dtype)}
    counts = np.ones(rows.targets.shape[:-1], dtype) if rows.weights is None else np.asarray(rows.weights, dtype)
    counts = counts / counts.sum()
    if fault == "mean":
        counts = counts * np.count_nonzero(counts)
    gradients = (_mlp if net.settings.net == "mlp" else _rnn)(net, weights, data, counts, fault)
    if fault == "bias":
        last = {name: value for name, value in gradients.items() if name == "W_H" or net.settings.bias == "every"}
        last = last or {"W1": gradients["W1"]}
        for value in last.values():
            value[:, -1] = 0
    if fault == "transpose":
        gradients = {name: value.T for name, value in gradients.items()}
    return gradients


def _output_gradient(net: Net, logits: np.ndarray, targets: np.ndarray, counts: np.ndarray, fault: Fault) -> np.ndarray:
    """dJ/dz of the logits z: (P - Y)/N. With softmax taken as elementwise, -Y/P times P (1 - P), over N."""
    if net.settings.output == "softmax" and fault == "elementwise":
        return -targets * (1 - softmax(logits)) * counts[..., None]
    return output_gradient(net.settings, logits, targets) * counts[..., None]


def _through_activation(activation: str, z: np.ndarray, h: np.ndarray, g: np.ndarray, fault: Fault) -> np.ndarray:
    """dJ/dz from dJ/dh."""
    if activation == "softmax" and fault == "elementwise":
        return g * h * (1 - h)
    return GRADIENTS[activation](z, h, g)


def _with_one(net: Net, h: np.ndarray) -> np.ndarray:
    return np.concatenate([h, np.ones_like(h[..., :1])], axis=-1) if net.settings.bias == "every" else h


def _mlp(net: Net, weights: Gradients, data: Gradients, counts: np.ndarray, fault: Fault) -> Gradients:
    unit, widths = net.settings.activation, net.settings.widths
    n_layers = len(widths)
    read, sums, units = [data["inputs"]], [], []
    for layer in range(1, n_layers + 1):
        sums.append(read[-1] @ weights[f"W{layer}"].T)
        units.append(ACTIVATIONS[unit](sums[-1]))
        read.append(_with_one(net, units[-1]))
    reaching = _output_gradient(net, read[-1] @ weights[f"W{n_layers + 1}"].T, data["targets"], counts, fault)
    gradients = {}
    for layer in range(n_layers + 1, 0, -1):
        gradients[f"W{layer}"] = reaching.T @ read[layer - 1]
        if layer > 1:
            back = (reaching @ weights[f"W{layer}"])[:, : widths[layer - 2]]
            reaching = _through_activation(unit, sums[layer - 2], units[layer - 2], back, fault)
    return gradients


def _rnn(net: Net, weights: Gradients, data: Gradients, counts: np.ndarray, fault: Fault) -> Gradients:
    unit, n_units = CELL_ACTIVATION[net.settings.cell], net.settings.hidden_units
    cut_every = net.settings.tbptt_length if net.settings.tbptt_state == "carry" else 0
    inputs = data["inputs"]  # (S, T, D+1)
    h = np.zeros((len(inputs), n_units), inputs.dtype)
    read, sums, units = [], [], []
    for t in range(inputs.shape[1]):
        read.append(np.concatenate([h, inputs[:, t]], axis=1))
        sums.append(read[t] @ weights["W_H"].T)
        h = ACTIVATIONS[unit](sums[t])
        units.append(h)
    gradients = {name: np.zeros_like(value) for name, value in weights.items()}
    back = np.zeros_like(h)
    for t in range(inputs.shape[1] - 1, -1, -1):
        seen = _with_one(net, units[t])
        reaching = _output_gradient(net, seen @ weights["W_Y"].T, data["targets"][:, t], counts[:, t], fault)
        gradients["W_Y"] += reaching.T @ seen
        back = back + (reaching @ weights["W_Y"])[:, :n_units]
        to_sums = _through_activation(unit, sums[t], units[t], back, fault)
        gradients["W_H"] += to_sums.T @ read[t]
        is_cut = fault == "time" or (cut_every and t % cut_every == 0)
        back = np.zeros_like(h) if is_cut else to_sums @ weights["W_H"][:, :n_units]
    return gradients
