"""Runs of different widths and activations in one function: padded to the same width, each with its own activation."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import tensorflow as tf

from nets.models.activations import ACTIVATIONS

Activate = Callable[[int, tf.Tensor], tf.Tensor]


class Mixture(NamedTuple):
    """How R runs differ inside: `units` (R, L) of each hidden layer, the rest of it being padding; `choice` (R,), which
    of the function's activations. Either is () where the runs do not differ in it.
    """

    units: tf.Tensor | tuple[()] = ()
    choice: tf.Tensor | tuple[()] = ()


def activate_of(activations: Sequence[str], mixture: Mixture) -> Activate:
    """What is made of a hidden layer's number, from 1 on, and its sums z (R, H, B), or (1, H, B, L) in lanes: each
    run's own activation f of its own units, and 0 for the padding.

    The weights to and from padding start at 0 and stay there. From it nothing is passed on, and to it no gradient
    comes: both are 0 times 0. An activation that is not the run's sees zeros in the place of z, so neither it nor its
    derivative is infinite.
    """
    has_padding, differ = not isinstance(mixture.units, tuple), not isinstance(mixture.choice, tuple)

    def activate(layer: int, sums: tf.Tensor) -> tf.Tensor:
        is_own = None
        if has_padding:
            places = tf.reshape(tf.range(sums.shape[1]), (1, -1, *[1] * (len(sums.shape) - 2)))
            is_own = places < _for_units(mixture.units[:, layer - 1], sums)
        if not differ:
            return _own_units(activations[0], sums, is_own)
        values, choice = tf.zeros_like(sums), _for_units(mixture.choice, sums)
        for i, name in enumerate(activations):
            is_mine = tf.equal(choice, i)
            mine = _own_units(name, tf.where(is_mine, sums, tf.zeros_like(sums)), is_own)
            values = tf.where(is_mine, mine, values)
        return values

    return activate


def _own_units(name: str, sums: tf.Tensor, is_own: tf.Tensor | None) -> tf.Tensor:
    """The activation of a run's own units, and 0 for the padding, which has no share in a softmax."""
    if is_own is None:
        return ACTIVATIONS[name](sums)
    if name == "softmax":
        return ACTIVATIONS[name](tf.where(is_own, sums, tf.constant(-float("inf"), sums.dtype)))
    return tf.where(is_own, ACTIVATIONS[name](sums), tf.zeros_like(sums))


def _for_units(value: tf.Tensor, sums: tf.Tensor) -> tf.Tensor:
    """One number a run, (R,), as (R, 1, 1), or (1, 1, 1, L) in lanes, to be compared with sums."""
    return tf.reshape(value, (-1, 1, 1) if len(sums.shape) == 3 else (1, 1, 1, -1))
