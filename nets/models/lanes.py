"""Runs side by side in lanes: in the last axis of every array, where a net is too small to fill a vector by itself."""

from collections.abc import Mapping

import tensorflow as tf

FEWEST_RUNS = 16
MOST_VALUES = 144  # of one layer over all rows; beyond it the compiler's products of matrices are the faster


def lanes_for(n_runs: int, *, n_rows: int, widest: int) -> int:
    """How many runs share an array's last axis, L: all R of them, or 1.

    Of 256 runs of the lecture's MLP an epoch takes a fifth of the time so, of 16 two thirds; of nets a few times
    as large several times as long.
    """
    return n_runs if n_runs >= FEWEST_RUNS and n_rows * widest <= MOST_VALUES else 1


def into_lanes(values: Mapping[str, tf.Tensor], n_lanes: int) -> dict[str, tf.Tensor]:
    """Each (R, rows, columns) as (R / L, rows, columns, L); as it is if L is 1."""
    if n_lanes == 1:
        return dict(values)
    return {
        name: tf.transpose(tf.reshape(value, (-1, n_lanes, *value.shape[1:])), (0, 2, 3, 1))
        for name, value in values.items()
    }


def out_of_lanes(values: Mapping[str, tf.Tensor], n_lanes: int) -> dict[str, tf.Tensor]:
    """Each back from lanes to (R, rows, columns)."""
    if n_lanes == 1:
        return dict(values)
    return {
        name: tf.reshape(tf.transpose(value, (0, 3, 1, 2)), (-1, *value.shape[1:3])) for name, value in values.items()
    }


def for_lanes(value: tf.Tensor, n_lanes: int) -> tf.Tensor:
    """One number a run, (R,), as (R, 1, 1), or (R / L, 1, 1, L) in lanes."""
    return tf.reshape(value, (-1, 1, 1) if n_lanes == 1 else (-1, 1, 1, n_lanes))
