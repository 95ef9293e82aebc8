"""The next step of a net, taken apart: by the functions that the engine trains with."""

import functools
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import tensorflow as tf

from nets.models import optimisers
from nets.models.losses import penalty
from nets.models.optimisers import StepParams
from nets.queries.next_step import After, Arrays, NextStep, NextStepQuery
from nets.settings.compile_key import STEP_PARAMS, Structure
from nets.training.engine.assembly import Assembly
from nets.training.engine.batching import Data, as_columns, laid_out
from nets.training.engine.epochs import Deal, Runs, State, deal, n_steps_before, taken, updated, with_dropout
from nets.training.engine.gradient import Gradients, gradient_of, model_of
from nets.training.engine.layout import arranged
from nets.training.engine.run import Run
from nets.training.protocol.snapshot import at_weights

if TYPE_CHECKING:
    from nets.autodiff.net import Net

TRACED_NETS = 16
MOST_STEPS = 500  # of an RNN; beyond them compiling takes less time than executing them one by one


def next_step(net: "Net", query: NextStepQuery) -> NextStep:
    """What the net's next step computes, in the precision it is trained in."""
    settings, examples, dtype = query.settings, net.examples, tf.as_dtype(query.settings.precision)
    arrangement = arranged(settings, examples)
    n_steps = arrangement.training.inputs.shape[1] if settings.net == "rnn" else 1
    assembly = Assembly((settings,), len(examples.columns), examples.n_classes)
    data = laid_out([assembly.structure.net], arrangement, lambda array: tf.constant(array, dtype))
    runs = Runs(
        params={name: tf.constant(value[None], dtype) for name, value in net.params.items()},
        slots={name: tf.constant(value, dtype) for name, value in query.slots.items()},
        step=tf.constant([[getattr(settings, name) for name in STEP_PARAMS]], dtype),
        seeds=tf.constant([settings.seed], tf.uint32),
        last_epoch=tf.constant([settings.epochs]),
        mixture=assembly.mixture,
    )
    shapes = tuple(None if value is None else tuple(value.shape) for value in tf.nest.flatten((data, runs.params)))
    apart = _traced(assembly.structure, shapes, n_steps > MOST_STEPS)
    step = apart(runs, data, tf.constant([query.epoch, query.batch]))
    params, slots = ({name: value.numpy() for name, value in part.items()} for part in step.after)
    gradients = {name: value[0].numpy() for name, value in step.gradients.items()}
    updates = {name: value[0] - runs.params[name][0].numpy() for name, value in params.items()}
    return NextStep(
        n_batches=int(step.dealt.n_batches),
        rows=_rows(net, arrangement.rows // n_steps, step.dealt, query.batch),
        loss=float(step.loss[0]),
        penalty=float(step.penalty[0]),
        gradients=gradients,
        length=math.hypot(*map(_length, gradients.values())),
        updates=updates,
        ratios={name: _ratio(value, net.params[name]) for name, value in updates.items()},
        learning_rate=float(step.learning_rate[0]),
        after=_after(net, query, params, slots) if query.wants_after else None,
    )


class _Step(NamedTuple):
    """A step as tensors, of one run; `after` are the weights and the slots."""

    dealt: Deal
    loss: tf.Tensor
    penalty: tf.Tensor
    gradients: Gradients
    learning_rate: tf.Tensor
    after: State


@functools.lru_cache(maxsize=TRACED_NETS)
def _traced(structure: Structure, _shapes: tuple[tuple[int, ...] | None, ...], is_long: bool) -> Callable:
    """`_apart` of runs of this structure, for rows and weights of these shapes."""
    return tf.function(functools.partial(_apart, structure), autograph=False, jit_compile=is_long)


def _apart(structure: Structure, runs: Runs, data: Data, place: tf.Tensor) -> _Step:
    """The step at `place`, its epoch and its batch, in the order in which `train` computes it."""
    settings, net = structure.net, model_of(structure, runs.mixture)
    data = as_columns(settings, data)
    epoch, batch = tf.unstack(place)
    dtype = next(iter(runs.params.values())).dtype
    step = StepParams(*tf.unstack(runs.step, axis=1))
    share = optimisers.scheduled(settings.schedule, epoch=epoch, n_epochs=runs.last_epoch, dtype=dtype)
    step = step._replace(learning_rate=step.learning_rate * share)
    dealt = deal(settings, data, runs.seeds, epoch)
    count = n_steps_before(dealt, epoch, batch)
    rows = taken(settings, data, dealt, batch)
    if settings.dropout:
        rows = with_dropout(rows, step, runs.seeds, count)
    loss, _, gradients = gradient_of(net, runs.params, rows, step)
    after = updated(net, (runs.params, runs.slots), gradients, step, count + 1)
    extra = penalty(runs.params, l1=step.l1, l2=step.l2)
    return _Step(dealt, loss, extra, gradients, step.learning_rate, after)


def _rows(net: "Net", sequences: np.ndarray, dealt: Deal, batch: int) -> np.ndarray:
    """The rows of the table whose loss a batch has; `sequences` (B,) are those that an RNN's rows are in."""
    if dealt.order is None:
        return net.training_rows
    begin, size = batch * int(dealt.size), int(dealt.size)
    chosen = dealt.order[0].numpy()[begin : min(begin + size, int(dealt.n_rows))]
    is_mlp = net.settings.net == "mlp"
    drawn = np.flatnonzero(~net.is_validation)[chosen] if is_mlp else np.flatnonzero(np.isin(sequences, chosen))
    return np.intersect1d(drawn, net.training_rows)


def _length(values: np.ndarray) -> float:
    return float(np.linalg.norm(values.astype(np.float64)))


def _ratio(update: np.ndarray, weights: np.ndarray) -> float | None:
    """The length of an update over that of the weights, None where all of these are 0."""
    length = _length(weights)
    return _length(update) / length if length else None


def _after(net: "Net", query: NextStepQuery, params: Arrays, slots: Arrays) -> After:
    """The net with these weights, and what it makes of all rows."""
    seen = Run(query.settings, net.examples, start=at_weights(params, epoch=query.epoch)).outputs(in_brief=True)
    answers = ("scores", "accuracy", "predicted", "probs", "rows", "hidden")
    return After(params, slots, **{name: getattr(seen, name) for name in answers})
