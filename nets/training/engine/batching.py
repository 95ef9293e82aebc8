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
    """Rows that are taken at once, the MLP's as columns; weights where they are no plain mean, dropout if any."""

    inputs: tf.Tensor
    targets: tf.Tensor
    weights: tf.Tensor | None = None
    dropout: mlp.Dropout | None = None


class Rows(NamedTuple):
    """All rows: of an MLP's many N blocks, (N, D+1, S) and (N, O, S), and the rest of them; of others all are rest."""

    rest: Batch
    blocks: Batch | None = None

    @property
    def n_rows(self) -> int:
        """How many columns an MLP's rows are (B)."""
        in_blocks = 0 if self.blocks is None else self.blocks.inputs.shape[0] * self.blocks.inputs.shape[2]
        return in_blocks + self.rest.inputs.shape[-1]


class Data(NamedTuple):
    """What a run is trained and tested on, a structure of tensors that compiled functions take.

    An RNN's validation steps are in its training sequences, and count by `validation_weights` (S, T). Of an MLP alone:
    the `validation` rows; the training rows from which batches are `drawn`, (B, D+1) and (B, O), where they are; the
    inputs of the `spread_rows`, `spread` (D+1, n).
    """

    training: Rows
    validation: Rows | None = None
    validation_weights: tf.Tensor | None = None
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
        weights = [
            None if each is None else to_tensor(each) for each in (training.weights, arrangement.validation_weights)
        ]
        rest = Batch(to_tensor(training.taken("inputs")), to_tensor(training.taken("targets")), weights[0])
        return Data(Rows(rest), validation_weights=weights[1])
    spread = to_tensor(_spread(arrangement))
    drawn = None
    if 0 < runs[0].batch < len(training.inputs):
        drawn = Batch(to_tensor(training.inputs), to_tensor(training.targets))
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
        return rows._replace(rest=Batch(inputs, targets))

    return data._replace(training=turned(data.training), validation=turned(data.validation))


def for_lanes(data: Data) -> Data:
    """The data for runs in lanes, all targets with an axis of 1 for them, the last."""

    def widened(batch: Batch | None) -> Batch | None:
        return None if batch is None else batch._replace(targets=batch.targets[..., None])

    def of(rows: Rows | None) -> Rows | None:
        return None if rows is None else Rows(widened(rows.rest), widened(rows.blocks))

    return data._replace(training=of(data.training), validation=of(data.validation))


def summed(one: Callable[[Batch, float], tf.Tensor], rows: Rows) -> tf.Tensor:
    """The sum of what `one` makes, tensors in any structure, of each block and the rest; it is told their share of all
    rows.
    """
    if rows.blocks is None:
        return one(rows.rest, 1.0)
    inputs, targets, *_ = rows.blocks
    n_blocks, _, size = inputs.shape
    share = size / rows.n_rows

    def add(block, total):
        more = one(Batch(inputs[block], targets[block]), share)
        return block + 1, tf.nest.map_structure(tf.add, total, more)

    start = (0, one(rows.rest, 1 - n_blocks * share))
    return tf.while_loop(lambda block, _: block < n_blocks, add, start, maximum_iterations=n_blocks)[1]


def of_each(one: Callable[[Batch, float], tf.Tensor], rows: Rows) -> list[tf.Tensor]:
    """The same of each block, with the blocks as first axis, (N, ...), and then of the rest, (1, ...)."""
    if rows.blocks is None:
        return [tf.nest.map_structure(lambda value: value[None], one(rows.rest, 1.0))]
    n_blocks, _, size = rows.blocks.inputs.shape
    share = size / rows.n_rows
    rest = one(rows.rest, 1 - n_blocks * share)
    kinds = tf.nest.map_structure(lambda value: value.dtype, rest)
    blocks = tf.map_fn(lambda block: one(Batch(*block), share), tuple(rows.blocks[:2]), fn_output_signature=kinds)
    return [blocks, tf.nest.map_structure(lambda value: value[None], rest)]


def _in_blocks(runs: Sequence[Settings], part: Part, to_tensor: ToTensor) -> Rows:
    """The part's rows cut into blocks of as many as an MLP takes at once; the rest of them, never empty, as rows."""
    (n_rows, n_inputs), n_outputs = part.inputs.shape, part.targets.shape[1]
    size = rows_at_once(runs, n_rows, n_inputs=n_inputs, n_outputs=n_outputs)
    n_cut = (n_rows - 1) // size * size
    rest, blocks = [], []
    for name in ("inputs", "targets"):
        rows = part.taken(name)
        rest.append(to_tensor(np.ascontiguousarray(rows[n_cut:])))
        if n_cut:
            cut = np.ascontiguousarray(rows[:n_cut].reshape(-1, size, rows.shape[1]).transpose(0, 2, 1))
            del rows
            blocks.append(to_tensor(cut))
    return Rows(Batch(*rest), Batch(*blocks) if blocks else None)


def _spread(arrangement: Arrangement) -> np.ndarray:
    """The inputs of the spread rows as columns, (D+1, n)."""
    training, validation = arrangement.training, arrangement.validation
    places, n_training = arrangement.rows[spread_rows(len(arrangement.rows))], len(training.inputs)
    inputs = training.inputs[np.minimum(places, n_training - 1)]
    if validation is not None:
        is_held = places >= n_training
        inputs[is_held] = validation.inputs[places[is_held] - n_training]
    return np.ascontiguousarray(inputs.T)
