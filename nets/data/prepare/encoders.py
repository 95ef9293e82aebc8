"""How one column becomes inputs of the net: the rule learnt from the training rows, and what it does to a cell."""

from dataclasses import dataclass

import numpy as np

from nets.data.columns.constant import is_constant, standard_deviation
from nets.data.columns.infer import Column, numbered
from nets.data.columns.numeric import Values
from nets.data.prepare.options import PreprocessingOptions
from nets.data.table import Table, shortened
from nets.errors import Code, DataError

LARGEST = float(np.finfo(np.float32).max)
FILLS = {"mean": np.mean, "median": np.median, "zero": lambda values: 0.0}


@dataclass(frozen=True)
class ColumnEncoder:
    """What happens to one column on its way to the net.

    A number has `origin` taken off (dates begin at their first day), `fill` put where it is missing (None: it is
    not), then `mean` taken off and is divided by `scale`. A text is 1 in the column of its category, 0 elsewhere.
    """

    column: str
    kind: str
    fill: float | None = None
    origin: float = 0.0
    mean: float = 0.0
    scale: float = 1.0
    categories: tuple[str, ...] = ()

    @property
    def features(self) -> tuple[str, ...]:
        """The names of the inputs the column becomes."""
        if self.kind == "text":
            return tuple(f"{self.column} = {category or '(empty)'}" for category in self.categories)
        return (self.column,)

    def filled(self, column: Column) -> np.ndarray:
        """The numbers of a column with its gaps filled, (B,)."""
        return self._filled(column.values)

    def inputs(self, column: Column) -> tuple[Values, ...]:
        """What enters the net for a column: an input, or one for each category."""
        if self.kind == "text":
            codes, texts = numbered(column.cells)
            return tuple(Values(np.array([text == each for text in texts], float), codes) for each in self.categories)
        if (self.fill, self.origin, self.mean, self.scale) == (None, 0, 0, 1):
            return (column.numbers,)  # not held twice
        return (column.numbers.each(lambda values: (self._filled(values) - self.mean) / self.scale),)

    def _filled(self, values: np.ndarray) -> np.ndarray:
        values = values - self.origin
        return values if self.fill is None else np.where(np.isnan(values), self.fill, values)


def rule_for(
    column: Column, table: Table, choices: PreprocessingOptions, rows: np.ndarray, training: np.ndarray
) -> ColumnEncoder:
    """The rule for a feature, learnt from the rows `training`, and checked to hold for all of `rows`.

    Both are (B,) bool. Raises `DataError`, naming column and line, where a cell fits no rule chosen.
    """
    if column.kind == "text" or column.name in choices.as_text:
        return _one_hot(column, table, choices, rows, training)
    _refuse_the_infinite(column, table, rows)
    _refuse_gaps(column, table, choices, rows)
    numbers = column.values[training]
    values = numbers[~np.isnan(numbers)]
    if not len(values):
        raise DataError(
            Code.EMPTY_COLUMN,
            f"Column {shortened(column.name)} has no values in the training rows: leave the column out.",
        )
    origin = float(np.floor(values.min())) if column.kind == "date" else 0.0
    values = values - origin
    fill = FILLS[choices.missing](values) if choices.missing in FILLS else None
    filled = numbers - origin
    if fill is not None:
        filled = np.where(np.isnan(filled), fill, filled)
    mean = float(filled.mean()) if choices.standardise else 0.0
    is_scaled = choices.standardise and not is_constant(filled.min(), filled.max())
    return ColumnEncoder(
        column.name,
        column.kind,
        fill=None if fill is None else float(fill),
        origin=origin,
        mean=mean,
        scale=standard_deviation(filled) if is_scaled else 1.0,
    )


def _one_hot(
    column: Column, table: Table, choices: PreprocessingOptions, rows: np.ndarray, training: np.ndarray
) -> ColumnEncoder:
    if choices.categories != "one-hot" and column.name not in choices.as_text:
        row = column.misfit if column.misfit is not None and rows[column.misfit] else int(np.argmax(rows))
        text, place = str(column.cells.iloc[row]), table.place(row)
        remedy = (
            "correct the cell or leave the column out"
            if column.misfit is not None
            else ("leave the column out, or make it one-hot")
        )
        raise DataError(
            Code.NOT_A_NUMBER,
            f"Column {shortened(column.name)} has {shortened(text)} on {place}, which is not a number: {remedy}.",
        )
    codes, texts = numbered(column.cells)
    present = np.unique(codes[training])
    if len(present) > choices.most_categories:
        raise DataError(
            Code.TOO_MANY_CATEGORIES,
            f"Column {shortened(column.name)} has {len(present):,} different texts and the limit for one-hot is "
            f"{choices.most_categories:,}: leave the column out or raise the limit.",
        )
    return ColumnEncoder(column.name, "text", categories=tuple(sorted(texts[code] for code in present)))


def _refuse_the_infinite(column: Column, table: Table, rows: np.ndarray) -> None:
    with np.errstate(invalid="ignore"):
        bad = rows & (np.abs(column.values) > LARGEST)
    if bad.any():
        row = int(np.argmax(bad))
        text = shortened(str(column.cells.iloc[row]))
        raise DataError(
            Code.OUT_OF_RANGE,
            f"Column {shortened(column.name)} has {text} on {table.place(row)}, "
            "which is beyond what a net can compute with (3.4e38): correct it or leave the row out.",
        )


def _refuse_gaps(column: Column, table: Table, choices: PreprocessingOptions, rows: np.ndarray) -> None:
    missing = rows & column.missing
    if choices.missing != "refuse" or not missing.any():
        return
    row, count = int(np.argmax(missing)), int(missing.sum())
    text = str(column.cells.iloc[row])
    found = f" ({shortened(text)})" if text.strip() else ""
    more = f", and on {count - 1:,} more" if count > 1 else ""
    raise DataError(
        Code.MISSING_VALUE,
        f"Column {shortened(column.name)} has no value on {table.place(row)}{found}{more}: fill it in, "
        "choose a rule for missing values, or leave the column out.",
    )
