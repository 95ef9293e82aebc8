"""The tape as TensorFlow recorded it: the operations of its trace of the net, and each one's gradient."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf

from nets.autodiff.losses import row_loss
from nets.autodiff.net import Net, Tensors
from nets.errors import Code, Refusal
from nets.queries.autodiff.record import Operation, Record, RecordQuery

MOST_STEPS_SHOWN = 3  # of an RNN: each is a dozen operations
MOST_OPERATIONS = 400
MOST_ROWS, MOST_COLUMNS = 8, 8  # of a value that is shown

Loss = Callable[[Tensors, tf.Tensor], tf.Tensor]


def record(net: Net, query: RecordQuery) -> Record:
    """The record of the chosen row's -log p(label); of an RNN that of the first few steps, operation by operation."""
    rows = net.steps_to(query.row)
    taken = rows[:MOST_STEPS_SHOWN]
    target = net.target_of(taken[-1], tf.float32)

    def loss(weights: Tensors, inputs: tf.Tensor) -> tf.Tensor:
        return row_loss(net, weights, inputs, target)

    operations, n_back = recorded(loss, net.weights(tf.float32), net.inputs_of(taken, tf.float32))
    if len(operations) > MOST_OPERATIONS:
        raise Refusal(
            Code.TOO_LONG, f"This net has {len(operations)} operations, too many to lay out: take fewer layers."
        )
    return Record(operations, n_back, len(taken), len(rows))


def recorded(loss: Loss, weights: Tensors, inputs: tf.Tensor) -> tuple[list[Operation], int]:
    """What a GradientTape over loss(weights, inputs) records, and how many operations its gradient adds.

    The loss is traced by tf.function; the operations, their order, inputs and outputs are those of the graph that
    TensorFlow then holds, and the same call returns each one's value and the tape's gradient for it.
    """
    names = list(weights)
    traced: dict[str, list] = {}

    def run(weights: Tensors, inputs: tf.Tensor) -> tuple[list[tf.Tensor], list[tf.Tensor]]:
        graph = tf.compat.v1.get_default_graph()
        begun = len(graph.get_operations())
        with tf.GradientTape() as tape:
            tape.watch(weights)
            total = loss(weights, inputs)
        operations = [each for each in graph.get_operations()[begun:] if each.outputs]
        tensors = [*(weights[name] for name in names), inputs, *(each.outputs[0] for each in operations)]
        n_forward = len(graph.get_operations())
        kept = [n for n, tensor in enumerate(tensors) if tensor.dtype.is_floating]
        gradients = dict(zip(kept, tape.gradient(total, [tensors[n] for n in kept]), strict=True))
        gradients = {n: each for n, each in gradients.items() if each is not None}
        place = {each.name: n for n, each in enumerate(graph.get_operations())}
        traced["operations"] = operations
        traced["tensors"] = tensors
        traced["gradients"] = sorted(gradients, key=lambda n: (place[gradients[n].op.name], -n))
        traced["n_back"] = [len(place) - n_forward]
        return tensors, [gradients[n] for n in traced["gradients"]]

    values, gradients = tf.function(run, autograph=False)(weights, inputs)
    of_tensor = {tensor.name: n for n, tensor in enumerate(traced["tensors"])}
    gradient_of = dict(zip(traced["gradients"], gradients, strict=True))
    order = {n: place for place, n in enumerate(traced["gradients"])}
    found = []
    for n, (tensor, value) in enumerate(zip(traced["tensors"], values, strict=True)):
        operation = None if n <= len(names) else tensor.op
        given = [of_tensor.get(each.name) for each in operation.inputs] if operation else []
        found.append(
            Operation(
                name=[*names, "x"][n] if operation is None else operation.name,
                kind=operation.type if operation else "weights" if n < len(names) else "rows",
                inputs=[place for place in given if place is not None],
                shape=" × ".join(map(str, value.shape)) or "1",
                value=_few(value.numpy()),
                gradient=_few(gradient_of[n].numpy()) if n in gradient_of else np.zeros((0, 0)),
                reached=order.get(n, -1),
            )
        )
    return found, traced["n_back"][0]


def _few(value: np.ndarray) -> np.ndarray:
    """The first numbers as a matrix."""
    if not value.size:
        return np.zeros((0, 0))
    matrix = np.atleast_2d(np.squeeze(value)).astype(np.float64)
    return matrix.reshape(-1, matrix.shape[-1])[:MOST_ROWS, :MOST_COLUMNS]
