"""A gradient check: one gradient in three ways. Where they disagree, one of them is wrong."""

import numpy as np
import tensorflow as tf

from nets.autodiff.gradient import mean_losses, tape_gradient
from nets.autodiff.manual_gradient import has_formula, manual_gradient
from nets.autodiff.net import Net
from nets.errors import Code, Refusal
from nets.queries.autodiff.gradient_check import (
    MOST_IN_NET,
    MOST_PRODUCT,
    MOST_WEIGHTS,
    GradientCheck,
    GradientCheckQuery,
)

MOST_IN_COPIES = 4_000_000  # weights of all copies at once
MOST_IN_V = 24  # weights the curve of errors is made from
STEPS = np.logspace(-1, -12, 23)


def gradient_check(net: Net, query: GradientCheckQuery) -> GradientCheck:
    """The gradient by the tape, by the formula and by (J(w + s) - J(w - s)) / 2s, each weight of the net moved alone.

    All copies of the weights, each with one moved, go through the net as runs side by side. Of a large net, weights
    spread evenly over all matrices are taken. Raises `Refusal` where it has more than MOST_IN_NET, or where rows
    times units are more than MOST_PRODUCT.
    """
    dtype = tf.as_dtype(query.precision)
    everywhere = _places(net)
    if len(everywhere) > MOST_IN_NET:
        sentence = f"Weights are moved one by one in nets of up to {MOST_IN_NET:,} of them: choose fewer hidden units."
        raise Refusal(Code.TOO_MANY, sentence)
    size = net.examples.n_rows * max((*net.settings.widths, net.examples.n_classes))
    if size > MOST_PRODUCT[net.settings.net]:
        sentence = f"Weights are moved one by one where rows × units are at most {MOST_PRODUCT[net.settings.net]:,}: "
        raise Refusal(Code.TOO_MANY, f"{sentence}choose fewer hidden units, or a table of fewer rows.")
    copies = min(MOST_PRODUCT[net.settings.net] // size, MOST_IN_COPIES // len(everywhere))
    places = _spread(everywhere, max(2, min(MOST_WEIGHTS, copies)))
    exact = tape_gradient(net)
    tape = _taken(net, exact if dtype == tf.float64 else tape_gradient(net, dtype), places)
    manual, misfit = _manual(net, query, places)
    few = _spread(places, max(2, min(MOST_IN_V, copies // len(STEPS))))
    truth = _taken(net, exact, few)
    return GradientCheck(
        matrices=list(net.params),
        places=places,
        tape=tape,
        manual=manual,
        difference=differences(net, places, np.full(len(places), query.step), dtype),
        n_weights=len(everywhere),
        misfit=misfit,
        steps=STEPS,
        errors32=_errors(net, few, truth, tf.float32),
        errors64=_errors(net, few, truth, tf.float64),
    )


def differences(net: Net, places: np.ndarray, steps: np.ndarray, dtype: tf.DType) -> np.ndarray:
    """The central difference for each weight at places (n, 3) with each its step (n,), (n,)."""
    n = len(places)
    weights = {name: value.numpy() for name, value in net.weights(dtype, n_runs=2 * n).items()}
    width = np.empty(n, dtype.as_numpy_dtype)
    for run, ((matrix, i, j), step) in enumerate(zip(places, steps, strict=True)):
        weight = weights[list(net.params)[matrix]]
        weight[run, i, j] += step
        weight[n + run, i, j] -= step
        width[run] = weight[run, i, j] - weight[n + run, i, j]  # what the precision has made of 2 s
    found = mean_losses(net, {name: tf.constant(value) for name, value in weights.items()})
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(width > 0, (found[:n] - found[n:]) / width, 0.0).astype(np.float64)


def _errors(net: Net, places: np.ndarray, truth: np.ndarray, dtype: tf.DType) -> np.ndarray:
    """The largest error of any of these weights' differences at each of STEPS, of the largest derivative."""
    every = np.tile(places, (len(STEPS), 1))
    found = differences(net, every, np.repeat(STEPS, len(places)), dtype).reshape(len(STEPS), -1)
    return np.abs(found - truth).max(axis=1) / max(np.abs(truth).max(), 1e-300)


def _manual(net: Net, query: GradientCheckQuery, places: np.ndarray) -> tuple[np.ndarray, str]:
    if not has_formula(net):
        return np.zeros(0), "There is no formula for the gated cells here: the tape and the differences remain."
    found = manual_gradient(net, fault=query.fault, dtype=query.precision)
    for name, value in net.params.items():
        if found[name].shape != value.shape:
            has, wants = ("×".join(map(str, each.shape)) for each in (found[name], value))
            said = f"The formula gives {name} a gradient of {has}, and {name} is {wants}: they do not fit."
            return np.zeros(0), f"{said} A transpose was forgotten."
    return _taken(net, found, places), ""


def _places(net: Net) -> np.ndarray:
    """Every weight's matrix, row and column, (n, 3)."""
    parts = []
    for matrix, value in enumerate(net.params.values()):
        i, j = np.divmod(np.arange(value.size), value.shape[1])
        parts.append(np.stack([np.full(value.size, matrix), i, j], axis=1))
    return np.concatenate(parts)


def _spread(places: np.ndarray, most: int) -> np.ndarray:
    return places[np.linspace(0, len(places) - 1, min(most, len(places))).astype(int)]


def _taken(net: Net, gradients: dict[str, np.ndarray], places: np.ndarray) -> np.ndarray:
    names = list(net.params)
    return np.array([gradients[names[matrix]][i, j] for matrix, i, j in places], np.float64)
