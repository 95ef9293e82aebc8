"""The losses of chosen rows, through operations that have forward mode, traced once for nets of one structure."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import tensorflow as tf

from nets.autodiff.net import Net, Tensors
from nets.autodiff.unrolled import unrolled
from nets.models import mlp
from nets.models.heads import head_of
from nets.settings import Settings
from nets.settings.compile_key import forward_key

TRACED_NETS = 16


@dataclass(frozen=True)
class RowTensors:
    """Some rows as tensors: inputs (n, D+1), or of the sequences they are in (S, T, D+1) with each
    row's `places` (n, 2) there; targets (n, O); the `shares` (n,) of the rows in their mean loss.
    """

    inputs: tf.Tensor
    places: tf.Tensor
    targets: tf.Tensor
    shares: tf.Tensor

    @property
    def tensors(self) -> tuple[tf.Tensor, ...]:
        """All of them, in this order."""
        return self.inputs, self.places, self.targets, self.shares


def rows_of(net: Net, rows: np.ndarray, dtype: tf.DType = tf.float64) -> RowTensors:
    """These rows of the net's table."""
    targets, shares = net.targets_of(rows, dtype), tf.constant(net.shares_of(rows), dtype)
    if net.settings.net == "mlp":
        return RowTensors(net.inputs_of(rows, dtype), tf.zeros((0, 2), tf.int64), targets, shares)
    sequences, steps = net.places_of(rows)
    kept, sequences = np.unique(sequences, return_inverse=True)
    inputs = net.arrangement.training.inputs[kept, : steps.max() + 1]
    places = tf.constant(np.stack([sequences, steps], axis=1))
    return RowTensors(tf.constant(inputs, dtype), places, targets, shares)


def losses(settings: Settings, weights: Tensors, rows: RowTensors) -> tf.Tensor:
    """-log p(label) of each row, (n,), by one run's weights (1, rows, columns)."""
    if settings.net == "mlp":
        logits = mlp.forward(settings, weights, rows.inputs)[1][0]
    else:
        steps = unrolled(settings, weights, rows.inputs)
        logits = tf.gather_nd(tf.stack([step.logits for step in steps], axis=1), rows.places)
    return head_of(settings).row_losses(logits, rows.targets)


def mean_loss(settings: Settings, weights: Tensors, rows: RowTensors) -> tf.Tensor:
    """Their mean by the rows' shares, a scalar."""
    return tf.reduce_sum(rows.shares * losses(settings, weights, rows))


def row_loss(net: Net, weights: Tensors, inputs: tf.Tensor, target: tf.Tensor) -> tf.Tensor:
    """-log p(label) of one row, a scalar: inputs (1, D+1), or of the RNN's steps up to it (T, D+1); its target
    (1, O).
    """
    if net.settings.net == "mlp":
        logits = net.logits(weights, inputs)[0]
    else:
        logits = unrolled(net.settings, weights, inputs[None])[-1].logits
    return head_of(net.settings).row_losses(logits, target, axis=None)


@dataclass(frozen=True)
class GradientFunctions:
    """The gradient of the rows' mean loss: `reverse(weights, rows...)` by name, `forward(weights, along, rows...)`
    its derivative along one direction, both traced functions.
    """

    reverse: Callable
    forward: Callable


def gradient_functions(net: Net, rows: RowTensors) -> GradientFunctions:
    """The functions of both modes for nets of this structure and rows of these shapes."""
    shapes = tuple(tuple(each.shape) for each in rows.tensors)
    shapes += tuple(value.shape for value in net.params.values())
    return _traced(forward_key(net.settings), shapes)


@functools.lru_cache(maxsize=TRACED_NETS)
def _traced(settings: Settings, _shapes: tuple[tuple[int, ...], ...]) -> GradientFunctions:
    def reverse(weights: Tensors, *rows: tf.Tensor) -> Tensors:
        with tf.GradientTape() as tape:
            tape.watch(weights)
            total = mean_loss(settings, weights, RowTensors(*rows))
        return tape.gradient(total, weights)

    def forward(weights: Tensors, along: Tensors, *rows: tf.Tensor) -> tf.Tensor:
        with tf.autodiff.ForwardAccumulator(list(weights.values()), [along[name] for name in weights]) as accumulator:
            total = mean_loss(settings, weights, RowTensors(*rows))
        return accumulator.jvp(total, unconnected_gradients=tf.UnconnectedGradients.ZERO)

    return GradientFunctions(tf.function(reverse, autograph=False), tf.function(forward, autograph=False))
