"""The lines that draw shuffles and dropout masks: counters hashed, as the app does in its compiled loop."""

from nets.export.recipe import Recipe
from nets.export.script.literal import function
from nets.export.script.table.layout import Layout


def is_batched(recipe: Recipe, layout: Layout) -> bool:
    """Whether an epoch has more than one step."""
    return 0 < recipe.settings.batch < layout.n_batched


def draw_lines(recipe: Recipe, layout: Layout) -> list[str]:
    """The functions `shuffle` and `masks`, as far as they are needed."""
    batched, dropout = is_batched(recipe, layout), recipe.settings.dropout
    if not batched and not dropout:
        return []
    noise = function(
        "noise(moment, n)",
        "Uniform uint32, (n,): seed, moment and place hashed by lowbias32 (C. Wellons).",
        [
            "x = np.arange(n, dtype=np.uint32) * np.uint32(0x9E3779B9)",
            f"for added in ({recipe.settings.seed}, moment * 0x85EBCA6B % 2**32):",
            "    x = x + np.uint32(added)",
            "    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):",
            "        x = (x ^ (x >> np.uint32(shift))) * np.uint32(factor)",
            "    x = x ^ (x >> np.uint32(16))",
            "return x",
        ],
    )
    lines = noise
    if batched:
        n = layout.n_batched
        body = [f"keys = (noise(epoch, {n}) >> np.uint32(1)).astype(np.int64)"]
        if layout.silent:
            some = "w.any(axis=0)" if layout.columns else "w.any(axis=1)"
            body += [
                'order = np.argsort(-keys, kind="stable")',
                f"return order[{some}[order]]  # sequences without a loss are in no batch",
            ]
        else:
            body.append('return np.argsort(-keys, kind="stable")')
        what = "sequences" if recipe.is_rnn else "rows"
        lines += function("shuffle(epoch)", f"The order of the {what} in this epoch, (n,).", body)[2:]
    if dropout:
        lines += _masks(recipe, layout)[2:]
    return lines


def _masks(recipe: Recipe, layout: Layout) -> list[str]:
    """One mask a hidden layer: 0 for the units left out, 1 / (1 - rate) for the others."""
    rate, dtype = recipe.settings.dropout, f"np.{recipe.settings.precision}"
    n_columns = recipe.settings.batch if is_batched(recipe, layout) else layout.n_rows
    turn = "" if layout.columns else ".T"
    return function(
        "masks(count, n)",
        "What the step after `count` others multiplies the units of n rows by.",
        [
            "found = []",
            f"for layer, units in enumerate({[*recipe.settings.widths]}, start=1):",
            f"    draws = (noise(count * 8 + layer, units * {n_columns}) >> np.uint32(8)) / 2**24",
            f"    left = draws.reshape(units, {n_columns})[:, :n] >= {dtype}({rate})",
            f"    found.append((left / (1 - {rate})).astype({dtype}){turn})",
            "return found",
        ],
    )
