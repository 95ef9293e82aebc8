"""What a net is trained to make small, and how often it is right."""

from collections.abc import Mapping

import tensorflow as tf


def cross_entropy(
    logits: tf.Tensor, targets: tf.Tensor, weights: tf.Tensor | None = None, *, columns: bool = False
) -> tf.Tensor:
    """Mean over rows of -log p(label), in nats, (R,), from logits (R, ..., K) and one-hot targets (..., K).

    log p_k = z_k - log sum_j exp z_j, taken from the logits, so that no product of probabilities
    can reach 0 and its logarithm infinity. With `weights` (...), which sum to 1, the weighted sum instead of the mean.
    With `columns` a row's logits and targets are a column, (R, K, B) and (K, B) or (R, K, B), as the MLP has them.
    """
    axis = -2 if columns else -1
    shifted = logits - tf.stop_gradient(tf.reduce_max(logits, axis=axis, keepdims=True))
    of_label = tf.reduce_sum(targets * shifted, axis=axis)
    log_p = of_label - tf.math.log(tf.reduce_sum(tf.exp(shifted), axis=axis))  # (R, ...)
    rows = list(range(1, len(log_p.shape)))
    if weights is None:
        return -tf.reduce_mean(log_p, axis=rows)
    # where a row does not count, not even an infinite loss may
    return -tf.reduce_sum(tf.where(weights > 0, log_p * weights, tf.zeros_like(log_p)), axis=rows)


def accuracy(
    logits: tf.Tensor, targets: tf.Tensor, weights: tf.Tensor | None = None, *, columns: bool = False
) -> tf.Tensor:
    """The share of rows whose largest logit is the label's, (R,); all else as in cross_entropy."""
    axis = -2 if columns else -1
    right = tf.equal(tf.argmax(logits, axis), tf.argmax(targets, axis))
    right = tf.cast(right, logits.dtype)
    rows = list(range(1, len(right.shape)))
    return tf.reduce_mean(right, axis=rows) if weights is None else tf.reduce_sum(right * weights, axis=rows)


def penalty(params: Mapping[str, tf.Tensor], *, l1: tf.Tensor | None, l2: tf.Tensor | None) -> tf.Tensor:
    """l1 sum |w| + l2 sum w², (R,), over all weights, those of the constant input too; l1 and l2 are (R,) or None."""
    total = 0.0
    for value in params.values():
        if l1 is not None:
            total += l1 * tf.reduce_sum(tf.abs(value), axis=[1, 2])
        if l2 is not None:
            total += l2 * tf.reduce_sum(value * value, axis=[1, 2])
    return total
