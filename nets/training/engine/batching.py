"""Rows as the compiled functions take them: an MLP's as columns, and many of them block by block, so that what is
worked out of each stays in the cache.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from nets.models import mlp
from nets.settings import Settings
from nets.training.memory import rows_at_once
from nets.training.protocol.snapshot import spread_rows


class Batch(NamedTuple):
    """Rows that are taken at once, of the MLP as columns, and what is random in them; the last two may be None."""

    inputs: tf.Tensor
    targets: tf.Tensor
    weights: tf.Tensor | None = None
    drop: mlp.Drop | None = None


class Rows(NamedTuple):
    """All rows: of an MLP's many N blocks, (N, D+1, S) and (N, K, S), and the rest of them; of others all are rest."""

    rest: Batch
    blocks: Batch | None = None

    @property
    def n_rows(self) -> int:
        """How many columns an MLP's rows are (B)."""
        in_blocks = 0 if self.blocks is None else self.blocks.inputs.shape[0] * self.blocks.inputs.shape[2]
        return in_blocks + self.rest.inputs.shape[-1]


def laid_out(runs: Sequence[Settings], data: dict[str, np.ndarray], places: np.ndarray) -> dict[str, np.ndarray]:
    """What `arranged` gave, for the compiled functions, which an RNN's is. It is taken out of `data`, for a large
    table is not to be held twice.

    Of an MLP: block_inputs (N, D+1, S) and block_targets (N, K, S), what is left of inputs and targets, the same of the
    rows held out; row_inputs (B, D+1) and row_targets (B, K) where batches are drawn from them; spread_inputs (D+1, n)
    of the `spread_rows`. `places` are those of the table's rows among the training rows and, after them, the ones held
    out.
    """
    if runs[0].net == "rnn":
        return {name: data.pop(name) for name in list(data)}
    out = {"spread_inputs": _spread(data, places)}
    is_drawn = 0 < runs[0].batch < len(data["inputs"])
    if is_drawn:
        out |= {f"row_{name}": data[name] for name in ("inputs", "targets")}
    n_inputs, n_classes = (data[name].shape[1] for name in ("inputs", "targets"))
    for name in list(data):
        rows = data.pop(name)
        size = rows_at_once(runs, len(rows), n_inputs=n_inputs, n_classes=n_classes)
        n_blocks = (len(rows) - 1) // size  # the rest is never empty
        out[name] = np.ascontiguousarray(rows[n_blocks * size :])
        if n_blocks:
            cut = rows[: n_blocks * size].reshape(n_blocks, size, -1)
            out[f"block_{name}"] = np.ascontiguousarray(cut.transpose(0, 2, 1))
    return out


def as_columns(net: Settings, data: Mapping[str, tf.Tensor]) -> dict[str, tf.Tensor]:
    """What `laid_out` gave, an MLP's rows outside blocks turned into columns. Turned before, they would be multiplied
    in another order when the net is looked at than when it is trained.
    """
    if net.net == "rnn":
        return dict(data)
    few = [f"{part}{name}" for part in ("", "validation_") for name in ("inputs", "targets")]
    return dict(data) | {name: tf.linalg.matrix_transpose(data[name]) for name in few if name in data}


def rows_of(data: Mapping[str, tf.Tensor], part: str = "") -> Rows:
    """The training rows, or those of the part "validation_", among what `as_columns` gave."""
    rest = Batch(data[f"{part}inputs"], data[f"{part}targets"], data.get(f"{part}weights"))
    if f"block_{part}inputs" not in data:
        return Rows(rest)
    return Rows(rest, Batch(data[f"block_{part}inputs"], data[f"block_{part}targets"]))


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


def _spread(data: Mapping[str, np.ndarray], places: np.ndarray) -> np.ndarray:
    """The inputs of the spread rows as columns, (D+1, n)."""
    places, n_training = places[spread_rows(len(places))], len(data["inputs"])
    inputs = data["inputs"][np.minimum(places, n_training - 1)]
    if "validation_inputs" in data:
        is_held = places >= n_training
        inputs[is_held] = data["validation_inputs"][places[is_held] - n_training]
    return np.ascontiguousarray(inputs.T)
