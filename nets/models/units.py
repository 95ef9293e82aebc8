"""What a hidden unit makes of its weighted sum."""

import tensorflow as tf

# Each maps sums (..., H) to units (..., H); softmax alone looks at all units of a layer at once.
UNITS = {
    "softmax": tf.nn.softmax,
    "tanh": tf.tanh,
    "relu": tf.nn.relu,
    "leaky_relu": lambda sums: tf.nn.leaky_relu(sums, alpha=0.01),
    "sigmoid": tf.sigmoid,
    "gelu": lambda sums: tf.nn.gelu(sums, approximate=False),
    "linear": tf.identity,
    "sine": tf.sin,
}


def with_one(values: tf.Tensor) -> tf.Tensor:
    """The values with the constant 1 appended to the last axis."""
    return tf.concat([values, tf.ones_like(values[..., :1])], axis=-1)
