"""Rows as the compiled functions take them: an MLP's as columns, and many of them block by block, so that what is
worked out of each stays in the cache.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from nets.models import mlp
from nets.settings import Settings
from nets.training.engine.layout import Arrangement, Part
from nets.training.memory import rows_at_once
from nets.training.protocol.snapshot import spread_rows

ToTensor = Callable[[np.ndarray], tf.Tensor]


class Batch(NamedTuple):
    """Rows that are taken at once, the MLP's as columns; their weights in the loss where it is no plain mean, dropout
    if any.

    `counted` are their weights in the accuracy, where class weights make those of the loss others.
    """

    inputs: tf.Tensor
    targets: tf.Tensor
    weights: tf.Tensor | None = None
    dropout: mlp.Dropout | None = None
    counted: tf.Tensor | None = None

    @property
    def in_accuracy(self) -> tf.Tensor | None:
        """Their weights in the accuracy; None: it is the plain mean."""
        return self.weights if self.counted is None else self.counted

    @property
    def there(self) -> dict[str, tf.Tensor]:
        """By name, the tensors that are not None."""
        return {name: value for name, value in self._asdict().items() if value is not None}


class Rows(NamedTuple):
    """All rows: of an MLP's many N blocks, (N, D+1, S) and (N, O, S), and the rest of them; of others all are rest."""

    rest: Batch
    blocks: Batch | None = None

    @property
    def n_rows(self) -> int:
        """How many columns an MLP's rows are (B)."""
        in_blocks = 0 if self.blocks is None else self.blocks.inputs.shape[0] * self.blocks.inputs.shape[2]
        return in_blocks + self.rest.inputs.shape[-1]

    @property
    def shares(self) -> tuple[float, float]:
        """The share of all rows that the mean over a block counts for, and that of the rest; 1 where weights sum to the
        whole over all of them.
        """
        if self.rest.weights is not None:
            return 1.0, 1.0
        n_blocks, _, size = self.blocks.inputs.shape
        share = size / self.n_rows
        return share, 1 - n_blocks * share


class Data(NamedTuple):
    """What a run is trained and tested on, a structure of tensors that compiled functions take.

    An RNN's validation steps are in its training sequences, and count by `validation_weights` (S, T), in the accuracy
    by `validation_counted` where that is there. Of an MLP alone: the `validation` rows; the training rows from which
    batches are `drawn`, (B, D+1) and (B, O), where they are; the inputs of the `spread_rows`, `spread` (D+1, n).
    """

    training: Rows
    validation: Rows | None = None
    validation_weights: tf.Tensor | None = None
    validation_counted: tf.Tensor | None = None
    drawn: Batch | None = None
    spread: tf.Tensor | None = None

    @property
    def n_scores(self) -> int:
        """M, the numbers kept of each epoch: the loss; with validation rows also their loss and their accuracy."""
        return 1 if self.validation is None and self.validation_weights is None else 3


def laid_out(runs: Sequence[Settings], arrangement: Arrangement, to_tensor: ToTensor) -> Data:
    """The rows for the compiled functions. They are taken out of the arrangement one after the other, for a large table
    is not to be held twice.
    """
    training, validation = arrangement.training, arrangement.validation
    if runs[0].net == "rnn":
        weights, counted, of_validation, validation_counted = (
            None if each is None else to_tensor(each)
            for each in (
                training.weights,
                training.counted,
                arrangement.validation_weights,
                arrangement.validation_counted,
            )
        )
        inputs, targets = to_tensor(training.taken("inputs")), to_tensor(training.taken("targets"))
        rest = Batch(inputs, targets, weights, counted=counted)
        return Data(Rows(rest), validation_weights=of_validation, validation_counted=validation_counted)
    spread = to_tensor(_spread(arrangement))
    drawn = None
    if 0 < runs[0].batch < len(training.inputs):
        weights = None if training.weights is None else to_tensor(training.weights)
        drawn = Batch(to_tensor(training.inputs), to_tensor(training.targets), weights)
    rows = _in_blocks(runs, training, to_tensor)
    validation_rows = None if validation is None else _in_blocks(runs, validation, to_tensor)
    return Data(rows, validation=validation_rows, drawn=drawn, spread=spread)


def as_columns(net: Settings, data: Data) -> Data:
    """The data of `laid_out`, an MLP's rows outside blocks turned into columns. Turned before, they would be multiplied
    in another order when the net is evaluated than when it is trained.
    """
    if net.net == "rnn":
        return data

    def turned(rows: Rows | None) -> Rows | None:
        if rows is None:
            return None
        inputs, targets = (tf.linalg.matrix_transpose(each) for each in rows.rest[:2])
        return rows._replace(rest=rows.rest._replace(inputs=inputs, targets=targets))

    return data._replace(training=turned(data.training), validation=turned(data.validation))


def for_lanes(data: Data) -> Data:
    """The data for runs in lanes, all but the inputs with an axis of 1 for them, the last."""

    def widened(batch: Batch | None) -> Batch | None:
        if batch is None:
            return None
        names = [name for name in ("targets", "weights", "counted") if getattr(batch, name) is not None]
        return batch._replace(**{name: getattr(batch, name)[..., None] for name in names})

    def of(rows: Rows | None) -> Rows | None:
        return None if rows is None else Rows(widened(rows.rest), widened(rows.blocks))

    return data._replace(training=of(data.training), validation=of(data.validation))


def summed(one: Callable[[Batch, float], tf.Tensor], rows: Rows) -> tf.Tensor:
    """The sum of what `one` makes, tensors in any structure, of each block and the rest; it is told the share of all
    rows that their mean counts for, 1 where their weights say that already.
    """
    if rows.blocks is None:
        return one(rows.rest, 1.0)
    of_block, of_rest = rows.shares
    n_blocks, parts = rows.blocks.inputs.shape[0], rows.blocks.there

    def add(block, total):
        more = one(Batch(**{name: part[block] for name, part in parts.items()}), of_block)
        return block + 1, tf.nest.map_structure(tf.add, total, more)

    start = (0, one(rows.rest, of_rest))
    return tf.while_loop(lambda block, _: block < n_blocks, add, start, maximum_iterations=n_blocks)[1]


def of_each(one: Callable[[Batch, float], tf.Tensor], rows: Rows) -> list[tf.Tensor]:
    """The same of each block, with the blocks as first axis, (N, ...), and then of the rest, (1, ...)."""
    if rows.blocks is None:
        return [tf.nest.map_structure(lambda value: value[None], one(rows.rest, 1.0))]
    of_block, of_rest = rows.shares
    rest = one(rows.rest, of_rest)
    kinds = tf.nest.map_structure(lambda value: value.dtype, rest)
    blocks = tf.map_fn(lambda block: one(Batch(**block), of_block), rows.blocks.there, fn_output_signature=kinds)
    return [blocks, tf.nest.map_structure(lambda value: value[None], rest)]


def _in_blocks(runs: Sequence[Settings], part: Part, to_tensor: ToTensor) -> Rows:
    """The part's rows cut into blocks of as many as an MLP takes at once; the rest of them, never empty, as rows."""
    (n_rows, n_inputs), n_outputs = part.inputs.shape, part.targets.shape[1]
    size = rows_at_once(runs, n_rows, n_inputs=n_inputs, n_outputs=n_outputs)
    n_cut = (n_rows - 1) // size * size
    rest, blocks = {}, {}
    for name in ("inputs", "targets"):
        rows = part.taken(name)
        rest[name] = to_tensor(np.ascontiguousarray(rows[n_cut:]))
        if n_cut:
            cut = np.ascontiguousarray(rows[:n_cut].reshape(-1, size, rows.shape[1]).transpose(0, 2, 1))
            del rows
            blocks[name] = to_tensor(cut)
    for name in ("weights", "counted"):
        if (weights := getattr(part, name)) is not None:
            rest[name] = to_tensor(weights[n_cut:])
            if n_cut:
                blocks[name] = to_tensor(weights[:n_cut].reshape(-1, size))
    return Rows(Batch(**rest), Batch(**blocks) if blocks else None)


def _spread(arrangement: Arrangement) -> np.ndarray:
    """The inputs of the spread rows as columns, (D+1, n)."""
    training, validation = arrangement.training, arrangement.validation
    places, n_training = arrangement.rows[spread_rows(len(arrangement.rows))], len(training.inputs)
    inputs = training.inputs[np.minimum(places, n_training - 1)]
    if validation is not None:
        is_held = places >= n_training
        inputs[is_held] = validation.inputs[places[is_held] - n_training]
    return np.ascontiguousarray(inputs.T)
