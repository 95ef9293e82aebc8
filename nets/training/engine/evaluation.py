"""A net evaluated on all rows: its scores, its hidden units, and its outputs, in pieces as they are computed."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from nets.models.heads import head_of
from nets.training.engine.batching import Batch, Data, as_columns, of_each, summed
from nets.training.engine.gradient import Model, forward


class Evaluation(NamedTuple):
    """scores (R, M); accuracy (R,) of the training rows; hidden units, of an RNN (R, S, T, H), of an MLP (R, n, H) of
    the `spread_rows`; outputs in pieces, each the probabilities (N, R, K, S) and the predicted classes (N, R, S) of
    N S rows.
    """

    scores: np.ndarray
    accuracy: np.ndarray
    hidden: np.ndarray
    pieces: Sequence[tuple[np.ndarray, np.ndarray]]

    def predicted(self, places: np.ndarray) -> np.ndarray:
        """The predicted class of the rows at these places, (R, n), in as few bytes as their number needs."""
        n_runs, n_classes = self.pieces[0][0].shape[1:3]
        every = [classes.transpose(1, 0, 2).reshape(n_runs, -1) for _, classes in self.pieces]
        return np.concatenate(every, axis=1).astype(np.min_scalar_type(n_classes))[:, places]

    def probs(self, places: np.ndarray) -> np.ndarray:
        """The probabilities of the rows at these places, (R, n, K)."""
        first = self.pieces[0][0]
        out, begin = np.empty((first.shape[1], len(places), first.shape[2]), first.dtype), 0
        for probs, _ in self.pieces:
            n_blocks, *_, size = probs.shape
            inside = (places >= begin) & (places < begin + n_blocks * size)
            block, place = np.divmod(places[inside] - begin, size)
            out[:, inside] = probs[block, :, :, place].transpose(1, 0, 2)
            begin += n_blocks * size
        return out

    def states(self, places: np.ndarray) -> np.ndarray:
        """An RNN's hidden states at these places, (R, n, H)."""
        n_runs, *_, n_units = self.hidden.shape
        return self.hidden.reshape(n_runs, -1, n_units)[:, places]


def evaluate(net: Model, params, data: Data) -> tuple:
    """The fields of `Evaluation` as tensors. An MLP's first pieces are the training rows' blocks, then come the rest of
    them, then the validation rows'.
    """
    data, head = as_columns(net.settings, data), head_of(net.settings)
    if net.settings.net == "rnn":
        rows = data.training.rest
        hidden, logits = forward(net, params, rows)
        loss = head.loss(logits, rows.targets, rows.weights)
        accuracy = head.accuracy(logits, rows.targets, rows.in_accuracy)
        scores = scores_of(net, params, data, loss, logits)
        n_runs, *_, n_outputs = logits.shape
        each = tf.linalg.matrix_transpose(tf.reshape(logits, (1, n_runs, -1, n_outputs)))
        return scores, accuracy, hidden, [(head.probabilities(each, axis=2), head.predicted(each, axis=2))]

    def one(batch: Batch, share: float):
        logits = forward(net, params, batch)[1]
        loss = share * head.loss(logits, batch.targets, batch.weights, columns=True)
        accuracy = share * head.accuracy(logits, batch.targets, batch.in_accuracy, columns=True)
        return loss, accuracy, head.probabilities(logits, axis=1), head.predicted(logits, axis=1)

    pieces, scores = [], []
    for rows in (data.training,) if data.validation is None else (data.training, data.validation):
        found = of_each(one, rows)
        scores += [tf.add_n([tf.reduce_sum(piece[k], axis=0) for piece in found]) for k in (0, 1)]
        pieces += [piece[2:] for piece in found]
    loss, accuracy, *of_validation = scores
    hidden = forward(net, params, Batch(data.spread, data.training.rest.targets))[0]
    return tf.stack([loss, *of_validation], axis=-1), accuracy, tf.linalg.matrix_transpose(hidden), pieces


def accuracy_of(net: Model, params, data: Data) -> tf.Tensor:
    """The accuracy of the training rows, (R,)."""
    data, head = as_columns(net.settings, data), head_of(net.settings)
    is_mlp = net.settings.net == "mlp"

    def one(batch: Batch, share: float) -> tf.Tensor:
        logits = forward(net, params, batch)[1]
        return share * head.accuracy(logits, batch.targets, batch.in_accuracy, columns=is_mlp)

    return summed(one, data.training)


def scores_of(net: Model, params, data: Data, loss: tf.Tensor, logits: tf.Tensor | None) -> tf.Tensor:
    """The loss, and of validation rows the loss and the accuracy too, (R, 1 or 3); loss and logits are the training
    rows'.
    """
    scores, head = [loss], head_of(net.settings)
    if data.validation is not None:

        def one(batch: Batch, share: float) -> tuple[tf.Tensor, tf.Tensor]:
            outputs = (forward(net, params, batch)[1], batch.targets)
            loss = share * head.loss(*outputs, batch.weights, columns=True)
            return loss, share * head.accuracy(*outputs, batch.in_accuracy, columns=True)

        scores += summed(one, data.validation)
    elif data.validation_weights is not None:
        outputs, counted = (logits, data.training.rest.targets), data.validation_counted
        counted = data.validation_weights if counted is None else counted
        scores += [head.loss(*outputs, data.validation_weights), head.accuracy(*outputs, counted)]
    return tf.stack(scores, axis=-1)
