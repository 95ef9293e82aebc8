"""The multi-layer perceptron: hidden layers of units, one after the other."""

from collections.abc import Callable, Mapping

import tensorflow as tf

from nets.models.units import UNITS, with_one
from nets.settings import Settings

Drop = Callable[[int, tf.Tensor], tf.Tensor]


def forward(
    settings: Settings, params: Mapping[str, tf.Tensor], inputs: tf.Tensor, *, drop: Drop | None = None
) -> tuple[tf.Tensor, tf.Tensor]:
    """The last hidden layer (R, B, H), H = 0 if there is none, and logits (R, B, K).

    Inputs (B, D+1) or (R, B, D+1) have 1 as their last column.

    H_l = f(W_l H_(l-1)), the logits being the last W's product; in the lecture f = softmax and
    P = softmax(W2 softmax(W1 X)). `drop` is given each hidden layer's number and values and returns what is left.
    Source: CSE 5523, Lecture Notes 18, 18.1, with rows where the lecture has columns.
    """
    unit = UNITS[settings.units]
    hidden, values = None, inputs
    for layer in range(1, settings.hidden_layers + 1):
        hidden = unit(tf.matmul(values, params[f"W{layer}"], transpose_b=True))
        values = drop(layer, hidden) if drop else hidden
        if settings.biases == "every":
            values = with_one(values)
    logits = tf.matmul(values, params[f"W{settings.hidden_layers + 1}"], transpose_b=True)
    return logits[..., :0] if hidden is None else hidden, logits
