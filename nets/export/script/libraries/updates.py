"""The update rules written out, for the libraries whose own optimisers are not used."""

from collections.abc import Mapping, Sequence

import numpy as np

from nets.export.recipe import Recipe
from nets.export.script.libraries.framework import Step
from nets.export.script.literal import Code, number
from nets.export.script.table.validation import BESIDE, MOST_NUMBERS
from nets.models.parameters import SLOTS
from nets.training.protocol.events import WeightsChange

MOST_ROWS = 12  # of a weight set whole that stand in a script, a line each


def is_adam(recipe: Recipe) -> bool:
    """Whether the optimiser is Adam or AdamW, whose averages begin at 0 and are corrected for that."""
    return recipe.settings.optimiser in ("adam", "adamw")


def betas(recipe: Recipe) -> list[str]:
    """Adam's factors in the precision of the net, as the app computes with them."""
    cast = f"np.{recipe.settings.precision}"
    return [f"beta_1, beta_2 = {cast}(0.9), {cast}(0.999)"] if is_adam(recipe) else []


def corrected_rate(recipe: Recipe, step: Step) -> list[str]:
    """Adam's rate in the step t."""
    return [f"e = {step.rate} * np.sqrt(1 - beta_2**t) / (1 - beta_1**t)"] if is_adam(recipe) else []


def slot_names(recipe: Recipe) -> tuple[str, ...]:
    """The running averages that the optimiser keeps of each weight."""
    return SLOTS[recipe.settings.optimiser]


def each_weight(recipe: Recipe, rules: Mapping[str, Sequence[str]], step: Step) -> list[str]:
    """The loop over all weights with their gradients and running averages."""
    settings, slots = recipe.settings, slot_names(recipe)
    names, lists = ", ".join(["W", "g", *slots]), ", ".join(["weights", "grads", *(f"{slot}s" for slot in slots)])
    filled = [line.format(rate=step.rate, decay=number(settings.weight_decay)) for line in rules[settings.optimiser]]
    return [f"for {names} in zip({lists}, strict=True):", *(f"    {line}" for line in filled)]


def matrix_of(recipe: Recipe, change: WeightsChange) -> list[list[float]] | Code:
    """The rows of a weight that is set whole, in as few digits as give its numbers; where they are too many for a
    script, those that lie beside it.
    """
    for name, (each, _) in large_changes(recipe).items():
        if each is change:
            return Code(f'{BESIDE}["{name}"]')
    exact = _shaped(recipe, change).astype(recipe.settings.precision)
    return [[_short(value) for value in row] for row in exact]


def large_changes(recipe: Recipe) -> dict[str, tuple[WeightsChange, np.ndarray]]:
    """The weights that are set whole and are too many for a script, by the name of the array beside it."""
    found = {}
    for place, change in enumerate(recipe.changes, start=1):
        if isinstance(change, WeightsChange) and change.cell is None:
            values = _shaped(recipe, change).astype(recipe.settings.precision)
            if values.size > MOST_NUMBERS or len(values) > MOST_ROWS:
                found[f"{change.matrix}_{place}"] = (change, values)
    return found


def _short(value: np.floating) -> float:
    """The number of the fewest digits that is this in its precision."""
    return float(str(value))


def _shaped(recipe: Recipe, change: WeightsChange) -> np.ndarray:
    (weight,) = (each for each in recipe.weights if each.name == change.matrix)
    return np.reshape(change.values, weight.shape)
