"""What is to be typed for a row that a net was not trained on: a field for each column the net reads."""

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
import pandas as pd

from nets.data.columns.constant import is_constant
from nets.data.columns.infer import Column, RawColumn
from nets.data.prepare.dataset import Dataset, feature_columns
from nets.data.prepare.split import Prepared
from nets.data.read_options import Reading
from nets.data.table import TEXT, Table

FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)  # that can be typed
EPOCH = datetime(1970, 1, 1)
STEPS = 20  # at least so many from the least to the largest number of the training rows

Typed = float | str | date | datetime | time | None  # None: nothing was typed


@dataclass(frozen=True)
class InputField:
    """One column to be typed.

    `kind` is "number", "text", "date" (whole days), "moment" (a date with a time), "clock" (a time of day) or
    "duration", which is typed as the table writes it. `first` is what it begins with, that of the first row; `choices`
    are a text's categories. `low` and `high` are the ends of the training rows' numbers and `step` is a fraction of
    what lies between.
    """

    column: str
    kind: str
    first: Typed
    choices: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0


def input_fields(
    table: Table, trained: Prepared, *, known: dict[str, RawColumn] | None = None
) -> tuple[InputField, ...]:
    """A field for each column that becomes inputs, in the table's order; `known` is for `columns_of`."""
    dataset = trained.dataset
    columns = {column.name: column for column in feature_columns(table, dataset.options, known)}
    training = dataset.rows[~trained.is_validation]
    return tuple(
        InputField(encoder.column, "text", str(table.cells[encoder.column].iloc[dataset.rows[0]]), encoder.categories)
        if encoder.kind == "text"
        else _of_numbers(columns[encoder.column], dataset, training)
        for encoder in dataset.encoders
    )


def typed_table(fields: Sequence[InputField], rows: Sequence[Sequence[Typed]]) -> Table:
    """A table of rows that were typed, a value for each field; its numbers and dates are written beyond doubt."""
    texts = {field.column: [_text(row[k]) for row in rows] for k, field in enumerate(fields)}
    return Table(
        name="typed rows",
        cells=pd.DataFrame(texts, dtype=TEXT),
        encoding="utf-8",
        delimiter=",",
        header=True,
        notes=(),
        sha256=hashlib.sha256(json.dumps(texts).encode("utf-8", "surrogatepass")).hexdigest(),
        reading=Reading(decimal="."),
    )


def frame_of(fields: Sequence[InputField]) -> pd.DataFrame:
    """A frame to be filled in: a row that each field begins with, its columns numbered."""
    kinds = {"number": "float64", "moment": "datetime64[ms]"}
    columns = {str(k): pd.Series([field.first], dtype=kinds.get(field.kind)) for k, field in enumerate(fields)}
    return pd.DataFrame(columns)


def rows_of(frame: pd.DataFrame) -> list[list[Typed]]:
    """The rows of such a frame once it is filled in."""
    return frame.astype(object).to_numpy().tolist()


def _of_numbers(column: Column, dataset: Dataset, training: np.ndarray) -> InputField:
    numbers = column.values
    first, seen = numbers[dataset.rows[0]], numbers[training]
    seen = seen[~np.isnan(seen)]
    low, high, is_whole = float(seen.min()), float(seen.max()), bool((seen == np.rint(seen)).all())
    if column.kind == "number":
        width = 0.0 if is_constant(low, high) else high - low
        step = 1.0 if is_whole or not width else 10.0 ** math.floor(math.log10(width / STEPS))
        return InputField(column.name, "number", _number(first), low=low, high=high, step=step)
    if column.kind == "duration":
        return InputField(column.name, "duration", str(column.cells.iloc[dataset.rows[0]]), low=low, high=high)
    kind = "clock" if column.kind == "clock" else "date" if is_whole else "moment"
    return InputField(column.name, kind, None if np.isnan(first) else _moment(kind, float(first)), low=low, high=high)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _moment(kind: str, days: float) -> date | datetime | time:
    moment = EPOCH + timedelta(seconds=round(days * 86_400))
    return {"date": moment.date, "clock": moment.time, "moment": lambda: moment}[kind]()


def _text(value: Typed) -> str:
    """What was typed as a file would write it."""
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return value.isoformat(timespec="seconds") if isinstance(value, time) else repr(float(value)).removesuffix(".0")
