"""Epochs of gradient descent under a GradientTape, many to one compiled call."""

import functools
import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import tensorflow as tf

from nets.models import lanes, optimisers
from nets.models.kernels import own_kernels
from nets.models.mixture import Mixture
from nets.models.optimisers import StepParams
from nets.settings import Settings
from nets.settings.compile_key import Structure
from nets.training.engine import random
from nets.training.engine.batching import Batch, Data, Rows, as_columns, for_lanes
from nets.training.engine.compile import CompiledFunction
from nets.training.engine.dropout import dropout_of
from nets.training.engine.evaluation import evaluate, scores_of
from nets.training.engine.gradient import Model, gradient_of, loss_of, model_of

MOST_SCORES = 24576  # that one compiled call keeps; of more, the loop of a tiny net would no longer be one kernel
FEWEST_EPOCHS = 512  # that a call can take, of however many runs
COMPILED_NETS = 64  # nets whose compiled functions are kept

_looking_up = threading.Lock()

Tensors = dict[str, tf.Tensor]
State = tuple[Tensors, Tensors]  # weights (R, rows, columns) and the optimiser's slots, by name


class Runs(NamedTuple):
    """R runs side by side: weights and slots by name (R, rows, columns), `step` the values of `StepParams` (R, 6),
    seeds (R,), the number of epochs that each run's schedule counts on (R,), and how they differ inside.
    """

    params: Tensors
    slots: Tensors
    step: tf.Tensor
    seeds: tf.Tensor
    last_epoch: tf.Tensor
    mixture: Mixture = Mixture()


@dataclass(frozen=True)
class Compiled:
    """The two compiled functions of one net at one shape: `train` of (Runs, Data, stretch), `evaluate` of (weights,
    Data, Mixture).
    """

    train: Callable
    evaluate: Callable


def max_chunk(n_runs: int, data: Data) -> int:
    """How many epochs of n runs one compiled call can take, since it has room for all their scores."""
    return max(MOST_SCORES // (n_runs * data.n_scores), FEWEST_EPOCHS)


def functions_of(structure: Structure, shapes: tuple[tuple[int, ...] | None, ...]) -> Compiled:
    """The `compiled` functions, the same ones for whichever thread asks."""
    with _looking_up:
        return compiled(structure, shapes)


@functools.lru_cache(maxsize=COMPILED_NETS)
def compiled(structure: Structure, shapes: tuple[tuple[int, ...] | None, ...]) -> Compiled:
    """The functions of this structure for rows and runs of these shapes; kept for the next run like it."""
    functions = (CompiledFunction(functools.partial(each, structure)) for each in (train, evaluated))
    return Compiled(*functions)


def train(structure: Structure, runs: Runs, data: Data, stretch: tf.Tensor) -> tuple[Tensors, Tensors, tf.Tensor]:
    """Weights and slots after a stretch of epochs, and the scores before each of them, (max_chunk, R, M).

    `stretch` is its first epoch and how many there are. An epoch is one step on all training rows, or one on each batch
    of a shuffle of its own. The scores are those of all training rows before the first step, whatever the batches.
    """
    data = as_columns(structure.net, data)
    n_lanes = _n_lanes(structure.net, data, n_runs=runs.seeds.shape[0])
    if n_lanes == 1:
        return _in_step(structure, runs, data, stretch)
    data = for_lanes(data)
    return lanes.by_groups(lambda group: _in_step(structure, group, data, stretch, n_lanes), runs, size=n_lanes)


def evaluated(structure: Structure, params: Tensors, data: Data, mixture: Mixture) -> tuple:
    """The fields of `Evaluation` as tensors, of the runs with these weights."""
    return evaluate(model_of(structure, mixture), params, data)


def _in_step(structure: Structure, runs: Runs, data: Data, stretch: tf.Tensor, n_lanes: int = 1):
    """`train` of runs that take their epochs together, in lanes all R of them."""
    settings, net = structure.net, model_of(structure, runs.mixture)
    n_runs, dtype = runs.seeds.shape[0], data.training.rest.inputs.dtype
    first_epoch, n_epochs = tf.unstack(stretch)
    in_one_step = settings.batch == 0 and settings.dropout == 0
    params, slots = lanes.into_lanes(runs.params, n_lanes), lanes.into_lanes(runs.slots, n_lanes)
    step_params = StepParams(*tf.unstack(runs.step, axis=1))
    n_products = _n_products(params, data.training.n_rows) if settings.net == "mlp" and n_lanes == 1 else 0

    def epoch(i, params, slots, scores):
        i = own_kernels(i, n_products=n_products)
        now = first_epoch + i
        share = optimisers.scheduled(settings.schedule, epoch=now, n_epochs=runs.last_epoch, dtype=dtype)
        step = step_params._replace(learning_rate=step_params.learning_rate * share)
        before = params
        if in_one_step:
            (params, slots), loss, logits = _step(net, (params, slots), data.training, step, now + 1)
        else:
            loss, logits = loss_of(net, params, data.training)
            params, slots = _batches(net, (params, slots), data, step, runs.seeds, now)
        row = scores_of(net, before, data, loss, logits)
        return i + 1, params, slots, tf.tensor_scatter_nd_update(scores, [[i]], row[None])

    scores = tf.zeros((max_chunk(n_runs, data), n_runs, data.n_scores), dtype)
    _, params, slots, scores = tf.while_loop(lambda i, *_: i < n_epochs, epoch, (0, params, slots, scores))
    return lanes.out_of_lanes(params, n_lanes), lanes.out_of_lanes(slots, n_lanes), scores


def _n_lanes(net: Settings, data: Data, n_runs: int) -> int:
    """How many runs share a last axis, which those of an RNN, of batches and of dropout never do."""
    if net.net == "rnn" or net.batch or net.dropout or data.training.blocks is not None:
        return 1
    n_outputs, n_rows = data.training.rest.targets.shape
    widest = max((n_outputs, *net.widths))
    return lanes.lanes_for(n_runs, n_rows=n_rows, widest=widest)


def _step(
    net: Model, state: State, rows: Rows, step: StepParams, count: tf.Tensor
) -> tuple[State, tf.Tensor, tf.Tensor | None]:
    """One update, for SGD W <- W - (learning rate) dJ/dW, J the loss and penalties; and from before it the loss and
    the logits.
    """
    loss, logits, gradients = gradient_of(net, state[0], rows, step)
    return updated(net, state, gradients, step, count), loss, logits


def updated(net: Model, state: State, gradients: Tensors, step: StepParams, count: tf.Tensor) -> State:
    """Weights and slots after a step by these gradients, which are clipped before where that is set."""
    params, slots = state
    shape = next(iter(params.values())).shape
    n_lanes = shape[3] if len(shape) == 4 else 1
    step = StepParams(*(lanes.for_lanes(value, n_lanes) for value in step))
    if net.settings.clip:
        gradients = optimisers.clipped(gradients, step.clip)
    return optimisers.update(net.settings.optimiser, params, gradients, slots, step=step, count=count)


class Deal(NamedTuple):
    """How an epoch deals out its rows: to `n_batches` of `size`, the last with what is left of `n_rows`. `order` (R, n)
    are their numbers in the order of this epoch's shuffle, None where all are taken at once.
    """

    order: tf.Tensor | None
    size: int
    n_rows: int | tf.Tensor
    n_batches: tf.Tensor


def deal(net: Settings, data: Data, seeds: tf.Tensor, now: tf.Tensor) -> Deal:
    """How epoch `now` deals out the training rows, or the sequences of an RNN; validation sequences are in none."""
    rows = _dealt(data)
    n_all = n_rows = rows.inputs.shape[0]
    is_drawn = data.drawn is not None or (net.net == "rnn" and 0 < net.batch < n_all)
    size = net.batch if is_drawn else n_all
    is_validation = None
    if net.net == "rnn" and rows.weights is not None:
        is_validation = tf.reduce_all(tf.equal(rows.weights, 0), axis=1)
        n_rows = n_all - tf.math.count_nonzero(is_validation, dtype=tf.int32)
    order = random.shuffles(seeds, now, n_all, last=is_validation) if is_drawn else None
    return Deal(order, size, n_rows, tf.convert_to_tensor(-(-n_rows // size)))


def taken(net: Settings, data: Data, dealt: Deal, b: tf.Tensor) -> Rows:
    """The rows of batch b."""
    if dealt.order is None:
        return data.training
    return Rows(_gathered(net, _dealt(data), dealt, b * dealt.size))


def n_steps_before(dealt: Deal, now: tf.Tensor, b: tf.Tensor) -> tf.Tensor:
    """How many steps a run has taken before batch b of epoch `now`."""
    return tf.cast(now, tf.int64) * tf.cast(dealt.n_batches, tf.int64) + tf.cast(b, tf.int64)


def with_dropout(rows: Rows, step: StepParams, seeds: tf.Tensor, count: tf.Tensor) -> Rows:
    """These rows with the units left out that the step after `count` others leaves out."""
    return Rows(rows.rest._replace(dropout=dropout_of(step.dropout, seeds, count)))


def _batches(net: Model, state: State, data: Data, step: StepParams, seeds: tf.Tensor, now: tf.Tensor) -> State:
    """One step on each batch of this epoch."""
    settings = net.settings
    dealt = deal(settings, data, seeds, now)
    n_products = _n_products(state[0], dealt.size)

    def one(b, params, slots):
        b = own_kernels(b, n_products=n_products)
        count = n_steps_before(dealt, now, b)
        rows = taken(settings, data, dealt, b)
        if settings.dropout:
            rows = with_dropout(rows, step, seeds, count)
        (params, slots), *_ = _step(net, (params, slots), rows, step, count + 1)
        return b + 1, params, slots

    _, params, slots = tf.while_loop(lambda b, *_: b < dealt.n_batches, one, (0, *state))
    return params, slots


def _dealt(data: Data) -> Batch:
    """The rows that batches are made of."""
    return data.training.rest if data.drawn is None else data.drawn


def _n_products(params: Tensors, n_rows: int) -> int:
    """How many numbers are multiplied where so many rows meet the largest of the weights."""
    return n_rows * max(math.prod(value.shape) for value in params.values())


def _gathered(net: Settings, rows: Batch, dealt: Deal, start: tf.Tensor) -> Batch:
    """The rows at places start to start + size, or n_rows, of each run's order, (R, size, ...), weighted to a mean."""
    size, n_rows = dealt.size, dealt.n_rows
    places = start + tf.range(size)
    there = places < n_rows
    taken = tf.gather(dealt.order, tf.minimum(places, n_rows - 1), axis=1)  # (R, size)
    inputs = tf.gather(rows.inputs, taken)
    weights = tf.ones(inputs.shape[:-1], inputs.dtype) if rows.weights is None else tf.gather(rows.weights, taken)
    there = tf.reshape(tf.cast(there, inputs.dtype), (1, size, *[1] * (len(weights.shape) - 2)))
    weights *= there
    total = tf.reduce_sum(weights, axis=list(range(1, len(weights.shape))), keepdims=True)
    targets, weights = tf.gather(rows.targets, taken), tf.math.divide_no_nan(weights, total)
    if net.net == "rnn":
        return Batch(inputs, targets, weights)
    return Batch(tf.linalg.matrix_transpose(inputs), tf.linalg.matrix_transpose(targets), weights)
