"""What a net is trained on: a label column turned into classes, and the other columns turned into numbers."""

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from nets.data.limits import MAX_CLASSES, MAX_COLUMNS, MAX_ROWS
from nets.data.table import Note, Table, shortened
from nets.errors import DataError

MAX_NUMERIC_CLASSES = 50
LARGEST = float(np.finfo(np.float32).max)


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows of numbers with a class each, in the table's order.

    `inputs` (B, D) float64 without the constant 1, which the model appends; `targets` (B,) int32 are indices
    into `classes`, the texts of the label column in sorted order. `sha256` tells two datasets apart: it covers
    the file's bytes and every choice made since.
    """

    name: str
    label: str
    features: tuple[str, ...]
    classes: tuple[str, ...]
    inputs: np.ndarray
    targets: np.ndarray
    notes: tuple[Note, ...]
    sha256: str

    @property
    def n_rows(self) -> int:
        """How many rows there are (B)."""
        return len(self.targets)

    @property
    def class_counts(self) -> dict[str, int]:
        """How many rows each class has, in the order of `classes`."""
        counts = np.bincount(self.targets, minlength=len(self.classes))
        return dict(zip(self.classes, counts.tolist(), strict=True))


def dataset_from(table: Table, *, label: str | None = None) -> Dataset:
    """The dataset whose classes are the texts of the column `label` (the first if None).

    Raises `DataError`, naming column and line, where a cell is not a finite number or the label gives no classes.
    """
    label = table.columns[0] if label is None else label
    if label not in table.columns:
        raise DataError("unknown-column", f"There is no column called {shortened(label)}.")
    features = tuple(column for column in table.columns if column != label)
    if not features:
        raise DataError(
            "no-feature", "The table has one column only: a net needs a label and at least one column of numbers."
        )
    if table.n_rows > MAX_ROWS or len(table.columns) > MAX_COLUMNS:
        raise DataError("too-large", f"The limits are {MAX_ROWS:,} rows and {MAX_COLUMNS:,} columns.")
    classes, targets = _classes(table, label)
    inputs = np.empty((table.n_rows, len(features)))
    for position, feature in enumerate(features):
        inputs[:, position] = _numbers(table, feature)
    key = f"{table.sha256} label={label!r}"
    return Dataset(
        name=table.name,
        label=label,
        features=features,
        classes=classes,
        inputs=inputs,
        targets=targets,
        notes=table.notes,
        sha256=hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest(),
    )


def _classes(table: Table, label: str) -> tuple[tuple[str, ...], np.ndarray]:
    """The texts of the label column, sorted as numbers when each is one, and the index of each row's."""
    codes, texts = pd.factorize(table.cells[label])
    empty = np.flatnonzero(table.cells[label].to_numpy() == "")
    if len(empty):
        raise DataError(
            "missing-label",
            f"The label {shortened(label)} is missing on {table.place(empty[0])}: fill it in or delete the row.",
        )
    if len(texts) == 1:
        raise DataError(
            "one-class",
            f"Every row has the label {shortened(texts[0])}: there is nothing to tell apart; "
            "choose another label column.",
        )
    numbers = pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce").to_numpy(dtype=float)
    numeric = bool(np.isfinite(numbers).all())
    if numeric and len(texts) > MAX_NUMERIC_CLASSES:
        raise DataError(
            "label-is-measured",
            f"The label {shortened(label)} has {len(texts):,} different numbers, which looks like a measurement "
            "and not a class; choose a label column that holds the name of a class.",
        )
    if len(texts) > MAX_CLASSES:
        raise DataError(
            "too-many-classes",
            f"The label {shortened(label)} has {len(texts):,} different values and the limit is {MAX_CLASSES:,} "
            "classes; choose another label column.",
        )
    order = sorted(range(len(texts)), key=lambda i: (numbers[i] if numeric else 0.0, texts[i]))
    rank = np.empty(len(texts), dtype=np.int32)
    rank[order] = np.arange(len(texts), dtype=np.int32)
    return tuple(str(texts[i]) for i in order), rank[codes]


def _numbers(table: Table, feature: str) -> np.ndarray:
    """The cells of one feature as float64 (B,), each checked."""
    cells = table.cells[feature]
    texts = cells.str.strip()
    numbers = pd.to_numeric(texts, errors="coerce").to_numpy(dtype=float)
    with np.errstate(invalid="ignore"):
        bad = ~(np.abs(numbers) <= LARGEST)
    if not bad.any():
        return numbers
    row = int(np.argmax(bad))
    text, place = str(cells.iloc[row]), table.place(row)
    if not text.strip():
        raise DataError(
            "missing-value", f"Column {shortened(feature)} has no value on {place}: fill it in or delete the row."
        )
    if np.isinf(numbers[row]) or abs(numbers[row]) > LARGEST:
        raise DataError(
            "out-of-range",
            f"Column {shortened(feature)} has {shortened(text)} on {place}, "
            "which is beyond what a net can compute with (3.4e38).",
        )
    raise DataError(
        "not-a-number",
        f"Column {shortened(feature)} has {shortened(text)} on {place}, which is not a number: "
        "correct the cell or leave the column out.",
    )
