"""The script in TensorFlow, as the course writes it: a GradientTape around the loss, and the update by hand."""

from collections.abc import Mapping, Sequence

from nets.export.recipe import Recipe
from nets.export.script.libraries.dialect import TENSORFLOW as DIALECT
from nets.export.script.libraries.forward import forward_lines, unpacked
from nets.export.script.libraries.framework import Framework, Step
from nets.export.script.libraries.updates import betas, corrected_rate, each_weight, matrix_of, slot_names
from nets.export.script.literal import call, codes, indented, number
from nets.export.script.table.layout import Layout
from nets.settings.cases import cases_of
from nets.training.protocol.events import WeightsChange

ADAM = [
    "m.assign(0.9 * m + 0.1 * g)",
    "v.assign(0.999 * v + 0.001 * g**2)",
    "W.assign_sub(e * m / (tf.sqrt(v) + 1e-7))",
]

# The update of a weight W by its gradient g, m and v being its running averages, e Adam's corrected rate.
RULES: Mapping[str, Sequence[str]] = cases_of(
    "optimiser",
    {
        "sgd": ["W.assign_sub({rate} * g)"],
        "momentum": ["m.assign(0.9 * m - {rate} * g)", "W.assign_add(m)"],
        "nesterov": ["m.assign(0.9 * m - {rate} * g)", "W.assign_add(0.9 * m - {rate} * g)"],
        "rmsprop": ["v.assign(0.9 * v + 0.1 * g**2)", "W.assign_sub({rate} * g / tf.sqrt(v + 1e-7))"],
        "adam": ADAM,
        "adamw": ["W.assign_sub({rate} * {decay} * W)", *ADAM],
    },
)


def _imports(recipe: Recipe) -> list[str]:
    return ["import numpy as np", "import pandas as pd", "import tensorflow as tf"]


def _weights(recipe: Recipe, layout: Layout) -> list[str]:
    names = [weight.name for weight in recipe.weights]
    cast = ".astype(np.float64)" if recipe.settings.precision == "float64" else ""
    tuple_of = f"({', '.join(names)}{',' if len(names) == 1 else ''})"
    return [f"weights = [tf.Variable(W{cast}) for W in {tuple_of}]", unpacked(recipe)]


def _net(recipe: Recipe, layout: Layout) -> list[str]:
    return forward_lines(recipe, layout, DIALECT)


def _begin(recipe: Recipe) -> list[str]:
    return [
        *betas(recipe),
        *(f"{slot}s = [tf.Variable(tf.zeros_like(W)) for W in weights]" for slot in slot_names(recipe)),
    ]


def _step(recipe: Recipe, layout: Layout, step: Step) -> list[str]:
    settings = recipe.settings
    lines = ["with tf.GradientTape() as tape:", *indented(call("J = loss(", *codes(step.arguments), depth=3))]
    for strength, of_weight in ((settings.l1, "tf.abs(W)"), (settings.l2, "W**2")):
        if strength:
            lines.append(f"    size = tf.add_n([tf.reduce_sum({of_weight}) for W in weights])")
            lines.append(f"    J += {number(strength)} * size")
    lines.append("grads = tape.gradient(J, weights)")
    if settings.clip:
        lines.append(f"grads, _ = tf.clip_by_global_norm(grads, {number(settings.clip)})")
    return [*lines, *corrected_rate(recipe, step), *each_weight(recipe, RULES, step)]


def _set_weight(recipe: Recipe, change: WeightsChange) -> list[str]:
    if change.cell is not None:
        row, column = change.cell
        return [f"{change.matrix}[{row}, {column}].assign({number(change.values[0])})"]
    return call(f"{change.matrix}.assign(", matrix_of(recipe, change), depth=2)


FRAMEWORK = Framework(
    title="TensorFlow",
    imports=_imports,
    weights=_weights,
    net=_net,
    begin=_begin,
    step=_step,
    loss=lambda arguments: f"float(loss({arguments}))",
    set_weight=_set_weight,
    kept="[W.numpy() for W in weights]",
    restored=["for W, value in zip(weights, best, strict=True):", "    W.assign(value)"],
    loss_of_step="float(J)",
)
