"""What a net is trained to make small, and how often it is right."""

from collections.abc import Mapping

import tensorflow as tf


def cross_entropy(logits: tf.Tensor, targets: tf.Tensor, weights: tf.Tensor | None = None) -> tf.Tensor:
    """Mean over rows of -log p(label), in nats, (R,), from logits (R, ..., K) and one-hot targets (..., K).

    log p_k = z_k - log sum_j exp z_j, taken from the logits, so that no product of probabilities
    can reach 0 and its logarithm infinity. With `weights` (...), which sum to 1, the weighted sum instead of the mean.
    """
    log_p = tf.reduce_sum(targets * tf.nn.log_softmax(logits), axis=-1)  # (R, ...)
    rows = list(range(1, len(log_p.shape)))
    if weights is None:
        return -tf.reduce_mean(log_p, axis=rows)
    # where a row does not count, not even an infinite loss may
    return -tf.reduce_sum(tf.where(weights > 0, log_p * weights, tf.zeros_like(log_p)), axis=rows)


def accuracy(logits: tf.Tensor, targets: tf.Tensor, weights: tf.Tensor | None = None) -> tf.Tensor:
    """The share of rows whose largest logit is the label's, (R,); shapes and weights as in cross_entropy."""
    right = tf.equal(tf.argmax(logits, -1), tf.argmax(targets, -1))
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
