"""Epochs of gradient descent under a GradientTape, many to one compiled call."""

import functools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import tensorflow as tf

from nets.models import mlp, optimisers
from nets.models.kernels import own_kernels
from nets.models.lanes import by_groups, for_lanes, into_lanes, lanes_for, out_of_lanes
from nets.models.losses import accuracy, cross_entropy
from nets.models.optimisers import StepParams
from nets.settings import Settings
from nets.training.engine import random
from nets.training.engine.batching import Batch, Rows, as_columns, of_each, rows_of, summed
from nets.training.engine.compile import CompiledFunction
from nets.training.engine.gradient import forward, slope

MOST_SCORES = 24576  # that one compiled call keeps; of more, the loop of a tiny net would no longer be one kernel
FEWEST_EPOCHS = 512  # that a call can take, of however many runs
COMPILED_NETS = 64  # nets whose compiled functions are kept


@dataclass(frozen=True)
class Compiled:
    """The two compiled functions of one net at one shape."""

    train: Callable
    evaluate: Callable


def n_scores(data: Mapping[str, tf.Tensor]) -> int:
    """M, the numbers kept of each epoch: the loss, of validation rows the loss and the accuracy too."""
    return 3 if "validation_inputs" in data or "validation_weights" in data else 1


def max_chunk(n_runs: int, data: Mapping[str, tf.Tensor]) -> int:
    """How many epochs of n runs one compiled call can take, since it has room for all their scores."""
    return max(MOST_SCORES // (n_runs * n_scores(data)), FEWEST_EPOCHS)


@functools.lru_cache(maxsize=COMPILED_NETS)
def compiled(net: Settings, shapes: tuple[tuple[int, ...], ...]) -> Compiled:
    """The functions of this structure for rows and runs of these shapes; kept for the next run like it."""
    return Compiled(
        CompiledFunction(functools.partial(_train, net)), CompiledFunction(functools.partial(_evaluate, net))
    )


def _train(net: Settings, params, slots, data, step, seeds, last_epoch, stretch):
    """Weights and slots after a stretch of epochs, and the scores before each of them, (max_chunk, R, M).

    `step` are the values of `StepParams`, (6, R), `stretch` its first epoch and how many there are.
    An epoch is one step on all training rows, or one on each batch of a shuffle of its own. The scores are those
    of all training rows before the first step, whatever the batches.
    """
    data = as_columns(net, data)
    n_lanes = _lanes(net, data, n_runs=seeds.shape[0])
    step = StepParams(*tf.unstack(step))
    first_epoch, n_epochs = tf.unstack(stretch)

    def train(params, slots, step, seeds, last_epoch):
        return _epochs(net, params, slots, data, step, seeds, first_epoch, last_epoch, n_epochs, n_lanes)

    runs = (params, slots, step, seeds, last_epoch)
    return train(*runs) if n_lanes == 1 else by_groups(train, runs, size=n_lanes)


def _epochs(net: Settings, params, slots, data, step, seeds, first_epoch, last_epoch, n_epochs, n_lanes):
    """`_train` of runs that are trained in step, in lanes all R of them."""
    n_runs, dtype = seeds.shape[0], data["inputs"].dtype
    in_one_step = net.batch == 0 and net.dropout == 0
    params, slots = into_lanes(params, n_lanes), into_lanes(slots, n_lanes)
    if n_lanes > 1:
        data = data | {name: value[..., None] for name, value in data.items() if "targets" in name}
    rows = rows_of(data)

    n_products = _n_products(params, rows.n_rows) if net.net == "mlp" and n_lanes == 1 else 0

    def epoch(i, params, slots, scores):
        i = own_kernels(i, n_products=n_products)
        now = first_epoch + i
        share = optimisers.scheduled(net.schedule, epoch=now, n_epochs=last_epoch, dtype=dtype)
        scheduled = step._replace(learning_rate=step.learning_rate * share)
        before = params
        if in_one_step:
            params, slots, loss, logits = _step(net, params, slots, rows, scheduled, now + 1)
        else:
            loss, logits = _loss(net, params, rows)
            params, slots = _batches(net, params, slots, data, scheduled, seeds, now)
        row = _scores(net, before, data, loss, logits)
        return i + 1, params, slots, tf.tensor_scatter_nd_update(scores, [[i]], row[None])

    scores = tf.zeros((max_chunk(n_runs, data), n_runs, n_scores(data)), dtype)
    _, params, slots, scores = tf.while_loop(lambda i, *_: i < n_epochs, epoch, (0, params, slots, scores))
    return out_of_lanes(params, n_lanes), out_of_lanes(slots, n_lanes), scores


def _lanes(net: Settings, data: dict[str, tf.Tensor], n_runs: int) -> int:
    """How many runs share a last axis, which those of an RNN, of batches and of dropout never do."""
    if net.net == "rnn" or net.batch or net.dropout or "block_targets" in data:
        return 1
    n_classes, n_rows = data["targets"].shape
    widest = max(n_classes, net.hidden_units if net.hidden_layers else 0)
    return lanes_for(n_runs, n_rows=n_rows, widest=widest)


def _evaluate(net: Settings, params, data):
    """Scores (R, M), accuracy (R,), the hidden units, of an RNN (R, S, T, H), of an MLP those (R, n, H) of the
    `spread_rows`; and what the net answers to the rows, in pieces: probabilities (N, R, K, S) and the likeliest
    classes (N, R, S), an MLP's first for the training rows' blocks, then for the rest of them, then for those held out.
    """
    data = as_columns(net, data)
    if net.net == "rnn":
        hidden, logits = forward(net, params, rows_of(data).rest)
        loss = cross_entropy(logits, data["targets"], data.get("weights"))
        right = accuracy(logits, data["targets"], data.get("weights"))
        scores = _scores(net, params, data, loss, logits)
        n_runs, *_, n_classes = logits.shape
        each = tf.linalg.matrix_transpose(tf.reshape(logits, (1, n_runs, -1, n_classes)))
        return scores, right, hidden, [(tf.nn.softmax(each, axis=2), _likeliest(each, axis=2))]

    def one(batch: Batch, share: float):
        logits = forward(net, params, batch)[1]
        loss = share * cross_entropy(logits, batch.targets, columns=True)
        right = share * accuracy(logits, batch.targets, columns=True)
        return loss, right, tf.nn.softmax(logits, axis=1), _likeliest(logits, axis=1)

    pieces, scores = [], []
    for part in ("", "validation_") if "validation_inputs" in data else ("",):
        found = of_each(one, rows_of(data, part))
        scores += [tf.add_n([tf.reduce_sum(piece[k], axis=0) for piece in found]) for k in (0, 1)]
        pieces += [piece[2:] for piece in found]
    loss, right, *held = scores
    hidden = mlp.columns(net, params, data["spread_inputs"])[0]
    return tf.stack([loss, *held], axis=-1), right, tf.linalg.matrix_transpose(hidden), pieces


def _likeliest(logits: tf.Tensor, *, axis: int) -> tf.Tensor:
    return tf.argmax(logits, axis, output_type=tf.int32)


def _loss(net: Settings, params, rows: Rows) -> tuple[tf.Tensor, tf.Tensor | None]:
    """The mean cross-entropy (R,), and the logits unless it was taken by blocks."""
    columns = net.net == "mlp"
    if rows.blocks is None:
        logits = forward(net, params, rows.rest)[1]
        return cross_entropy(logits, rows.rest.targets, rows.rest.weights, columns=columns), logits

    def one(batch: Batch, share: float) -> tf.Tensor:
        return share * cross_entropy(forward(net, params, batch)[1], batch.targets, columns=columns)

    return summed(one, rows), None


def _scores(net: Settings, params, data, loss: tf.Tensor, logits: tf.Tensor | None) -> tf.Tensor:
    """The loss, and of validation rows the loss and the accuracy too, (R, 1 or 3); those given are the training
    rows'.
    """
    scores = [loss]
    if "validation_inputs" in data:

        def one(batch: Batch, share: float) -> tuple[tf.Tensor, tf.Tensor]:
            held = (forward(net, params, batch)[1], batch.targets)
            return share * cross_entropy(*held, columns=True), share * accuracy(*held, columns=True)

        scores += summed(one, rows_of(data, "validation_"))
    elif "validation_weights" in data:
        held = (logits, data["targets"], data["validation_weights"])
        scores += [cross_entropy(*held), accuracy(*held)]
    return tf.stack(scores, axis=-1)


def _step(net: Settings, params, slots, rows: Rows, step: StepParams, count):
    """One update, for SGD W <- W - (learning rate) dJ/dW, J the cross-entropy and penalties; and from before it the
    loss and the logits.
    """
    loss, logits, gradients = slope(net, params, rows, step)
    shape = next(iter(params.values())).shape
    n_lanes = shape[3] if len(shape) == 4 else 1
    step = StepParams(*(for_lanes(value, n_lanes) for value in step))
    if net.clip:
        gradients = optimisers.clipped(gradients, step.clip)
    params, slots = optimisers.update(net.optimiser, params, gradients, slots, step=step, count=count)
    return params, slots, loss, logits


def _batches(net: Settings, params, slots, data, step: StepParams, seeds, now):
    """One step on each batch of this epoch, the last with what rows are left; sequences held out whole are in none."""
    whole = rows_of(data)
    rows = Batch(data["row_inputs"], data["row_targets"]) if "row_inputs" in data else whole.rest
    n_all = n_rows = rows.inputs.shape[0]
    is_drawn = "row_inputs" in data or (net.net == "rnn" and 0 < net.batch < n_all)
    size = net.batch if is_drawn else n_all
    is_validation = None
    if rows.weights is not None:
        is_validation = tf.reduce_all(tf.equal(rows.weights, 0), axis=1)
        n_rows = n_all - tf.math.count_nonzero(is_validation, dtype=tf.int32)
    n_batches = tf.convert_to_tensor(-(-n_rows // size))
    n_products = _n_products(params, size)
    order = random.shuffles(seeds, now, n_all, last=is_validation) if is_drawn else None

    def one(b, params, slots):
        b = own_kernels(b, n_products=n_products)
        count = tf.cast(now, tf.int64) * tf.cast(n_batches, tf.int64) + tf.cast(b, tf.int64)  # steps since the first
        taken = whole if order is None else Rows(_gathered(net, rows, order, b * size, size, n_rows=n_rows))
        if net.dropout:
            taken = Rows(taken.rest._replace(drop=dropout(step.dropout, seeds, count)))
        params, slots, *_ = _step(net, params, slots, taken, step, count + 1)
        return b + 1, params, slots

    _, params, slots = tf.while_loop(lambda b, *_: b < n_batches, one, (0, params, slots))
    return params, slots


def _n_products(params, n_rows: int) -> int:
    """How many numbers are multiplied where so many rows meet the largest of the weights."""
    return n_rows * max(math.prod(value.shape) for value in params.values())


def _gathered(
    net: Settings, whole: Batch, order: tf.Tensor, start: tf.Tensor, size: int, *, n_rows: int | tf.Tensor
) -> Batch:
    """The rows at places start to start + size, or n_rows, of each run's order, (R, size, ...), weighted to a mean."""
    places = start + tf.range(size)
    there = places < n_rows
    rows = tf.gather(order, tf.minimum(places, n_rows - 1), axis=1)  # (R, size)
    inputs = tf.gather(whole.inputs, rows)
    weights = tf.ones(inputs.shape[:-1], inputs.dtype) if whole.weights is None else tf.gather(whole.weights, rows)
    there = tf.reshape(tf.cast(there, inputs.dtype), (1, size, *[1] * (len(weights.shape) - 2)))
    weights *= there
    total = tf.reduce_sum(weights, axis=list(range(1, len(weights.shape))), keepdims=True)
    targets, weights = tf.gather(whole.targets, rows), tf.math.divide_no_nan(weights, total)
    if net.net == "rnn":
        return Batch(inputs, targets, weights)
    return Batch(tf.linalg.matrix_transpose(inputs), tf.linalg.matrix_transpose(targets), weights)


def dropout(rate: tf.Tensor, seeds: tf.Tensor, count: tf.Tensor) -> mlp.Drop:
    """Leaves out this share of units, the others scaled up by what is missing (Srivastava et al. 2014, inverted)."""

    def drop(layer: int, values: tf.Tensor) -> tf.Tensor:
        draws = random.uniform(seeds, count * 8 + layer, tuple(values.shape[1:]), values.dtype)
        share = for_lanes(rate, 1)
        return tf.where(draws >= share, values / (1 - share), tf.zeros_like(values))

    return drop
