"""The multi-layer perceptron: hidden layers of units, one after the other."""

from collections.abc import Callable, Mapping

import tensorflow as tf

from nets.models.activations import ACTIVATIONS, with_one
from nets.models.mixture import Activate
from nets.settings import Settings

Dropout = Callable[[int, tf.Tensor], tf.Tensor]


def forward(settings: Settings, params: Mapping[str, tf.Tensor], inputs: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """`columns` with rows as rows: hidden (R, B, H) and logits (R, B, O) of inputs (B, D+1) or (R, B, D+1)."""
    hidden, logits = columns(settings, params, tf.linalg.matrix_transpose(inputs))
    return tf.linalg.matrix_transpose(hidden), tf.linalg.matrix_transpose(logits)


def columns(
    settings: Settings,
    params: Mapping[str, tf.Tensor],
    inputs: tf.Tensor,
    *,
    dropout: Dropout | None = None,
    activate: Activate | None = None,
) -> tuple[tf.Tensor, tf.Tensor]:
    """The last hidden layer (R, H, B), H = 0 if there is none, and logits (R, O, B).

    Weights are (R, rows, columns), inputs (D+1, B) or (R, D+1, B) with 1 as their last line; of runs in lanes all but
    (D+1, B) have the lanes as one axis more, the last. H_l = f(W_l H_(l-1)), the logits being the last W's product; in
    the lecture f = softmax and P = softmax(W2 H). `dropout` is given each hidden layer's number and its values, and
    returns what is left; `activate` its number and its sums, and returns f of them, where the runs differ in f or in
    their widths. Source: CSE 5523, Lecture Notes 18, 18.1.

    Rows are columns as in the lecture: the compiler makes one long loop over them, not many short ones over
    the units, which takes from half to three quarters of the time.
    """
    hidden, values = None, inputs
    n_layers = len(settings.widths)
    for layer in range(1, n_layers + 1):
        sums = _product(params[f"W{layer}"], values)
        hidden = activate(layer, sums) if activate else ACTIVATIONS[settings.activation](sums)
        values = dropout(layer, hidden) if dropout else hidden
        if settings.bias == "every":
            values = with_one(values, axis=1)
    logits = _product(params[f"W{n_layers + 1}"], values)
    return logits[:, :0] if hidden is None else hidden, logits


def _product(weight: tf.Tensor, values: tf.Tensor) -> tf.Tensor:
    """W X, (R, rows, B), of each run's W (R, rows, columns) and X (columns, B), all runs' one, or (R, columns, B).

    Runs in lanes are multiplied and summed one number of each beside the other; a product of matrices has no lanes.
    """
    is_shared = len(values.shape) == 2
    if len(weight.shape) == 4:
        each = values[None, None, :, :, None] if is_shared else values[:, None]
        return tf.reduce_sum(weight[:, :, :, None] * each, axis=2)
    if not is_shared:
        return tf.matmul(weight, values)
    n_runs, n_rows, n_columns = weight.shape
    return tf.reshape(tf.matmul(tf.reshape(weight, (-1, n_columns)), values), (n_runs, n_rows, -1))
