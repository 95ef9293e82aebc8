"""The learning rate of each epoch, and what is done to the tape between two epochs."""

from collections.abc import Callable, Mapping

import numpy as np

from nets.export.recipe import Recipe
from nets.export.script.literal import number
from nets.settings.cases import cases_of
from nets.training.protocol.events import SettingsChange, WeightsChange

SetWeight = Callable[[WeightsChange], list[str]]


def _constant(recipe: Recipe) -> str:
    return ""


def _step(recipe: Recipe) -> str:
    """Whole numbers where they give what the app computes in its precision."""
    if _in_whole_numbers(recipe):
        return "0.5 ** (10 * epoch // n_epochs)"
    cast = f"np.{recipe.settings.precision}"
    return f"0.5 ** np.floor(10 * ({cast}(epoch) / {cast}(n_epochs)))"


def _cosine(recipe: Recipe) -> str:
    return "(1 + np.cos(np.pi * epoch / n_epochs)) / 2"


# What the learning rate is multiplied by at an epoch.
FACTORS: Mapping[str, Callable[[Recipe], str]] = cases_of(
    "schedule", {"constant": _constant, "step": _step, "cosine": _cosine}
)


def rate_of(recipe: Recipe) -> str:
    """The learning rate at `epoch`, of `learning_rate` and `n_epochs`."""
    factor = FACTORS[recipe.settings.schedule](recipe)
    return f"learning_rate * {factor}" if factor else "learning_rate"


def begin_lines(recipe: Recipe) -> list[str]:
    """The learning rate and the number of epochs it begins with."""
    first = recipe.events.first
    lines = [f"learning_rate = {number(first.learning_rate)}"]
    if counts_on_epochs(recipe) and first.epochs != recipe.n_epochs:
        return [*lines, f"n_epochs = {first.epochs}  # that the schedule counts on, to begin with"]
    return [*lines, f"n_epochs = {recipe.n_epochs}"]


def last_epoch(recipe: Recipe) -> str:
    """The number of epochs as the loop has it: where `n_epochs` changes on the way, the number itself."""
    changes = counts_on_epochs(recipe) and any(isinstance(each, SettingsChange) for each in recipe.changes)
    return str(recipe.n_epochs) if changes or recipe.diverged_at is not None else "n_epochs"


def counts_on_epochs(recipe: Recipe) -> bool:
    """Whether the number of epochs changes the steps."""
    return recipe.settings.schedule != "constant"


def event_lines(recipe: Recipe, set_weight: SetWeight, *, at_end: bool = False) -> list[str]:
    """What is done at which epoch, before its loss; `at_end` alone what is done after the last step."""
    lines, rate, n_epochs = [], recipe.events.first.learning_rate, recipe.events.first.epochs
    by_epoch: dict[int, list[str]] = {}
    for change in recipe.changes:
        here = by_epoch.setdefault(change.epoch, [])
        if isinstance(change, WeightsChange):
            here += set_weight(change)
            continue
        if change.epoch == recipe.n_epochs:
            continue  # it has no step
        if change.settings.learning_rate != rate:
            rate = change.settings.learning_rate
            here.append(f"learning_rate = {number(rate)}")
        if counts_on_epochs(recipe) and change.settings.epochs != n_epochs:
            n_epochs = change.settings.epochs
            here.append(f"n_epochs = {n_epochs}")
    for epoch, here in by_epoch.items():
        if not here or (epoch == recipe.n_epochs) is not at_end:
            continue
        lines += here if at_end else [f"if epoch == {epoch}:", *(f"    {line}" for line in here)]
    return lines


def _in_whole_numbers(recipe: Recipe) -> bool:
    dtype = np.dtype(recipe.settings.precision).type
    for n in {recipe.events.first.epochs, recipe.n_epochs, *(_epochs_in(recipe))}:
        epochs = np.arange(min(recipe.n_epochs, n) + 1)
        found = np.floor(dtype(10) * (epochs.astype(dtype) / dtype(n)))
        if not (found == 10 * epochs // n).all():
            return False
    return True


def _epochs_in(recipe: Recipe) -> list[int]:
    return [each.settings.epochs for each in recipe.changes if isinstance(each, SettingsChange)]
