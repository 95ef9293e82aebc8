"""Activations: what a layer applies to its weighted sums."""

import math
from collections.abc import Callable, Mapping

import tensorflow as tf

from nets.settings.cases import cases_of

LEAK = 0.01  # the slope of leaky relu below 0


def softmax(sums: tf.Tensor) -> tf.Tensor:
    """exp(z_i) / sum_j exp(z_j) over the units j of a layer, (R, H, ...), taken from z less its largest."""
    if len(sums.shape) == 4:
        return _softmax_in_lanes(sums)
    with tf.name_scope("softmax"):  # by which a recorded tape shows it as one step
        powers = tf.exp(sums - tf.stop_gradient(tf.reduce_max(sums, axis=1, keepdims=True)))
        return powers / tf.reduce_sum(powers, axis=1, keepdims=True)


@tf.custom_gradient
def _softmax_in_lanes(sums):
    """The same of (1, H, B, L). Its gradient is h (g - sum_j g_j h_j): one division a row instead of one a unit."""
    powers = tf.exp(sums - tf.reduce_max(sums, axis=1, keepdims=True))
    units = powers * (1 / tf.reduce_sum(powers, axis=1, keepdims=True))
    return units, lambda gradient: units * (gradient - tf.reduce_sum(gradient * units, axis=1, keepdims=True))


def gelu(sums: tf.Tensor) -> tf.Tensor:
    """z (1 + erf(z / sqrt 2)) / 2 = z erfc(-z / sqrt 2) / 2 in the precision of z; `tf.nn.gelu` rounds 1 / sqrt 2 to
    float32.

    Source: Hendrycks and Gimpel 2016, section 2.
    """
    return 0.5 * sums * tf.math.erfc(-sums * tf.constant(math.sqrt(0.5), sums.dtype))


def leaky_relu(sums: tf.Tensor) -> tf.Tensor:
    """z where z > 0, else 0.01 z, in the precision of z; `tf.nn.leaky_relu` rounds 0.01 to float32."""
    return sums * tf.where(sums > 0, tf.constant(1, sums.dtype), tf.constant(LEAK, sums.dtype))


# Each maps sums (R, H, ...) to values of that shape; softmax alone looks at all units of a layer at once.
ACTIVATIONS: Mapping[str, Callable[[tf.Tensor], tf.Tensor]] = cases_of(
    "activation",
    {
        "softmax": softmax,
        "tanh": tf.tanh,
        "relu": tf.nn.relu,
        "leaky_relu": leaky_relu,
        "sigmoid": tf.sigmoid,
        "gelu": gelu,
        "linear": tf.identity,
        "sine": tf.sin,
    },
)


def with_one(values: tf.Tensor, *, axis: int) -> tf.Tensor:
    """The values with the constant 1 appended to this axis."""
    one = tf.ones_like(tf.gather(values, [0], axis=axis))
    return tf.concat([values, one], axis=axis)
