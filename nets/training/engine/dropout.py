"""Dropout: hidden units left out of a step at random."""

import tensorflow as tf

from nets.models.mlp import Dropout
from nets.training.engine.random import uniform


def dropout_of(rate: tf.Tensor, seeds: tf.Tensor, count: tf.Tensor) -> Dropout:
    """Leaves out this share (R,) of each run's units in the step with this count, and scales the others up by it:
    h / (1 - rate) or 0. Source: Srivastava et al. 2014, inverted as usual.
    """

    def dropout(layer: int, values: tf.Tensor) -> tf.Tensor:
        draws = uniform(seeds, count * 8 + layer, tuple(values.shape[1:]), values.dtype)
        share = tf.reshape(rate, (-1, 1, 1))
        return tf.where(draws >= share, values / (1 - share), tf.zeros_like(values))

    return dropout
