"""Losses: what a net is trained to make small."""

from collections.abc import Mapping

import tensorflow as tf


def cross_entropy(
    logits: tf.Tensor, targets: tf.Tensor, weights: tf.Tensor | None = None, *, columns: bool = False
) -> tf.Tensor:
    """Mean over rows of -log p(label), in nats, (R,), from logits (R, ..., K) and one-hot targets (..., K).

    log p_k = z_k - log sum_j exp z_j, taken from the logits, so that no product of probabilities
    can reach 0 and its logarithm infinity. With `weights` (...), which sum to 1, the weighted sum instead of the mean.
    With `columns` they are as the MLP has them: logits (R, K, B), targets (K, B) or (R, K, B), weights (R, B); of runs
    in lanes (R / L, K, B, L) and (K, B, 1).
    """
    axis = 1 if columns else -1
    shifted = logits - tf.stop_gradient(tf.reduce_max(logits, axis=axis, keepdims=True))
    of_label = tf.reduce_sum(targets * shifted, axis=axis)
    log_p = of_label - tf.math.log(tf.reduce_sum(tf.exp(shifted), axis=axis))  # (R, ...)
    return _negative_mean(log_p, weights, columns=columns)


def binary_cross_entropy(
    logits: tf.Tensor, targets: tf.Tensor, weights: tf.Tensor | None = None, *, columns: bool = False
) -> tf.Tensor:
    """Mean over rows of -log p(label), in nats, (R,), from logits z and targets y of 0 or 1, with p = sigmoid(z) the
    probability of 1. Shapes are those of `cross_entropy` with one output in place of K.

    -log p(label) = softplus(z) - y z = softplus((1 - 2 y) z). Of the two the last keeps all digits of a small loss,
    and of its gradient p - y.
    """
    log_p = -tf.reduce_sum(tf.nn.softplus((1 - 2 * targets) * logits), axis=1 if columns else -1)
    return _negative_mean(log_p, weights, columns=columns)


def penalty(params: Mapping[str, tf.Tensor], *, l1: tf.Tensor | None, l2: tf.Tensor | None) -> tf.Tensor:
    """l1 sum |w| + l2 sum w², (R,), over all weights, the bias column included.

    Weights are (R, rows, columns), or (R / L, rows, columns, L) in lanes; l1 and l2 are (R,) or None.
    """
    total = 0.0
    for value in params.values():
        if l1 is not None:
            total += l1 * tf.reshape(tf.reduce_sum(tf.abs(value), axis=[1, 2]), [-1])
        if l2 is not None:
            total += l2 * tf.reshape(tf.reduce_sum(value * value, axis=[1, 2]), [-1])
    return total


def _negative_mean(log_p: tf.Tensor, weights: tf.Tensor | None, *, columns: bool) -> tf.Tensor:
    if weights is not None:  # where a row does not count, not even an infinite loss may
        log_p = tf.where(weights > 0, log_p * weights, tf.zeros_like(log_p))
    return -over_rows(log_p, is_mean=weights is None, columns=columns)


def over_rows(values: tf.Tensor, *, is_mean: bool, columns: bool) -> tf.Tensor:
    """The mean or the sum (R,) over all rows of values (R, ...), with `columns` also (R / L, B, L)."""
    rows = [1] if columns else list(range(1, len(values.shape)))
    over = tf.reduce_mean(values, axis=rows) if is_mean else tf.reduce_sum(values, axis=rows)
    return tf.reshape(over, [-1])
