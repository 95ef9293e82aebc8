"""One row traced from the texts of the file to the inputs of the net, and back."""

from dataclasses import dataclass, replace

import numpy as np

from nets.data.columns.dates import spelt
from nets.data.columns.infer import Column
from nets.data.prepare.dataset import Dataset
from nets.data.prepare.encoders import ColumnEncoder
from nets.data.table import Table


@dataclass(frozen=True)
class ColumnTrace:
    """One column of a row: its text, the number read from it, the number filled in, and the inputs.

    Of a text `number` and `filled` are None.
    """

    column: str
    kind: str
    text: str
    number: float | None
    was_missing: bool
    filled: float | None
    mean: float
    scale: float
    inputs: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class RowTrace:
    """One row: its place in the file, each of its columns, the label's text and the one-hot target."""

    place: str
    columns: tuple[ColumnTrace, ...]
    label: str
    target: tuple[tuple[str, int], ...]


def trace_of(table: Table, data: Dataset, row: int, *, columns: tuple[Column, ...]) -> RowTrace:
    """How row `row` of the dataset came from the table, `columns` being the table's `feature_columns`."""
    at = int(data.rows[row])
    found = {column.name: column for column in columns}
    return RowTrace(
        place=table.place(at),
        columns=tuple(_column_trace(encoder, _at(found[encoder.column], at)) for encoder in data.encoders),
        label=str(table.cells[data.label].iloc[at]),
        target=tuple((name, int(k == data.targets[row])) for k, name in enumerate(data.classes)),
    )


def _at(column: Column, row: int) -> Column:
    """One row of the column."""
    numbers = column.numbers and column.numbers.of(np.array([row]))
    return replace(column, cells=column.cells.iloc[[row]], numbers=numbers)


def _column_trace(encoder: ColumnEncoder, column: Column) -> ColumnTrace:
    number = None if encoder.kind == "text" else float(column.values[0])
    missing = number is not None and bool(np.isnan(number))
    return ColumnTrace(
        column=encoder.column,
        kind=encoder.kind,
        text=str(column.cells.iloc[0]),
        number=None if missing else number,
        was_missing=missing,
        filled=None if encoder.kind == "text" else float(encoder.filled(column)[0]),
        mean=encoder.mean,
        scale=encoder.scale,
        inputs=tuple(
            zip(encoder.features, (float(values.array()[0]) for values in encoder.transform(column)), strict=True)
        ),
    )


def back_from(data: Dataset, inputs: np.ndarray) -> tuple[tuple[str, str], ...]:
    """What a row of inputs (D,) means in the units of the file: a text for each column."""
    meanings = []
    at = 0
    for encoder in data.encoders:
        width = len(encoder.features)
        piece = inputs[at : at + width]
        at += width
        if encoder.kind == "text":
            meanings.append((encoder.column, encoder.categories[int(piece.argmax())] if piece.max() > 0 else ""))
            continue
        number = float(piece[0] * encoder.scale + encoder.mean + encoder.origin)
        is_number = encoder.kind == "number"
        meanings.append((encoder.column, f"{number:.10g}" if is_number else spelt(number, encoder.kind)))
    return tuple(meanings)
