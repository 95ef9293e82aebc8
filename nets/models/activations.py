"""Activations: what a layer applies to its weighted sums."""

from collections.abc import Callable, Mapping

import tensorflow as tf

from nets.settings.cases import cases_of


def softmax(sums: tf.Tensor) -> tf.Tensor:
    """exp(z_i) / sum_j exp(z_j) over the units j of a layer, (R, H, ...), taken from z less its largest."""
    if len(sums.shape) == 4:
        return _softmax_in_lanes(sums)
    powers = tf.exp(sums - tf.stop_gradient(tf.reduce_max(sums, axis=1, keepdims=True)))
    return powers / tf.reduce_sum(powers, axis=1, keepdims=True)


@tf.custom_gradient
def _softmax_in_lanes(sums):
    """The same of (1, H, B, L). Its gradient is h (g - sum_j g_j h_j): one division a row instead of one a unit."""
    powers = tf.exp(sums - tf.reduce_max(sums, axis=1, keepdims=True))
    units = powers * (1 / tf.reduce_sum(powers, axis=1, keepdims=True))
    return units, lambda gradient: units * (gradient - tf.reduce_sum(gradient * units, axis=1, keepdims=True))


# Each maps sums (R, H, ...) to values of that shape; softmax alone looks at all units of a layer at once.
ACTIVATIONS: Mapping[str, Callable[[tf.Tensor], tf.Tensor]] = cases_of(
    "activation",
    {
        "softmax": softmax,
        "tanh": tf.tanh,
        "relu": tf.nn.relu,
        "leaky_relu": lambda sums: tf.nn.leaky_relu(sums, alpha=0.01),
        "sigmoid": tf.sigmoid,
        "gelu": lambda sums: tf.nn.gelu(sums, approximate=False),
        "linear": tf.identity,
        "sine": tf.sin,
    },
)


def with_one(values: tf.Tensor, *, axis: int) -> tf.Tensor:
    """The values with the constant 1 appended to this axis."""
    one = tf.ones_like(tf.gather(values, [0], axis=axis))
    return tf.concat([values, one], axis=axis)
