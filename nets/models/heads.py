"""The output head: how labels become targets, and what a net's logits mean."""

import numpy as np
import tensorflow as tf

from nets.models.losses import cross_entropy, over_rows
from nets.settings import Settings


class Softmax:
    """One logit a class, and softmax over them.

    `axis` is that of the K outputs, also where there are others around them. With `columns` tensors are as the MLP has
    them, logits (R, K, B), targets (K, B) or (R, K, B), weights (R, B), of runs in lanes (R / L, K, B, L) and
    (K, B, 1); else logits (R, ..., K), targets (..., K) and weights (...), which sum to 1.
    """

    def targets(self, labels: np.ndarray, *, n_classes: int, dtype: np.dtype) -> np.ndarray:
        """The labels (B,), classes from 0 on, one-hot (B, K)."""
        return np.eye(n_classes, dtype=dtype)[labels]

    def loss(
        self, logits: tf.Tensor, targets: tf.Tensor, weights: tf.Tensor | None = None, *, columns: bool = False
    ) -> tf.Tensor:
        """The mean of -log p(label) over rows in nats, or its weighted sum, (R,)."""
        return cross_entropy(logits, targets, weights, columns=columns)

    def probabilities(self, logits: tf.Tensor, *, axis: int) -> tf.Tensor:
        """p of every class, K along the axis."""
        return tf.nn.softmax(logits, axis=axis)

    def predicted(self, logits: tf.Tensor, *, axis: int) -> tf.Tensor:
        """The class of the largest probability, int32, without the axis."""
        return tf.argmax(logits, axis, output_type=tf.int32)

    def labels(self, targets: tf.Tensor, *, axis: int) -> tf.Tensor:
        """The classes that were encoded in the targets, int32, without the axis."""
        return tf.argmax(targets, axis, output_type=tf.int32)

    def accuracy(
        self, logits: tf.Tensor, targets: tf.Tensor, weights: tf.Tensor | None = None, *, columns: bool = False
    ) -> tf.Tensor:
        """The share of rows whose predicted class is the label's, or the sum of their weights, (R,)."""
        is_shared = len(targets.shape) < len(logits.shape)
        axis, of_targets = (1, 0 if is_shared else 1) if columns else (-1, -1)
        right = tf.equal(self.predicted(logits, axis=axis), self.labels(targets, axis=of_targets))
        right = tf.cast(right, logits.dtype)
        if weights is not None:
            right *= weights
        return over_rows(right, is_mean=weights is None, columns=columns)


Head = Softmax  # the union of all heads

SOFTMAX = Softmax()


def head_of(settings: Settings) -> Head:
    """The head of such a net."""
    return SOFTMAX
