"""How a step is made of a gradient. Slots are what an optimiser remembers, one of each kind for each weight."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import tensorflow as tf

from nets.models.parameters import SLOTS

Tensors = Mapping[str, tf.Tensor]

MOMENTUM, RHO, BETA_1, BETA_2, EPSILON = 0.9, 0.9, 0.9, 0.999, 1e-7  # Keras's defaults


@dataclass(frozen=True)
class StepParams:
    """What a step needs beside the gradient, each (R, 1, 1), one value a run; the count of steps, from 1, for all.

    For weights in lanes they are in lanes too, as `for_lanes` makes them.
    """

    learning_rate: tf.Tensor
    weight_decay: tf.Tensor
    step: tf.Tensor


def first_slots(optimiser: str, params: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Zeros for every slot, by name: "m.W1" and so on."""
    return {f"{slot}.{name}": np.zeros_like(value) for slot in SLOTS[optimiser] for name, value in params.items()}


def update(
    optimiser: str, params: Tensors, gradients: Tensors, slots: Tensors, hyper: StepParams
) -> tuple[dict[str, tf.Tensor], dict[str, tf.Tensor]]:
    """The weights and the slots after one step; e is the learning rate, g the gradient.

    sgd: w <- w - e g. momentum: m <- 0.9 m - e g, w <- w + m. nesterov: the same m, w <- w + 0.9 m - e g.
    rmsprop: v <- 0.9 v + 0.1 g², w <- w - e g / sqrt(v + 1e-7). adam: m <- 0.9 m + 0.1 g,
    v <- 0.999 v + 0.001 g², w <- w - e' m / (sqrt v + 1e-7), e' = e sqrt(1 - 0.999^t) / (1 - 0.9^t).
    adamw: adam, after w <- w - e (weight decay) w. As in keras.optimizers, which the tests compare with.
    """
    new_params, new_slots = {}, {}
    for name, w in params.items():
        g = gradients[name]
        mine = {slot: slots[f"{slot}.{name}"] for slot in SLOTS[optimiser]}
        new_params[name], changed = _one(optimiser, w, g, mine, hyper)
        new_slots |= {f"{slot}.{name}": value for slot, value in changed.items()}
    return new_params, new_slots


def _one(optimiser: str, w: tf.Tensor, g: tf.Tensor, slots: Tensors, hyper: StepParams) -> tuple[tf.Tensor, Tensors]:
    e = hyper.learning_rate
    match optimiser:
        case "sgd":
            return w - e * g, {}
        case "momentum":
            m = MOMENTUM * slots["m"] - e * g
            return w + m, {"m": m}
        case "nesterov":
            m = MOMENTUM * slots["m"] - e * g
            return w + MOMENTUM * m - e * g, {"m": m}
        case "rmsprop":
            v = RHO * slots["v"] + (1 - RHO) * g * g
            return w - e * g / tf.sqrt(v + EPSILON), {"v": v}
    if optimiser == "adamw":
        w = w - e * hyper.weight_decay * w
    m = BETA_1 * slots["m"] + (1 - BETA_1) * g
    v = BETA_2 * slots["v"] + (1 - BETA_2) * g * g
    t = tf.cast(hyper.step, w.dtype)
    left = [1 - tf.pow(tf.constant(beta, w.dtype), t) for beta in (BETA_1, BETA_2)]  # tf.cast would round to float32
    e = e * tf.sqrt(left[1]) / left[0]
    return w - e * m / (tf.sqrt(v) + EPSILON), {"m": m, "v": v}


def clipped(gradients: Tensors, longest: tf.Tensor) -> dict[str, tf.Tensor]:
    """The gradients, all of a run scaled together to a length of at most `longest` (R, 1, 1), 0 meaning any.

    Source: Pascanu et al. 2013, algorithm 1.
    """
    squares = [tf.reduce_sum(g * g, axis=[1, 2], keepdims=True) for g in gradients.values()]
    length = tf.sqrt(tf.add_n(squares))
    scale = tf.where((longest > 0) & (length > longest), longest / length, tf.ones_like(length))
    return {name: g * scale for name, g in gradients.items()}


def scheduled(schedule: str, *, epoch: tf.Tensor, n_epochs: tf.Tensor, dtype: tf.DType) -> tf.Tensor:
    """What the learning rate is multiplied by at this epoch (from 0) of n_epochs (R,), (R,).

    step: 0.5 to the number of tenths that have passed. cosine: (1 + cos(pi epoch / n_epochs)) / 2 (Loshchilov
    and Hutter 2017, eq. 5).
    """
    if schedule == "constant":
        return tf.ones_like(n_epochs, dtype)
    part = tf.cast(epoch, dtype) / tf.cast(n_epochs, dtype)
    if schedule == "step":
        return tf.pow(tf.cast(0.5, dtype), tf.floor(10 * tf.minimum(part, 1.0)))
    return (1 + tf.cos(np.pi * tf.minimum(part, 1.0))) / 2
