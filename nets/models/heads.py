"""The output head: how labels become targets, and what a net's logits mean."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

import numpy as np
import tensorflow as tf

from nets.models.losses import binary_cross_entropy, cross_entropy, over_rows
from nets.settings import Settings
from nets.settings.cases import cases_of


class Head(ABC):
    """What is made of the logits of a net, O outputs for K classes.

    `axis` is that of the outputs, also where there are others around them. With `columns` tensors are as the MLP has
    them, logits (R, O, B), targets (O, B) or (R, O, B), weights (R, B), of runs in lanes (R / L, O, B, L) and
    (O, B, 1); else logits (R, ..., O), targets (..., O) and weights (...), which sum to 1.
    """

    @abstractmethod
    def targets(self, labels: np.ndarray, *, n_classes: int, dtype: np.dtype) -> np.ndarray:
        """The labels (B,), classes from 0 on, as the outputs should be, (B, O)."""

    @abstractmethod
    def loss(
        self, logits: tf.Tensor, targets: tf.Tensor, weights: tf.Tensor | None = None, *, columns: bool = False
    ) -> tf.Tensor:
        """The mean of -log p(label) over rows in nats, or its weighted sum, (R,)."""

    @abstractmethod
    def row_losses(self, logits: tf.Tensor, targets: tf.Tensor, *, axis: int | None = -1) -> tf.Tensor:
        """-log p(label) of each row, without the axis; with None their sum. In operations that have forward mode."""

    @abstractmethod
    def probabilities(self, logits: tf.Tensor, *, axis: int) -> tf.Tensor:
        """p of every class, K along the axis."""

    @abstractmethod
    def predicted(self, logits: tf.Tensor, *, axis: int) -> tf.Tensor:
        """The class of the largest probability, the first of equal ones, int32, without the axis."""

    @abstractmethod
    def labels(self, targets: tf.Tensor, *, axis: int) -> tf.Tensor:
        """The classes that were encoded in the targets, int32, without the axis."""

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


class Softmax(Head):
    """One output a class, one-hot targets, p = softmax(z)."""

    def targets(self, labels: np.ndarray, *, n_classes: int, dtype: np.dtype) -> np.ndarray:
        return np.eye(n_classes, dtype=dtype)[labels]

    def loss(
        self, logits: tf.Tensor, targets: tf.Tensor, weights: tf.Tensor | None = None, *, columns: bool = False
    ) -> tf.Tensor:
        return cross_entropy(logits, targets, weights, columns=columns)

    def row_losses(self, logits: tf.Tensor, targets: tf.Tensor, *, axis: int | None = -1) -> tf.Tensor:
        return -tf.reduce_sum(targets * tf.nn.log_softmax(logits), axis=axis)

    def probabilities(self, logits: tf.Tensor, *, axis: int) -> tf.Tensor:
        return tf.nn.softmax(logits, axis=axis)

    def predicted(self, logits: tf.Tensor, *, axis: int) -> tf.Tensor:
        return tf.argmax(logits, axis, output_type=tf.int32)

    def labels(self, targets: tf.Tensor, *, axis: int) -> tf.Tensor:
        return tf.argmax(targets, axis, output_type=tf.int32)


class Sigmoid(Head):
    """One output for two classes, targets y of 0 or 1, p = sigmoid(z) of the second class.

    It is the softmax whose z is the difference of the two: softmax((z_1, z_2))_2 = sigmoid(z_2 - z_1).
    """

    def targets(self, labels: np.ndarray, *, n_classes: int, dtype: np.dtype) -> np.ndarray:
        return labels[..., None].astype(dtype)

    def loss(
        self, logits: tf.Tensor, targets: tf.Tensor, weights: tf.Tensor | None = None, *, columns: bool = False
    ) -> tf.Tensor:
        return binary_cross_entropy(logits, targets, weights, columns=columns)

    def row_losses(self, logits: tf.Tensor, targets: tf.Tensor, *, axis: int | None = -1) -> tf.Tensor:
        return tf.reduce_sum(tf.nn.softplus(logits) - targets * logits, axis=axis)

    def probabilities(self, logits: tf.Tensor, *, axis: int) -> tf.Tensor:
        return tf.sigmoid(tf.concat([-logits, logits], axis=axis))  # 1 - p(z) is p(-z), and keeps its digits so

    def predicted(self, logits: tf.Tensor, *, axis: int) -> tf.Tensor:
        return tf.cast(tf.squeeze(logits, axis=[axis]) > 0, tf.int32)

    def labels(self, targets: tf.Tensor, *, axis: int) -> tf.Tensor:
        return tf.cast(tf.squeeze(targets, axis=[axis]), tf.int32)


HEADS: Mapping[str, Head] = cases_of("output", {"softmax": Softmax(), "sigmoid": Sigmoid()})


def head_of(settings: Settings) -> Head:
    """The head of such a net."""
    return HEADS[settings.output]
