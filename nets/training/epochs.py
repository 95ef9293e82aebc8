"""Epochs of full-batch gradient descent under a GradientTape, many to one compiled call."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import tensorflow as tf

from nets.models import mlp, rnn
from nets.models.losses import cross_entropy

MAX_CHUNK = 8192  # epochs in one compiled call
FORWARD = {"mlp": mlp.forward, "rnn": rnn.forward}
COMPILED_NETS = 64  # nets whose compiled functions are kept


@dataclass(frozen=True)
class Compiled:
    """The two compiled functions of one net at one shape; the learning rate and the epochs are tensors, not shapes."""

    train: Callable
    evaluate: Callable


def _train(forward: Callable) -> Callable:
    def train(params, inputs, targets, learning_rate, n_epochs):
        """Parameters after n_epochs updates, and the loss before each, (MAX_CHUNK, R), filled up to n_epochs.

        W <- W - learning_rate dJ/dW, J the mean cross-entropy over all rows.
        """

        def epoch(i, params, losses):
            with tf.GradientTape() as tape:
                tape.watch(params)
                loss = cross_entropy(forward(params, inputs)[1], targets)  # (R,)
                total = tf.reduce_sum(loss)  # runs share no weight: each gets its own gradient
            gradients = tape.gradient(total, params)
            params = {name: params[name] - learning_rate * gradients[name] for name in params}
            return i + 1, params, tf.tensor_scatter_nd_update(losses, [[i]], loss[None])

        n_runs = next(iter(params.values())).shape[0]
        losses = tf.zeros((MAX_CHUNK, n_runs), inputs.dtype)
        _, params, losses = tf.while_loop(lambda i, *_: i < n_epochs, epoch, (0, params, losses))
        return params, losses

    return train


def _evaluate(forward: Callable) -> Callable:
    def evaluate(params, inputs, targets):
        """Loss (R,), accuracy (R,), probabilities (R, B, K) and hidden units (R, B, H) at these parameters."""
        hidden, logits = forward(params, inputs)
        right = tf.equal(tf.argmax(logits, -1), tf.argmax(targets, -1)[None])
        accuracy = tf.reduce_mean(tf.cast(right, logits.dtype), -1)
        return cross_entropy(logits, targets), accuracy, tf.nn.softmax(logits), hidden

    return evaluate


@functools.lru_cache(maxsize=COMPILED_NETS)
def compiled(net: str, shapes: tuple[tuple[int, ...], ...]) -> Compiled:
    """The functions for a net whose inputs, targets and weights have these shapes; kept for the next run like it."""
    forward = FORWARD[net]
    return Compiled(tf.function(_train(forward), jit_compile=True), tf.function(_evaluate(forward), jit_compile=True))
