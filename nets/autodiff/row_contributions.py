"""One weight's gradient as a sum of one term for each row."""

import numpy as np
import tensorflow as tf

from nets.autodiff.gradient import tape_gradient
from nets.autodiff.losses import losses, row_loss, rows_of
from nets.autodiff.net import MOST_STEPS, Net
from nets.errors import Refusal
from nets.queries.autodiff.row_contributions import RowContributions, RowContributionsQuery

MOST_ROWS = 5000


def row_contributions(net: Net, query: RowContributionsQuery) -> RowContributions:
    """Each training row's term of one weight's gradient, and the chosen row's gradient for its inputs.

    dJ/dw = sum_b (1/N) d(-log p_b(label))/dw, with class weights w_b / sum w in place of 1/N. There is one weight and
    there are many losses, so one pass of forward mode (tf.autodiff.ForwardAccumulator, with 1 for this weight and 0 for
    all others) finds all terms.
    """
    rows = _rows(net)
    weights, taken = net.weights(), rows_of(net, rows)
    along = {name: np.zeros(value.shape) for name, value in weights.items()}
    along[query.weight][0, query.i, query.j] = 1.0
    tangents = [tf.constant(along[name]) for name in weights]
    with tf.autodiff.ForwardAccumulator(list(weights.values()), tangents) as forward:
        of_rows = losses(net.settings, weights, taken)
    terms = forward.jvp(of_rows, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    shares = net.shares_of(net.training_rows)[np.searchsorted(net.training_rows, rows)]
    return RowContributions(
        rows=rows,
        terms=terms.numpy() * shares,
        n_rows=len(net.training_rows),
        gradient=float(tape_gradient(net)[query.weight][query.i, query.j]),
        inputs=_input_gradient(net, query.row),
    )


def _rows(net: Net) -> np.ndarray:
    """The training rows that are looked into: the first ones, of an RNN those of the first steps."""
    rows = net.training_rows
    if net.settings.net == "rnn":
        rows = rows[net.places_of(rows)[1] < MOST_STEPS]
    return rows[:MOST_ROWS]


def _input_gradient(net: Net, row: int) -> np.ndarray:
    try:
        rows, target = net.steps_to(row), net.target_of(row)
    except Refusal:
        return np.zeros((0, len(net.examples.columns)))
    inputs = net.inputs_of(rows)
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        loss = row_loss(net, net.weights(), inputs, target)
    return tape.gradient(loss, inputs).numpy()[:, :-1]
