"""How a column becomes inputs of the net: its encoder is fitted to the training rows and transforms all rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.data.columns.constant import is_constant, standard_deviation
from nets.data.columns.infer import Column, numbered
from nets.data.columns.numeric import Values
from nets.data.prepare.options import PreprocessingOptions

LARGEST = float(np.finfo(np.float32).max)
FILLS = {"mean": np.mean, "median": np.median, "zero": lambda values: 0.0}


@dataclass(frozen=True)
class ColumnEncoder:
    """What turns one column into inputs.

    A number x becomes (filled(x - origin) - mean) / scale. `origin` is the first day of a column of dates, and `fill`
    stands where a number is missing (None: none is). A text becomes one input for each of `categories`: 1 for its own,
    0 for the others.
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

    def transform(self, column: Column) -> tuple[Values, ...]:
        """The inputs of a column: one, or one for each category."""
        if self.kind == "text":
            codes, texts = numbered(column.cells)
            return tuple(Values(np.array([text == each for text in texts], float), codes) for each in self.categories)
        if (self.fill, self.origin, self.mean, self.scale) == (None, 0, 0, 1):
            return (column.numbers,)  # not held twice
        return (column.numbers.each(lambda values: (self._filled(values) - self.mean) / self.scale),)

    def _filled(self, values: np.ndarray) -> np.ndarray:
        values = values - self.origin
        return values if self.fill is None else np.where(np.isnan(values), self.fill, values)


def fit_encoders(
    columns: Sequence[Column], options: PreprocessingOptions, training: np.ndarray
) -> tuple[ColumnEncoder, ...]:
    """An encoder for each column that is not left out, fitted to the rows `training` (n_rows,) bool; the columns are
    those for which `obstacles_in` finds nothing.
    """
    leave_out = options.categories == "leave out"
    return tuple(
        _fitted(column, options, training)
        for column in columns
        if not (leave_out and column.kind == "text" and column.name not in options.as_text)
    )


def named_inputs(encoders: Sequence[ColumnEncoder]) -> tuple[tuple[str, ColumnEncoder], ...]:
    """The name of each of the D inputs, and its encoder. Two may have the same name."""
    return tuple((name, encoder) for encoder in encoders for name in encoder.features)


def encode(columns: Sequence[Column], encoders: Sequence[ColumnEncoder], rows: np.ndarray) -> tuple[Values, ...]:
    """The D inputs that the encoders make of their columns, of these rows (B,) and in this order."""
    by_name = {column.name: column for column in columns}
    inputs = tuple(values for encoder in encoders for values in encoder.transform(by_name[encoder.column]))
    is_whole = len(rows) == inputs[0].n_rows and (rows == np.arange(len(rows))).all()
    return inputs if is_whole else tuple(values.of(rows) for values in inputs)  # the whole is not held twice


def _fitted(column: Column, options: PreprocessingOptions, training: np.ndarray) -> ColumnEncoder:
    if column.kind == "text" or column.name in options.as_text:
        codes, texts = numbered(column.cells)
        present = np.unique(codes[training])
        return ColumnEncoder(column.name, "text", categories=tuple(sorted(texts[code] for code in present)))
    numbers = column.values[training]
    values = numbers[~np.isnan(numbers)]
    origin = float(np.floor(values.min())) if column.kind == "date" else 0.0
    values = values - origin
    fill = FILLS[options.missing](values) if options.missing in FILLS else None
    filled = numbers - origin
    if fill is not None:
        filled = np.where(np.isnan(filled), fill, filled)
    mean = float(filled.mean()) if options.standardise else 0.0
    is_scaled = options.standardise and not is_constant(filled.min(), filled.max())
    return ColumnEncoder(
        column.name,
        column.kind,
        fill=None if fill is None else float(fill),
        origin=origin,
        mean=mean,
        scale=standard_deviation(filled) if is_scaled else 1.0,
    )
