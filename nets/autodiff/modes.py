"""Forward mode and reverse mode: the same derivatives, multiplied in another order."""

import time
from collections.abc import Callable

import numpy as np
import tensorflow as tf

from nets.autodiff.losses import gradient_functions, rows_of
from nets.autodiff.net import Net, Tensors
from nets.models.outputs import n_outputs
from nets.queries.autodiff.modes import Modes

MOST_PASSES = 64  # of forward mode that are made; the others take as long
MOST_NUMBERS = 2_000_000  # weights of all these passes
MOST_ROWS = 1000
MOST_STEPS = 20  # of an RNN


def modes(net: Net) -> Modes:
    """The gradient of the mean cross-entropy by one pass of reverse mode, and by a pass of forward mode a weight.

    Reverse mode (tf.GradientTape) multiplies from the loss: one row vector after the other, for all weights at once.
    Forward mode (tf.autodiff.ForwardAccumulator) multiplies from a weight: one column after the other, for all
    outputs at once. Both are traced, so that their operations can be counted, and then timed.
    """
    rows = _rows(net)
    taken = rows_of(net, rows)
    traced = gradient_functions(net, taken)
    weights, tensors = net.weights(), taken.tensors
    gradients, n_reverse, reverse_s = _measured(traced.reverse, weights, *tensors)
    gradient = np.concatenate([gradients[name].numpy().ravel() for name in net.params])
    n_passes = min(MOST_PASSES, len(gradient), max(4, MOST_NUMBERS // len(gradient)))
    places = np.linspace(0, len(gradient) - 1, n_passes).astype(int)
    derivatives = np.array([traced.forward(weights, _along(net, place), *tensors).numpy() for place in places])
    _, n_forward, forward_s = _measured(traced.forward, weights, _along(net, 0), *tensors)
    return Modes(
        n_weights=len(gradient),
        n_outputs=n_outputs(net.settings, net.examples.n_classes),
        n_passes=len(places),
        forward_operations=n_forward,
        reverse_operations=n_reverse,
        forward_s=forward_s,
        reverse_s=reverse_s,
        apart=float(np.abs(derivatives - gradient[places]).max()),
        n_rows=len(rows),
        n_all_rows=len(net.training_rows),
        forward=derivatives,
        reverse=gradient[places],
    )


def _rows(net: Net) -> np.ndarray:
    rows = net.training_rows
    if net.settings.net == "rnn":
        rows = rows[net.places_of(rows)[1] < MOST_STEPS]
    return rows[:MOST_ROWS]


def _along(net: Net, place: int) -> Tensors:
    """1 for the weight at this place of all, 0 for the others."""
    along, begun = {}, 0
    for name, value in net.params.items():
        direction = np.zeros(value.size)
        if begun <= place < begun + value.size:
            direction[place - begun] = 1.0
        along[name] = tf.constant(direction.reshape(1, *value.shape))
        begun += value.size
    return along


def _measured(traced: Callable, *arguments: Tensors | tf.Tensor) -> tuple[object, int, float]:
    """What it returns, the operations of its graph, constants left out, and the least seconds of a few calls."""
    result = traced(*arguments)
    concrete = traced.get_concrete_function(*arguments)
    counted = [each for each in concrete.graph.get_operations() if each.type not in ("Const", "Placeholder")]
    spent = []
    for _ in range(3):
        began = time.perf_counter()
        traced(*arguments)
        spent.append(time.perf_counter() - began)
    return result, len(counted), min(spent)
