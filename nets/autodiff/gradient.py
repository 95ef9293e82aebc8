"""The tape's gradient of a net, through the functions that the engine trains with."""

import functools
from collections.abc import Callable

import numpy as np
import tensorflow as tf

from nets.autodiff.net import Net, Tensors
from nets.models import mlp, rnn
from nets.models.heads import head_of
from nets.settings import Settings
from nets.settings.compile_key import forward_key

TRACED_NETS = 32
MOST_STEPS = 500  # of an RNN; beyond them compiling takes less time than a copy of all states at each step

Shapes = tuple[tuple[str, tuple[int, ...]], ...]


def tape_gradient(net: Net, dtype: tf.DType = tf.float64) -> dict[str, np.ndarray]:
    """dJ/dW of each weight matrix, (rows, columns), J the mean cross-entropy of training rows, without penalties."""
    weights, data = net.weights(dtype), net.data(dtype)
    gradients = _traced(forward_key(net.settings), _shapes(weights, data), dtype.name)[1](weights, data)
    return {name: value[0].numpy() for name, value in gradients.items()}


def mean_losses(net: Net, weights: Tensors) -> np.ndarray:
    """J of the training rows by each run's weights (R, rows, columns), in their precision, (R,)."""
    dtype = next(iter(weights.values())).dtype
    data = net.data(dtype)
    return _traced(forward_key(net.settings), _shapes(weights, data), dtype.name)[0](weights, data).numpy()


def _shapes(*parts: Tensors) -> Shapes:
    return tuple((name, tuple(value.shape)) for part in parts for name, value in part.items())


@functools.lru_cache(maxsize=TRACED_NETS)
def _traced(settings: Settings, shapes: Shapes, _dtype: str) -> tuple[Callable, Callable]:
    """The functions of the mean loss and of its gradient, for nets of this structure and rows of these shapes."""
    forward = mlp.forward if settings.net == "mlp" else rnn.forward

    def mean_loss(weights: Tensors, data: Tensors) -> tf.Tensor:
        logits = forward(settings, weights, data["inputs"])[1]
        return head_of(settings).loss(logits, data["targets"], data.get("weights"))

    def gradient(weights: Tensors, data: Tensors) -> Tensors:
        with tf.GradientTape() as tape:
            tape.watch(weights)
            total = mean_loss(weights, data)
        return tape.gradient(total, weights)

    steps = dict(shapes)["inputs"][1] if settings.net == "rnn" else 0
    how = {"autograph": False, "jit_compile": steps > MOST_STEPS}
    return tf.function(mean_loss, **how), tf.function(gradient, **how)
