"""The multi-layer perceptron of the lecture: one hidden layer of softmax units."""

from collections.abc import Mapping

import tensorflow as tf


def forward(params: Mapping[str, tf.Tensor], inputs: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Hidden units (R, B, H) and logits (R, B, K) of inputs (B, D+1) whose last column is the constant 1.

    H = softmax(W1 X), P = softmax(W2 H), the logits being W2 H.
    Source: CSE 5523, Lecture Notes 18, 18.1, with rows where the lecture has columns.
    """
    hidden = tf.nn.softmax(tf.matmul(inputs, params["W1"], transpose_b=True))  # (R, B, H)
    return hidden, tf.matmul(hidden, params["W2"], transpose_b=True)  # (R, B, K)
