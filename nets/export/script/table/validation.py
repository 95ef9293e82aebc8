"""The lines that pick the validation rows."""

import textwrap

import numpy as np

from nets.data.prepare.split import validation_rows
from nets.export.recipe import Recipe
from nets.export.script.literal import WIDTH, laid, text

MOST_NUMBERS = 200  # that stand in the script; more lie in the .npz beside it
PART = 76  # letters of a text in one line
AS_NUMBERS = "is_validation[[int(row) for row in rows.split()]] = True"
BESIDE = "beside"  # the name of what was loaded from there


def validation_lines(recipe: Recipe, arrays: dict[str, np.ndarray]) -> list[str]:
    """The validation rows: by the lines that pick them, or by their numbers."""
    settings, held = recipe.settings, recipe.is_validation
    lines = ["is_validation = np.zeros(len(table), bool)"]
    is_plain = not recipe.is_rnn and recipe.examples.has_loss.all() and settings.validation_by != "sequences"
    if is_plain and (validation_rows(settings, recipe.examples.targets) == held).all():
        return lines + _picking(recipe)
    rows = np.flatnonzero(held)
    if (np.diff(rows) == 1).all() and len(rows) > 1:
        return [*lines, f"is_validation[{rows[0]}:{rows[-1] + 1}] = True"]
    if len(rows) > MOST_NUMBERS:
        arrays["validation_rows"] = rows
        return [*lines, f'is_validation[{BESIDE}["validation_rows"]] = True']
    return [*lines, *_by_number(rows)]


def _picking(recipe: Recipe) -> list[str]:
    settings, held = recipe.settings, recipe.is_validation
    if settings.validation_by == "last":
        return [f"is_validation[-{int(held.sum())}:] = True"]
    picker = f"picker = np.random.default_rng([{settings.rows_seed}, 1])"
    if settings.validation_by == "random":
        return [picker, f"is_validation[picker.permutation(len(table))[:{int(held.sum())}]] = True"]
    targets = recipe.examples.targets
    counts = [int(held[targets == k].sum()) for k in range(len(recipe.dataset.classes))]
    many = [int((targets == k).sum()) for k in range(len(recipe.dataset.classes))]
    if not all(n > 1 for n in many):
        return _by_number(np.flatnonzero(held))
    return [
        picker,
        *laid("counts = ", counts, "  # validation rows of each class" if len(counts) < 9 else ""),
        "for k, n in enumerate(counts):",
        "    rows = np.flatnonzero(y == k)",
        "    is_validation[picker.permutation(rows)[:n]] = True",
    ]


def _by_number(rows: np.ndarray) -> list[str]:
    """The rows by their numbers: in brackets where they fit a line, else as a text of several lines."""
    line = f"is_validation[{rows.tolist()}] = True"
    if len(line) <= WIDTH:
        return [line]
    parts = textwrap.wrap(" ".join(map(str, rows)), PART, drop_whitespace=False)
    return ["rows = (", *(f"    {text(part)}" for part in parts), ")", AS_NUMBERS]
