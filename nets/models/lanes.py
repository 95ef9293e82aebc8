"""Runs side by side in lanes: in the last axis of every array, where a net is too small to fill a vector by itself."""

from collections.abc import Callable, Mapping
from typing import Any

import tensorflow as tf

LANES = 64  # as many as leave the arrays of a tiny net in the nearest cache
FEWEST_RUNS = 16
MOST_VALUES = 144  # of one layer over all rows; beyond it the compiler's products of matrices are the faster


def lanes_for(n_runs: int, *, n_rows: int, widest: int) -> int:
    """How many runs share an array's last axis, L: `LANES`, or 1.

    Of 256 runs of the lecture's MLP an epoch takes a tenth of the time so; of nets a few times as large several times
    as long.
    """
    return LANES if n_runs >= FEWEST_RUNS and n_rows * widest <= MOST_VALUES else 1


def by_groups(train: Callable, runs: Any, *, size: int) -> tuple[dict, dict, tf.Tensor]:
    """What `train` makes of `runs`, a named tuple of tensors (R, ...) with `params` and `slots`, `size` runs at a time:
    one group after the other, the last filled up with copies of the last run.

    It returns weights and slots, each (size, ...), and scores (n, size, M); this returns the same of all R.
    """
    n_runs = tf.nest.flatten(runs)[0].shape[0]
    n_groups = -(-n_runs // size)

    def grouped(value: tf.Tensor) -> tf.Tensor:
        copies = tf.repeat(value[-1:], n_groups * size - n_runs, axis=0)
        return tf.reshape(tf.concat([value, copies], axis=0), (n_groups, size, *value.shape[1:]))

    def joined(value: tf.Tensor) -> tf.Tensor:
        return tf.reshape(value, (-1, *value.shape[2:]))[:n_runs]

    params, slots = runs.params, runs.slots
    kinds = tf.nest.map_structure(lambda value: value.dtype, (params, slots, next(iter(params.values()))))
    params, slots, scores = tf.map_fn(train, tf.nest.map_structure(grouped, runs), fn_output_signature=kinds)
    scores = tf.reshape(tf.transpose(scores, (1, 0, 2, 3)), (scores.shape[1], -1, scores.shape[3]))
    return tf.nest.map_structure(joined, params), tf.nest.map_structure(joined, slots), scores[:, :n_runs]


def into_lanes(values: Mapping[str, tf.Tensor], n_lanes: int) -> dict[str, tf.Tensor]:
    """Each (L, rows, columns) as (1, rows, columns, L); as it is if L is 1."""
    if n_lanes == 1:
        return dict(values)
    return {name: tf.transpose(value, (1, 2, 0))[None] for name, value in values.items()}


def out_of_lanes(values: Mapping[str, tf.Tensor], n_lanes: int) -> dict[str, tf.Tensor]:
    """Each back from lanes to (L, rows, columns)."""
    if n_lanes == 1:
        return dict(values)
    return {name: tf.transpose(value[0], (2, 0, 1)) for name, value in values.items()}


def for_lanes(value: tf.Tensor, n_lanes: int) -> tf.Tensor:
    """One number a run, (R,), as (R, 1, 1), or (1, 1, 1, L) in lanes."""
    return tf.reshape(value, (-1, 1, 1) if n_lanes == 1 else (1, 1, 1, n_lanes))
