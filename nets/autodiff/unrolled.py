"""The unrolled RNN: each time step as plain operations, so that its derivatives can be computed."""

from dataclasses import dataclass

import tensorflow as tf

from nets.autodiff.net import Tensors
from nets.models.activations import with_one
from nets.models.cells import CELLS
from nets.settings import Settings


@dataclass(frozen=True)
class TimeStep:
    """One time step: `before` (S, N H) is the state it starts from, h its first H numbers, `sums` (S, G H) is U h,
    `drive` (S, G H) is V [x; 1], `state` (S, N H) what the cell makes of them, and `logits` (S, O) is W_Y h.
    """

    before: tf.Tensor
    sums: tf.Tensor
    drive: tf.Tensor
    state: tf.Tensor
    logits: tf.Tensor


def unrolled(settings: Settings, weights: Tensors, inputs: tf.Tensor) -> list[TimeStep]:
    """Every step of sequences side by side, inputs (S, T, D+1), by one run's weights (1, rows, columns), or S runs'.

    The same numbers as nets.models.rnn gives; there the recurrence is one operation with a gradient written by hand.
    Where that is cut (truncated backpropagation), `before` is taken as a constant.
    """
    cell, n_units = CELLS[settings.cell], settings.hidden_units
    recurrent, outside = weights["W_H"][:, :, :n_units], weights["W_H"][:, :, n_units:]
    cut_every = settings.tbptt_length if settings.tbptt_state == "carry" else 0
    state = tf.zeros((inputs.shape[0], cell.n_parts * n_units), inputs.dtype)
    steps = []
    for t in range(inputs.shape[1]):
        before = tf.stop_gradient(state) if cut_every and t % cut_every == 0 else state
        sums = tf.linalg.matvec(recurrent, before[:, :n_units])
        drive = tf.linalg.matvec(outside, inputs[:, t])
        state = cell.step(sums, drive, before)
        h = state[:, :n_units]
        seen = with_one(h, axis=1) if settings.bias == "every" else h
        steps.append(TimeStep(before, sums, drive, state, tf.linalg.matvec(weights["W_Y"], seen)))
    return steps
