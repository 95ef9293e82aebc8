"""The lines from the columns of the table to the inputs of the net, scaled."""

from collections.abc import Sequence
from itertools import groupby

from nets.data.prepare.encoders import ColumnEncoder
from nets.export.recipe import Recipe
from nets.export.script.literal import Around, Call, Code, flat, laid, width
from nets.export.script.table.source import Source

DUMMIES = "pd.get_dummies"
SHORT = 56  # columns that names in brackets may take and stand in one line anywhere


def input_lines(recipe: Recipe, source: Source) -> list[str]:
    """From `table` to `x`, the inputs of all rows."""
    encoders = recipe.dataset.encoders
    parts = [_part(source, kind, list(group)) for kind, group in groupby(encoders, key=_run_of)]
    if len(parts) == 1:
        lines = _one_part(parts[0], source)
    else:
        lines = laid("x = pd.concat", Call((("", [*parts]), ("axis=", 1))))
    names = recipe.dataset.features
    keys: Sequence = names
    if len({*(_in_csv(source, each, name) for each, name in _named(encoders))}) < len(names):
        lines.append("x.columns = range(x.shape[1])  # some have the same name")
        keys = range(len(names))
    by_column = {id(each): keys[place] for place, (each, _) in enumerate(_named(encoders))}
    training = "x[~is_validation]" if recipe.is_validation.any() else "x"
    for each in encoders:
        if each.kind == "date":
            key = flat(by_column[id(each)] if not isinstance(keys, tuple) else source.columns[each.column])
            lines.append(f"x[{key}] -= np.floor({training}[{key}].min())  # days since the first")
    filled = [each for each in encoders if each.fill is not None]
    if filled:
        by = {"mean": f"{training}.mean()", "median": f"{training}.median()", "zero": "0"}[
            recipe.dataset.options.missing
        ]
        lines.append(f"x = x.fillna({by})")
    return lines + _scaling(recipe, source, training, keys)


def _scaling(recipe: Recipe, source: Source, training: str, keys: Sequence) -> list[str]:
    if not recipe.dataset.options.standardise:
        return []
    encoders = recipe.dataset.encoders
    of_numbers = [
        (each, source.columns[each.column] if isinstance(keys, tuple) else keys[place])
        for place, (each, _) in enumerate(_named(encoders))
        if each.kind != "text"
    ]
    if not of_numbers:
        return []
    constant = [key for each, key in of_numbers if each.scale == 1.0]
    if len(of_numbers) == len(_named(encoders)):
        lines = [f"mean, scale = {training}.mean(), {training}.std(ddof=0)"]
        update = ["x = (x - mean) / scale"]
    else:
        lines = laid("numbers = ", [key for _, key in of_numbers])
        lines += [f"mean, scale = {training}[numbers].mean(), {training}[numbers].std(ddof=0)"]
        update = ["x[numbers] = (x[numbers] - mean) / scale"]
    if constant:
        lines += laid("scale[", Code(flat(constant)), "] = 1.0  # the same in every row")
    return lines + update


def _run_of(each: ColumnEncoder) -> str:
    return f"text {each.column}" if each.kind == "text" else "numbers"


def _part(source: Source, kind: str, encoders: list[ColumnEncoder]) -> Around:
    """The inputs of some neighbouring columns."""
    names = [source.columns[each.column] for each in encoders]
    if kind == "numbers":
        if width(flat(names)) <= SHORT:
            return Around("table[", names, "].astype(float)")
        return Around("table.filter", Call((("items=", names),)), ".astype(float)")
    (each,), (name,) = encoders, names
    categories = [source.shown(category) for category in each.categories]
    column = Call((("", Code(f"table[{flat(name)}]")), ("categories=", categories)))
    texts = Around("pd.Categorical", column)
    return Around(DUMMIES, Call((("", texts), ("prefix=", name), ("prefix_sep=", " = "), ("dtype=", Code("float")))))


def _one_part(part: Around, source: Source) -> list[str]:
    """All inputs, where they are neighbours: named one by one, or as all columns but some."""
    by_name = laid("x = ", part)
    if len(by_name) == 1 or part.begin == DUMMIES:
        return by_name
    names = part.value[0][1]
    if [name for name in source.names if name in names] != names:
        return by_name
    others = [name for name in source.names if name not in names]
    but_some = laid("x = table.drop", Around("", Call((("columns=", others),)), ".astype(float)"))
    return but_some if len(but_some) < len(by_name) else by_name


def _named(encoders: Sequence[ColumnEncoder]) -> list[tuple[ColumnEncoder, str]]:
    return [(each, name) for each in encoders for name in each.features]


def _in_csv(source: Source, each: ColumnEncoder, name: str) -> str:
    return name if each.kind == "text" else source.columns[each.column]
