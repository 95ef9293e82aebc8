"""The decision map: the predicted class at each place of a grid over two inputs, the others constant."""

import functools
from collections.abc import Callable, Mapping

import numpy as np
import tensorflow as tf

from nets.models import mlp
from nets.models.heads import head_of
from nets.queries.decision import Decision, DecisionQuery, SliceQuery
from nets.settings import Settings
from nets.settings.compile_key import forward_key
from nets.training.engine.compile import CompiledFunction

MOST_TOLD = 12  # classes whose probabilities are all told
COMPILED_NETS = 32  # whose compiled functions are kept


def decision(settings: Settings, params: Mapping[str, np.ndarray], query: DecisionQuery) -> Decision:
    """What the MLP with these weights, each (rows, columns), predicts at each place of the grid.

    Only W1 reads the inputs. What the inputs that stand still add to z, W1 x with x and y at 0, is a constant for each
    unit and joins the column of the constant 1. So the net here has two inputs, however many it was trained with.
    """
    first, others = params["W1"].astype(np.float64), query.others.copy()
    others[[query.x, query.y]] = 0.0
    columns = first[:, query.x], first[:, query.y], first @ np.append(others, 1.0)
    return _over(settings, {**params, "W1": np.stack(columns, axis=1)}, query.x_values, query.y_values)


def decision_on_slice(settings: Settings, params: Mapping[str, np.ndarray], query: SliceQuery) -> Decision:
    """The same over a plane across all inputs: the two inputs of the net here are the places along its directions."""
    first = params["W1"].astype(np.float64)
    columns = first[:, :-1] @ query.across, first[:, :-1] @ query.up, first @ np.append(query.origin, 1.0)
    return _over(settings, {**params, "W1": np.stack(columns, axis=1)}, query.x_values, query.y_values)


def _over(settings: Settings, params: Mapping[str, np.ndarray], x_values: np.ndarray, y_values: np.ndarray) -> Decision:
    """What the net of two inputs with these weights predicts at each pair of them."""
    x, y = np.meshgrid(x_values, y_values)
    inputs = np.stack([x.ravel(), y.ravel(), np.ones(x.size)], axis=1)
    dtype = tf.as_dtype(settings.precision)
    tensors = {name: tf.constant(value[None], dtype) for name, value in params.items()}
    shapes = tuple(value.shape for value in (inputs, *params.values()))
    answers = _compiled(forward_key(settings), shapes)(tensors, tf.constant(inputs, dtype))
    predicted, probability, percents = (each.numpy() for each in answers)
    n_classes = percents.shape[1]
    every = percents.reshape(*x.shape, n_classes) if n_classes <= MOST_TOLD else None
    return Decision(predicted.reshape(x.shape), probability.reshape(x.shape), every)


@functools.lru_cache(maxsize=COMPILED_NETS)
def _compiled(net: Settings, shapes: tuple[tuple[int, ...], ...]) -> Callable:
    """The function of this forward key for a grid and weights of these shapes; kept for the next net like it."""

    def run(params, inputs):
        logits, head = mlp.forward(net, params, inputs)[1][0], head_of(net)  # (n m, outputs)
        probs = head.probabilities(logits, axis=1)
        percents = tf.cast(tf.round(100 * probs[:, : MOST_TOLD + 1]), tf.uint8)
        return head.predicted(logits, axis=1), tf.reduce_max(probs, axis=1), percents

    return CompiledFunction(run)
