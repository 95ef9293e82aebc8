"""The script in plain numpy, with the gradients written out."""

from collections.abc import Mapping, Sequence

from nets.export.recipe import Recipe
from nets.export.script.libraries.backward import net_lines
from nets.export.script.libraries.framework import Framework, Step
from nets.export.script.libraries.updates import betas, corrected_rate, each_weight, matrix_of, slot_names
from nets.export.script.literal import call, codes, indented, laid, number
from nets.export.script.table.layout import Layout
from nets.settings.cases import cases_of
from nets.training.protocol.events import WeightsChange

ADAM = ["m[:] = 0.9 * m + 0.1 * g", "v[:] = 0.999 * v + 0.001 * g**2", "W[:] -= e * m / (np.sqrt(v) + 1e-7)"]

# The update of a weight W by its gradient g, m and v being its running averages, e Adam's corrected rate.
RULES: Mapping[str, Sequence[str]] = cases_of(
    "optimiser",
    {
        "sgd": ["W[:] -= {rate} * g"],
        "momentum": ["m[:] = 0.9 * m - {rate} * g", "W[:] += m"],
        "nesterov": ["m[:] = 0.9 * m - {rate} * g", "W[:] += 0.9 * m - {rate} * g"],
        "rmsprop": ["v[:] = 0.9 * v + 0.1 * g**2", "W[:] -= {rate} * g / np.sqrt(v + 1e-7)"],
        "adam": ADAM,
        "adamw": ["W[:] -= {rate} * {decay} * W", *ADAM],
    },
)


def _imports(recipe: Recipe) -> list[str]:
    is_gelu = recipe.settings.net == "mlp" and recipe.settings.activation == "gelu" and recipe.settings.widths
    return [*(["import math", ""] if is_gelu else []), "import numpy as np", "import pandas as pd"]


def _weights(recipe: Recipe, layout: Layout) -> list[str]:
    names = ", ".join(weight.name for weight in recipe.weights)
    if recipe.settings.precision == "float64":
        made = [f"{weight.name} = {weight.name}.astype(np.float64)" for weight in recipe.weights]
        return [*made, f"weights = [{names}]"]
    return [f"weights = [{names}]"]


def _begin(recipe: Recipe) -> list[str]:
    return [*betas(recipe), *(f"{slot}s = [np.zeros_like(W) for W in weights]" for slot in slot_names(recipe))]


def _step(recipe: Recipe, layout: Layout, step: Step) -> list[str]:
    settings = recipe.settings
    lines = call("grads = gradients(", *codes(step.arguments), depth=3)
    if settings.l1 or settings.l2:
        terms = [f"{number(settings.l1)} * np.sign(W)"] if settings.l1 else []
        terms += [f"{number(2 * settings.l2)} * W"] if settings.l2 else []
        lines += ["for W, g in zip(weights, grads, strict=True):", f"    g[:] += {' + '.join(terms)}"]
    if settings.clip:
        clip = number(settings.clip)
        lines += [
            "norm = np.sqrt(sum((g**2).sum() for g in grads))",
            f"if norm > {clip}:",
            f"    grads = [g * ({clip} / norm) for g in grads]",
        ]
    return [*lines, *corrected_rate(recipe, step), *each_weight(recipe, RULES, step)]


def _set_weight(recipe: Recipe, change: WeightsChange) -> list[str]:
    if change.cell is not None:
        row, column = change.cell
        return [f"{change.matrix}[{row}, {column}] = {number(change.values[0])}"]
    return laid(f"{change.matrix}[:] = ", matrix_of(recipe, change), depth=2)


FRAMEWORK = Framework(
    title="numpy",
    imports=_imports,
    weights=_weights,
    net=net_lines,
    begin=_begin,
    step=_step,
    loss=lambda arguments: f"float(loss({arguments}))",
    set_weight=_set_weight,
    kept="[W.copy() for W in weights]",
    restored=["for W, value in zip(weights, best, strict=True):", *indented(["W[:] = value"])],
)
