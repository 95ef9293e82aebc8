"""The multi-layer perceptron: hidden layers of units, one after the other."""

from collections.abc import Callable, Mapping

import tensorflow as tf

from nets.models.units import UNITS, with_one
from nets.settings import Settings

Drop = Callable[[int, tf.Tensor], tf.Tensor]


def forward(settings: Settings, params: Mapping[str, tf.Tensor], inputs: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """`columns` with rows as rows: hidden (R, B, H) and logits (R, B, K) of inputs (B, D+1); weights (R, ., .)."""
    in_lanes = {name: value[..., None] for name, value in params.items()}
    hidden, logits = columns(settings, in_lanes, tf.linalg.matrix_transpose(inputs))
    return tf.linalg.matrix_transpose(hidden[..., 0]), tf.linalg.matrix_transpose(logits[..., 0])


def columns(
    settings: Settings, params: Mapping[str, tf.Tensor], inputs: tf.Tensor, *, drop: Drop | None = None
) -> tuple[tf.Tensor, tf.Tensor]:
    """The last hidden layer (G, H, B, L), H = 0 if there is none, and logits (G, K, B, L), of G L runs.

    Weights are (G, rows, columns, L), inputs (D+1, B) or (G, D+1, B, L) with 1 as their last line.
    H_l = f(W_l H_(l-1)), the logits being the last W's product; in the lecture f = softmax and P = softmax(W2 H).
    `drop` is given each hidden layer's number and its values, and returns what is left.
    Source: CSE 5523, Lecture Notes 18, 18.1.

    Rows are columns as in the lecture: the compiler makes one long loop over them, not many short ones over
    the units, which takes from half to three quarters of the time.
    """
    hidden, values = None, inputs
    for layer in range(1, settings.hidden_layers + 1):
        hidden = UNITS[settings.units](_product(params[f"W{layer}"], values))
        values = drop(layer, hidden) if drop else hidden
        if settings.biases == "every":
            values = with_one(values, axis=1)
    logits = _product(params[f"W{settings.hidden_layers + 1}"], values)
    return logits[:, :0] if hidden is None else hidden, logits


def _product(weight: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
    """W X, (G, rows, B, L), of each run's W (G, rows, columns, L) and X (G, columns, B, L), or (columns, B) for all.

    Runs in lanes are multiplied and summed one number of each beside the other; a product of matrices has no lanes.
    """
    n_groups, n_rows, n_columns, n_lanes = weight.shape
    is_shared = len(values.shape) == 2
    if n_lanes > 1:
        each = values[None, None, :, :, None] if is_shared else values[:, None]
        return tf.reduce_sum(weight[:, :, :, None] * each, axis=2)
    if is_shared:
        product = tf.matmul(tf.reshape(weight, (-1, n_columns)), values)
        return tf.reshape(product, (n_groups, n_rows, -1, 1))
    return tf.matmul(weight[..., 0], values[..., 0])[..., None]
