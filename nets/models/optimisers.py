"""Update rules: from a gradient to new weights. Slots are the averages that a rule keeps, one of each kind a weight."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from nets.models.parameters import SLOTS
from nets.settings.cases import cases_of
from nets.settings.compile_key import STEP_PARAMS

Tensors = Mapping[str, tf.Tensor]

MOMENTUM, RHO, BETA_1, BETA_2, EPSILON = 0.9, 0.9, 0.9, 0.999, 1e-7  # Keras's defaults


class StepParams(NamedTuple):
    """The settings that are tensors in the compiled step, each (R,), one value a run; or as `for_lanes` makes them."""

    learning_rate: tf.Tensor
    clip: tf.Tensor
    l1: tf.Tensor
    l2: tf.Tensor
    weight_decay: tf.Tensor
    dropout: tf.Tensor


if StepParams._fields != STEP_PARAMS:
    raise LookupError(f"StepParams must have the fields that the settings declare: {', '.join(STEP_PARAMS)}")


def first_slots(optimiser: str, params: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Zeros for every slot, by name: "m.W1" and so on."""
    return {f"{slot}.{name}": np.zeros_like(value) for slot in SLOTS[optimiser] for name, value in params.items()}


def update(
    optimiser: str, params: Tensors, gradients: Tensors, slots: Tensors, *, step: StepParams, count: tf.Tensor
) -> tuple[dict[str, tf.Tensor], dict[str, tf.Tensor]]:
    """The weights (R, rows, columns) and the slots after one step; `step` is broadcast to them, `count` from 1.

    With e the learning rate and g the gradient, as in keras.optimizers, which the tests compare with:
    sgd: w <- w - e g. momentum: m <- 0.9 m - e g, w <- w + m. nesterov: the same m, w <- w + 0.9 m - e g.
    rmsprop: v <- 0.9 v + 0.1 g², w <- w - e g / sqrt(v + 1e-7). adam: m <- 0.9 m + 0.1 g,
    v <- 0.999 v + 0.001 g², w <- w - e' m / (sqrt v + 1e-7), e' = e sqrt(1 - 0.999^t) / (1 - 0.9^t).
    adamw: adam, after w <- w - e (weight decay) w.
    """
    new_params, new_slots = {}, {}
    for name, w in params.items():
        mine = {slot: slots[f"{slot}.{name}"] for slot in SLOTS[optimiser]}
        new_params[name], changed = RULES[optimiser](w, gradients[name], mine, step, count)
        new_slots |= {f"{slot}.{name}": value for slot, value in changed.items()}
    return new_params, new_slots


def _sgd(w, g, slots, step, count):
    return w - step.learning_rate * g, {}


def _momentum(w, g, slots, step, count):
    m = MOMENTUM * slots["m"] - step.learning_rate * g
    return w + m, {"m": m}


def _nesterov(w, g, slots, step, count):
    m = MOMENTUM * slots["m"] - step.learning_rate * g
    return w + MOMENTUM * m - step.learning_rate * g, {"m": m}


def _rmsprop(w, g, slots, step, count):
    v = RHO * slots["v"] + (1 - RHO) * g * g
    return w - step.learning_rate * g / tf.sqrt(v + EPSILON), {"v": v}


def _adam(w, g, slots, step, count):
    m = BETA_1 * slots["m"] + (1 - BETA_1) * g
    v = BETA_2 * slots["v"] + (1 - BETA_2) * g * g
    t = tf.cast(count, w.dtype)
    left = [1 - tf.pow(tf.constant(beta, w.dtype), t) for beta in (BETA_1, BETA_2)]  # tf.cast would round to float32
    e = step.learning_rate * tf.sqrt(left[1]) / left[0]
    return w - e * m / (tf.sqrt(v) + EPSILON), {"m": m, "v": v}


def _adamw(w, g, slots, step, count):
    return _adam(w - step.learning_rate * step.weight_decay * w, g, slots, step, count)


# Each maps a weight, its gradient, its slots by kind, the step parameters and the count to the weight and the slots
# after the step.
RULES: Mapping[str, Callable] = cases_of(
    "optimiser",
    {
        "sgd": _sgd,
        "momentum": _momentum,
        "nesterov": _nesterov,
        "rmsprop": _rmsprop,
        "adam": _adam,
        "adamw": _adamw,
    },
)


def clipped(gradients: Tensors, longest: tf.Tensor) -> dict[str, tf.Tensor]:
    """The gradients, all of a run scaled together to a length of at most `longest` (R, 1, 1), 0 meaning any.

    Source: Pascanu et al. 2013, algorithm 1.
    """
    squares = [tf.reduce_sum(g * g, axis=[1, 2], keepdims=True) for g in gradients.values()]
    length = tf.sqrt(tf.add_n(squares))
    scale = tf.where((longest > 0) & (length > longest), longest / length, tf.ones_like(length))
    return {name: g * scale for name, g in gradients.items()}


def _constant(epoch, n_epochs, dtype):
    return tf.ones_like(n_epochs, dtype)


def _step(epoch, n_epochs, dtype):
    part = tf.cast(epoch, dtype) / tf.cast(n_epochs, dtype)
    return tf.pow(tf.cast(0.5, dtype), tf.floor(10 * tf.minimum(part, 1.0)))


def _cosine(epoch, n_epochs, dtype):
    part = tf.cast(epoch, dtype) / tf.cast(n_epochs, dtype)
    return (1 + tf.cos(np.pi * tf.minimum(part, 1.0))) / 2


# Each maps the epoch, the number of epochs and the precision to the learning rate's factor.
SCHEDULES: Mapping[str, Callable] = cases_of("schedule", {"constant": _constant, "step": _step, "cosine": _cosine})


def scheduled(schedule: str, *, epoch: tf.Tensor, n_epochs: tf.Tensor, dtype: tf.DType) -> tf.Tensor:
    """What the learning rate is multiplied by at this epoch (from 0) of n_epochs (R,), (R,).

    step: 0.5 to the number of tenths that have passed. cosine: (1 + cos(pi epoch / n_epochs)) / 2 (Loshchilov
    and Hutter 2017, eq. 5).
    """
    return SCHEDULES[schedule](epoch, n_epochs, dtype)
