"""The largest eigenvalue of the loss's Hessian, by products of the Hessian with vectors."""

import functools
from collections.abc import Callable

import numpy as np
import tensorflow as tf

from nets.autodiff.losses import RowTensors, mean_loss, rows_of
from nets.autodiff.net import Net, Tensors
from nets.errors import Code, Refusal
from nets.queries.curvature import Curvature
from nets.settings import Settings
from nets.settings.compile_key import forward_key

MOST_NUMBERS = 2_000_000  # weights times rows: a product takes about as long as three passes over them
MOST_STEPS = 32  # of an RNN, whose steps are traced one by one
MOST_PRODUCTS = 40
EXACT = 0.01  # of the eigenvalue, at which a further product is not worth it
TRACED_NETS = 16


def curvature(net: Net) -> Curvature:
    """The largest eigenvalue of the Hessian H of the mean loss and the L2 penalty over the training rows.

    By Lanczos's method: the largest eigenvalue of H on the span of v, H v, H H v, ... rises to it (Golub and Van Loan
    2013, section 10.1). A product H v is the derivative along v (forward mode) of the gradient (reverse mode), so that
    H itself is never made (Pearlmutter 1994). Raises `Refusal` where it would take long.
    """
    n_weights = sum(value.size for value in net.params.values())
    n_steps = net.arrangement.training.inputs.shape[1] if net.settings.net == "rnn" else 1
    if n_weights * len(net.training_rows) > MOST_NUMBERS or n_steps > MOST_STEPS:
        raise Refusal(Code.TOO_LARGE, "The curvature is worked out for small nets and tables only.")
    product = _product(net)
    vectors = np.zeros((0, n_weights))
    vector, diagonal, beside = np.random.default_rng(0).normal(size=n_weights), [], []
    largest = 0.0
    for n in range(min(MOST_PRODUCTS, n_weights)):
        vector /= np.linalg.norm(vector)
        vectors = np.vstack([vectors, vector])
        image = product(vector)
        diagonal.append(float(vector @ image))
        before = largest
        largest = float(np.linalg.eigvalsh(np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1))[-1])
        for _ in range(2):  # rounding brings back what has been taken out once
            image = image - vectors.T @ (vectors @ image)
        length = float(np.linalg.norm(image))
        if length <= 1e-9 * abs(largest) or (n > 4 and abs(largest - before) <= EXACT * abs(largest) / 4):
            break
        beside.append(length)
        vector = image
    return Curvature(largest + 2 * net.settings.l2)


def _product(net: Net) -> Callable[[np.ndarray], np.ndarray]:
    """H times a vector (n_weights,), the weights' matrices one after the other."""
    rows, weights = rows_of(net, net.training_rows), net.weights()
    shapes = tuple(tuple(each.shape) for each in (*rows.tensors, *weights.values()))
    traced = _traced(forward_key(net.settings), shapes)
    ends = np.cumsum([value.size for value in net.params.values()])[:-1]

    def product(vector: np.ndarray) -> np.ndarray:
        parts = zip(net.params.items(), np.split(vector, ends), strict=True)
        along = {name: tf.constant(part.reshape(1, *value.shape)) for (name, value), part in parts}
        return np.concatenate([traced(weights, along, *rows.tensors)[name].numpy().ravel() for name in net.params])

    return product


@functools.lru_cache(maxsize=TRACED_NETS)
def _traced(settings: Settings, _shapes: tuple[tuple[int, ...], ...]) -> Callable:
    def product(weights: Tensors, along: Tensors, *rows: tf.Tensor) -> Tensors:
        names = list(weights)
        with tf.autodiff.ForwardAccumulator(list(weights.values()), [along[name] for name in names]) as accumulator:
            with tf.GradientTape() as tape:
                tape.watch(weights)
                total = mean_loss(settings, weights, RowTensors(*rows))
            gradient = tape.gradient(total, weights, unconnected_gradients=tf.UnconnectedGradients.ZERO)
        zero = tf.UnconnectedGradients.ZERO
        return {name: accumulator.jvp(gradient[name], unconnected_gradients=zero) for name in names}

    return tf.function(product, autograph=False)
