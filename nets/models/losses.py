"""What a net is trained to make small."""

import tensorflow as tf


def cross_entropy(logits: tf.Tensor, targets: tf.Tensor) -> tf.Tensor:
    """Mean over rows of -log p(label), in nats, (R,), from logits (R, B, K) and one-hot targets (B, K).

    log p_k = z_k - log sum_j exp z_j, taken from the logits, so that no product of probabilities
    can reach 0 and its logarithm infinity.
    """
    return -tf.reduce_mean(tf.reduce_sum(targets * tf.nn.log_softmax(logits), axis=-1), axis=-1)
