"""The lines from the inputs and classes of all rows to the arrays of training."""

from collections.abc import Iterator

from nets.export.recipe import Recipe
from nets.export.script.literal import call
from nets.export.script.table.layout import Layout, cut_length


def array_lines(recipe: Recipe, layout: Layout) -> list[str]:
    """From `x` and `y` to the arrays of training, `X`, `Y` and where rows count differently `w`; and to those of the
    validation rows where early stopping looks at them.
    """
    dtype = f"np.{recipe.settings.precision}"
    return [*(_sequences if recipe.is_rnn else _table)(recipe, layout, dtype)]


def _targets(recipe: Recipe, dtype: str) -> str:
    if recipe.settings.output == "sigmoid":
        return f"y[:, None].astype({dtype})"
    return f"np.eye(len(classes), dtype={dtype})[y]"


def _table(recipe: Recipe, layout: Layout, dtype: str) -> Iterator[str]:
    k = "1" if recipe.settings.output == "sigmoid" else "K"
    if layout.columns:
        yield f"X = np.vstack([x.T, np.ones(len(x))]).astype({dtype})  # (D+1, B)"
        yield f"Y = {_targets(recipe, dtype)}.T  # ({k}, B)"
        at = ":, "
    else:
        yield f"X = x.to_numpy({dtype})  # (B, D)"
        yield f"Y = {_targets(recipe, dtype)}  # (B, {k})"
        at = ""
    if layout.weighted:
        yield from _class_weights(recipe)
        yield "w = class_weights[y]"
    if not recipe.is_validation.any():
        if layout.weighted:
            yield f"w = (w / w.sum()).astype({dtype})"
        return
    names = ["X", "Y"]
    if recipe.stops_early:
        yield f"X_validation, Y_validation = X[{at}is_validation], Y[{at}is_validation]"
    yield f"{', '.join(names)} = X[{at}~is_validation], Y[{at}~is_validation]"
    if layout.weighted:
        if recipe.stops_early:
            yield "w_validation = w[is_validation]"
            yield f"w_validation = (w_validation / w_validation.sum()).astype({dtype})"
        yield "w = w[~is_validation]"
        yield f"w = (w / w.sum()).astype({dtype})"


def _class_weights(recipe: Recipe) -> list[str]:
    return call("class_weights = np.array(", [*recipe.examples.class_weights])


def _sequences(recipe: Recipe, layout: Layout, dtype: str) -> Iterator[str]:
    n_steps, n_sequences = max(layout.lengths), len(layout.lengths)
    n_inputs = len(recipe.dataset.features) + 1
    k = 1 if recipe.settings.output == "sigmoid" else len(recipe.dataset.classes)
    yield "x = np.column_stack([x, np.ones(len(x))])  # the bias is a weight for a constant 1"
    yield f"one_hot = {_targets(recipe, dtype)}"
    counts = []
    if layout.weighted:
        yield from _counts(recipe)
        counts = ["counts"] + (["counts_validation"] if recipe.stops_early else [])
    names = {"counts": "w", "counts_validation": "w_validation"}
    if n_sequences == 1:
        axes = ":, :, None" if layout.columns else "None"
        of_w = ":, None" if layout.columns else "None"
        yield f"X, Y = x.astype({dtype})[{axes}], one_hot[{axes}]"
        for each in counts:
            yield f"{names[each]} = ({each} / {each}.sum()).astype({dtype})[{of_w}]"
        return
    yield from _row_numbers(recipe)
    shapes = {"X": n_inputs, "Y": k}
    for name, size in shapes.items():
        shape = f"({n_steps}, {size}, {n_sequences})" if layout.columns else f"({n_sequences}, {n_steps}, {size})"
        yield f"{name} = np.zeros({shape}, {dtype})"
    of_w = f"({n_steps}, {n_sequences})" if layout.columns else f"({n_sequences}, {n_steps})"
    for each in counts:
        yield f"{names[each]} = np.zeros({of_w}, {dtype})"
    yield "for s, steps in enumerate(sequences):"
    at = ":len(steps), :, s" if layout.columns else "s, :len(steps)"
    at_w = ":len(steps), s" if layout.columns else "s, :len(steps)"
    at, at_w = (each.replace(":len", ": len") for each in (at, at_w))
    yield f"    X[{at}] = x[steps]"
    yield f"    Y[{at}] = one_hot[steps]"
    for each in counts:
        yield f"    {names[each]}[{at_w}] = {each}[steps]"
    for each in counts:
        yield f"{names[each]} /= {names[each]}.sum()"


def _row_numbers(recipe: Recipe) -> Iterator[str]:
    """The rows of each sequence."""
    cut = cut_length(recipe)
    if recipe.dataset.sequence_starts is None:
        yield "sequences = [np.arange(len(table))]"
    else:
        yield "sequences = [np.flatnonzero(sequence == s) for s in range(sequence.max() + 1)]"
    if cut:
        yield "whole, sequences = sequences, []"
        yield "for rows in whole:  # the state is reset there"
        yield f"    sequences += np.split(rows, range({cut}, len(rows), {cut}))"


def _counts(recipe: Recipe) -> Iterator[str]:
    """How much each row counts in the loss."""
    examples = recipe.examples
    held = recipe.is_validation.any()
    if examples.class_weights is not None:
        yield from _class_weights(recipe)
        yield "counts = class_weights[y]"
        if not examples.has_loss.all():
            yield "counts[y < 0] = 0  # steps without a loss"
    elif not examples.has_loss.all():
        yield "counts = (y >= 0) * 1.0  # steps without a label have no loss"
    else:
        yield "counts = np.ones(len(y))"
    if held:
        if recipe.stops_early:
            yield "counts_validation = counts * is_validation"
        yield "counts = counts * ~is_validation"
