"""The decision map: the predicted class at each place of a grid over two inputs, the others constant."""

import functools
from collections.abc import Callable, Mapping

import numpy as np
import tensorflow as tf

from nets.models import mlp
from nets.models.heads import head_of
from nets.queries.decision import Decision, DecisionQuery
from nets.settings import Settings
from nets.settings.compile_key import forward_key
from nets.training.engine.compile import CompiledFunction

COMPILED_NETS = 32  # whose compiled functions are kept


def decision(settings: Settings, params: Mapping[str, np.ndarray], query: DecisionQuery) -> Decision:
    """What the MLP with these weights, each (rows, columns), predicts at each place of the grid.

    Only W1 reads the inputs. What the inputs that stand still add to z, W1 x with x and y at 0, is a constant for each
    unit and joins the column of the constant 1. So the net here has two inputs, however many it was trained with.
    """
    first, others = params["W1"].astype(np.float64), query.others.copy()
    others[[query.x, query.y]] = 0.0
    constant = first @ np.append(others, 1.0)
    params = {**params, "W1": np.stack([first[:, query.x], first[:, query.y], constant], axis=1)}
    x, y = np.meshgrid(query.x_values, query.y_values)
    inputs = np.stack([x.ravel(), y.ravel(), np.ones(x.size)], axis=1)
    dtype = tf.as_dtype(settings.precision)
    tensors = {name: tf.constant(value[None], dtype) for name, value in params.items()}
    shapes = tuple(value.shape for value in (inputs, *params.values()))
    predicted, probability = _compiled(forward_key(settings), shapes)(tensors, tf.constant(inputs, dtype))
    return Decision(predicted.numpy().reshape(x.shape), probability.numpy().reshape(x.shape))


@functools.lru_cache(maxsize=COMPILED_NETS)
def _compiled(net: Settings, shapes: tuple[tuple[int, ...], ...]) -> Callable:
    """The function of this forward key for a grid and weights of these shapes; kept for the next net like it."""

    def run(params, inputs):
        logits, head = mlp.forward(net, params, inputs)[1][0], head_of(net)  # (n m, outputs)
        return head.predicted(logits, axis=1), tf.reduce_max(head.probabilities(logits, axis=1), axis=1)

    return CompiledFunction(run)
