"""The recurrent net: a cell that reads a row and its own state after the row before."""

from collections.abc import Mapping

import tensorflow as tf

from nets.models.activations import with_one
from nets.models.cells import CELLS
from nets.models.recurrence import states_of
from nets.settings import Settings


def forward(settings: Settings, params: Mapping[str, tf.Tensor], inputs: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Hidden states (R, S, T, H) and logits (R, S, T, O) of inputs (S, T, D+1) or (R, S, T, D+1), last column 1.

    s_t = cell(W_H [h_(t-1); x_t; 1]), the logits being W_Y h_t; in the lecture h_t = softmax(W_H [...]), h_0 = 0.
    Source: CSE 5523, Lecture Notes 18, 18.2.
    """
    cell = CELLS[settings.cell]
    n_units = settings.hidden_units
    recurrent, outside = params["W_H"][:, :, :n_units], params["W_H"][:, :, n_units:]
    drive = tf.einsum("std,rgd->trsg" if len(inputs.shape) == 3 else "rstd,rgd->trsg", inputs, outside)
    cut_every = settings.tbptt_length if settings.tbptt_state == "carry" else 0
    states = states_of(cell, drive, recurrent, cut_every=cut_every)
    hidden = tf.transpose(states[..., :n_units], [1, 2, 0, 3])  # (R, S, T, H)
    seen = with_one(hidden, axis=3) if settings.bias == "every" else hidden
    return hidden, tf.einsum("rsth,rkh->rstk", seen, params["W_Y"])
