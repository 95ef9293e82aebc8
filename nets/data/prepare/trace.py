"""The way of one row from the texts of the file to the numbers that enter the net, and back: each step by name."""

from dataclasses import dataclass, replace

import numpy as np

from nets.data.columns.dates import spelt
from nets.data.columns.infer import Column
from nets.data.prepare.dataset import Dataset
from nets.data.prepare.encoders import ColumnEncoder
from nets.data.table import Table


@dataclass(frozen=True)
class Step:
    """What becomes of one column of a row: its text, the number read from it, that filled, and the inputs."""

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
class Way:
    """The way of one row: where it stands, a step for each column, the label's text and its one-hot target."""

    place: str
    steps: tuple[Step, ...]
    label: str
    target: tuple[tuple[str, int], ...]


def way_of(table: Table, data: Dataset, row: int, *, columns: tuple[Column, ...]) -> Way:
    """How row `row` of the dataset came from the table, `columns` being the table's `feature_columns`."""
    at = int(data.rows[row])
    found = {column.name: column for column in columns}
    return Way(
        place=table.place(at),
        steps=tuple(_step(rule, _at(found[rule.column], at)) for rule in data.rules),
        label=str(table.cells[data.label].iloc[at]),
        target=tuple((name, int(k == data.targets[row])) for k, name in enumerate(data.classes)),
    )


def _at(column: Column, row: int) -> Column:
    """One row of the column."""
    numbers = column.numbers and column.numbers.of(np.array([row]))
    return replace(column, cells=column.cells.iloc[[row]], numbers=numbers)


def _step(rule: ColumnEncoder, column: Column) -> Step:
    number = None if rule.kind == "text" else float(column.values[0])
    missing = number is not None and bool(np.isnan(number))
    return Step(
        column=rule.column,
        kind=rule.kind,
        text=str(column.cells.iloc[0]),
        number=None if missing else number,
        was_missing=missing,
        filled=None if rule.kind == "text" else float(rule.filled(column)[0]),
        mean=rule.mean,
        scale=rule.scale,
        inputs=tuple(zip(rule.features, (float(values.array()[0]) for values in rule.inputs(column)), strict=True)),
    )


def back_from(data: Dataset, inputs: np.ndarray) -> tuple[tuple[str, str], ...]:
    """What a row of inputs (D,) means in the units of the file: a text for each column."""
    meanings = []
    at = 0
    for rule in data.rules:
        width = len(rule.features)
        piece = inputs[at : at + width]
        at += width
        if rule.kind == "text":
            meanings.append((rule.column, rule.categories[int(piece.argmax())] if piece.max() > 0 else ""))
            continue
        number = float(piece[0] * rule.scale + rule.mean + rule.origin)
        is_number = rule.kind == "number"
        meanings.append((rule.column, f"{number:.10g}" if is_number else spelt(number, is_clock=rule.kind == "clock")))
    return tuple(meanings)
