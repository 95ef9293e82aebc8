"""The lines from the file to the inputs and the class of each row."""

import numpy as np

from nets.export.recipe import Recipe
from nets.export.script.literal import Code, call, flat, laid
from nets.export.script.table.inputs import input_lines
from nets.export.script.table.source import Source
from nets.export.script.table.validation import validation_lines


def table_lines(recipe: Recipe, source: Source, path: str, arrays: dict[str, np.ndarray]) -> list[str]:
    """From the file to `x`, the inputs of all rows, and `y`, their classes as numbers; `is_validation` where some are.

    Arrays that are too long for a script are put among `arrays`.
    """
    lines = source.reading(path)
    lines += laid("classes = ", [source.shown(name) for name in recipe.dataset.classes])
    label = flat(source.label)
    lines += call("y = pd.Categorical(", Code(f"table[{label}]"), categories=Code("classes"), end=").codes")
    if len(lines[-1]) < 60:
        lines[-1] += "  # 0, 1, ... by the class"
    if recipe.is_validation.any():
        lines += ["", *validation_lines(recipe, arrays)]
    lines += ["", *input_lines(recipe, source)]
    return lines


def sequence_lines(recipe: Recipe, source: Source) -> list[str]:
    """The number of each row's sequence, from 0 up."""
    if not recipe.is_rnn or recipe.dataset.sequence_starts is None:
        return []
    return laid("sequence = pd.factorize(", Code(f"table[{flat(source.sequence)}]"), ")[0]")
