"""The net whose derivatives are computed: settings, weights and rows, in float64 whatever it is trained in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import tensorflow as tf

from nets.errors import Code, Refusal
from nets.models import mlp, rnn
from nets.models.heads import head_of
from nets.settings import Settings
from nets.training.engine.layout import Arrangement, arranged
from nets.training.protocol.examples import Examples

MOST_STEPS = 100  # of an RNN's sequence that are looked into

Tensors = dict[str, tf.Tensor]


@dataclass(frozen=True, eq=False)
class Net:
    """A net at one moment. `params` are its weights by name, each (rows, columns); dropout is not in play."""

    settings: Settings
    params: Mapping[str, np.ndarray]
    examples: Examples

    @cached_property
    def arrangement(self) -> Arrangement:
        """The rows as the engine has them."""
        return arranged(self.settings, self.examples, precision="float64")

    @cached_property
    def is_validation(self) -> np.ndarray:
        """True for each validation row, (B,)."""
        is_validation = self.examples.is_validation
        return np.zeros(self.examples.n_rows, bool) if is_validation is None else is_validation

    @cached_property
    def training_rows(self) -> np.ndarray:
        """The numbers of the rows the loss is the mean over."""
        return np.flatnonzero(~self.is_validation & self.examples.has_loss)

    def shares_of(self, rows: np.ndarray) -> np.ndarray:
        """The share of each of these rows (n,) in their weighted mean, (n,): by its class, and 1 in all."""
        weights = np.ones(self.examples.n_classes)
        if self.examples.class_weights is not None:
            weights = np.array(self.examples.class_weights)
        of_rows = weights[self.examples.targets[rows]]
        return of_rows / of_rows.sum()

    def weights(self, dtype: tf.DType = tf.float64, *, n_runs: int = 1) -> Tensors:
        """The weights as the models take them, (R, rows, columns), every run's the same."""
        return {
            name: tf.constant(np.repeat(np.asarray(value)[None], n_runs, axis=0), dtype)
            for name, value in self.params.items()
        }

    def data(self, dtype: tf.DType = tf.float64) -> Tensors:
        """The training rows as the models take them: inputs, targets and, where it is no plain mean, weights."""
        rows = self.arrangement.training
        data = {"inputs": rows.inputs, "targets": rows.targets, "weights": rows.weights}
        return {name: tf.constant(value, dtype) for name, value in data.items() if value is not None}

    def logits(self, weights: Tensors, inputs: tf.Tensor) -> tf.Tensor:
        """The logits (R, B, O) or (R, S, T, O) of inputs (B, D+1) or (S, T, D+1)."""
        forward = mlp.forward if self.settings.net == "mlp" else rnn.forward
        return forward(self.settings, weights, inputs)[1]

    def places_of(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The sequence of each of these rows and its step in it; an RNN's alone."""
        return np.divmod(self.arrangement.rows[rows], self.arrangement.training.inputs.shape[1])

    def steps_to(self, row: int) -> np.ndarray:
        """The rows the net reads before it answers for this one, which is the last of them; for the MLP it alone.

        Raises `Refusal` where they are more than MOST_STEPS.
        """
        if self.settings.net == "mlp":
            return np.array([row])
        sequences, steps = self.places_of(np.arange(self.examples.n_rows))
        rows = np.flatnonzero((sequences == sequences[row]) & (steps <= steps[row]))
        if len(rows) > MOST_STEPS:
            sentence = f"Only the first {MOST_STEPS:,} steps of a sequence are looked into here: choose an earlier row."
            raise Refusal(Code.TOO_FAR, sentence)
        return rows[np.argsort(steps[rows])]

    def inputs_of(self, rows: np.ndarray, dtype: tf.DType = tf.float64) -> tf.Tensor:
        """The inputs of these rows with the constant 1 as the last, (n, D+1)."""
        return tf.constant(self.rows_of(rows), dtype)

    def rows_of(self, rows: np.ndarray) -> np.ndarray:
        """The same as numpy's float64."""
        return np.stack([*(column.at(rows) for column in self.examples.columns), np.ones(len(rows))], axis=1)

    def target_of(self, row: int, dtype: tf.DType = tf.float64) -> tf.Tensor:
        """The target of one row, (1, O). Raises `Refusal` where the row has no loss."""
        if not self.examples.has_loss[row]:
            rows = np.flatnonzero(self.examples.has_loss)
            near = rows[min(np.searchsorted(rows, row), len(rows) - 1)] + 1
            sentence = f"This time step has no label that counts, hence no loss of its own: row {near:,} has one."
            raise Refusal(Code.NO_LOSS, sentence)
        return self.targets_of(np.array([row]), dtype)

    def targets_of(self, rows: np.ndarray, dtype: tf.DType = tf.float64) -> tf.Tensor:
        """The targets of these rows, (n, O); of one that has no loss those of any class."""
        labels, n_classes = np.maximum(self.examples.targets[rows], 0), self.examples.n_classes
        return tf.constant(head_of(self.settings).targets(labels, n_classes=n_classes, dtype=dtype.as_numpy_dtype))
