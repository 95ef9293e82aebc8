"""Random numbers inside a compiled loop: each run's own, the same whatever is trained beside it."""

import tensorflow as tf


def noise(seeds: tf.Tensor, moment: tf.Tensor, n: int) -> tf.Tensor:
    """Uniform uint32, (R, n), a function of the run's seed (R,), the moment (a count), and the place alone.

    A counter hashed twice by lowbias32 (C. Wellons, hash-prospector): stateless, as training must be that can go
    on from any epoch. tf.random's stateless draws take one seed for all runs.
    """
    places = tf.cast(tf.range(n), tf.uint32)[None] * tf.constant(0x9E3779B9, tf.uint32)
    moments = tf.cast(moment, tf.uint32) * tf.constant(0x85EBCA6B, tf.uint32)
    return _mixed(_mixed(places + tf.cast(seeds, tf.uint32)[:, None]) + moments)


def shuffles(seeds: tf.Tensor, moment: tf.Tensor, n: int, *, last: tf.Tensor | None = None) -> tf.Tensor:
    """A permutation of 0 to n-1 for each run, (R, n) int32; those that are True in `last` (n,) come last."""
    keys = tf.bitwise.right_shift(noise(seeds, moment, n), tf.constant(1, tf.uint32))
    keys = tf.cast(keys, tf.int32)
    if last is not None:
        keys = tf.where(last, -1, keys)
    return tf.argsort(keys, axis=-1, direction="DESCENDING")


def uniform(seeds: tf.Tensor, moment: tf.Tensor, shape: tuple[int, ...], dtype: tf.DType) -> tf.Tensor:
    """Uniform in [0, 1), (R, *shape)."""
    n = 1
    for size in shape:
        n *= size
    bits = tf.bitwise.right_shift(noise(seeds, moment, n), tf.constant(8, tf.uint32))
    return tf.reshape(tf.cast(tf.cast(bits, tf.int32), dtype) / 2**24, (-1, *shape))


def _mixed(x: tf.Tensor) -> tf.Tensor:
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        x = tf.bitwise.bitwise_xor(x, tf.bitwise.right_shift(x, tf.constant(shift, tf.uint32)))
        x = x * tf.constant(factor, tf.uint32)
    return tf.bitwise.bitwise_xor(x, tf.bitwise.right_shift(x, tf.constant(16, tf.uint32)))
