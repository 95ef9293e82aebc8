"""Sequences one a row, with a column for each time step, turned into one row a time step, and back."""

import re
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nets.data.columns.infer import columns_of, numbered
from nets.data.columns.lexical import is_missing
from nets.data.limits import MAX_COLUMNS, MAX_ROWS
from nets.data.reshape.changed import changed_table, free_name, texts_of
from nets.data.table import Table, shortened
from nets.errors import Code, DataError

NUMBERED = re.compile(r"(?P<stem>.*?)[ _.\-]?[\[(]?(?P<step>\d{1,9})[\])]?")
LEAST = 3  # time steps
MOST_CELLS = 20_000_000
SEQUENCE, STEP, VALUE = "sequence", "step", "value"


@dataclass(frozen=True)
class Steps:
    """Columns that are time steps: `numbers` are the steps, rising, and `columns` the names of each quantity, one for
    each step.
    """

    numbers: tuple[int, ...]
    columns: dict[str, tuple[str, ...]]

    @property
    def used(self) -> frozenset[str]:
        """All columns that are a time step."""
        return frozenset(name for names in self.columns.values() for name in names)


def steps_in(names: Collection[str], *, keep: Collection[str] = ()) -> Steps | None:
    """The columns whose names count time steps, x1 x2 x3 or t_0 t_10 t_20, several quantities if they have the same
    steps; None where there are fewer than three steps. Columns to `keep` are none.
    """
    by_stem: dict[str, dict[int, str]] = {}
    for name in names:
        match = NUMBERED.fullmatch(name.strip())
        if match and name not in keep:
            by_stem.setdefault(match["stem"].strip(), {}).setdefault(int(match["step"]), name)
    by_steps: dict[tuple[int, ...], dict[str, tuple[str, ...]]] = {}
    for stem, found in by_stem.items():
        steps = tuple(sorted(found))
        if len(steps) >= LEAST:
            by_steps.setdefault(steps, {})[stem] = tuple(found[step] for step in steps)
    if not by_steps:
        return None
    steps = max(by_steps, key=lambda steps: len(steps) * len(by_steps[steps]))
    return Steps(steps, by_steps[steps])


def to_rows(table: Table, *, keep: Collection[str] = ()) -> Table:
    """One row for each time step: the columns of `steps_in` become one for each quantity, the others are repeated, and
    two are added, the number of the sequence (from 1) and the step.

    Steps without a value at the end of a sequence are left out, as padding. Raises `DataError` where no columns are
    time steps, or the rows would be too many.
    """
    steps = steps_in(table.columns, keep=keep)
    if steps is None:
        raise DataError(
            Code.NO_TIME,
            "No columns are time steps: their names have to count, as in x1, x2, x3, with at least three of them.",
        )
    n, n_steps = table.n_rows, len(steps.numbers)
    others = [name for name in table.columns if name not in steps.used]
    _check_size(n * n_steps, len(others) + len(steps.columns) + 2)
    across = (np.arange(n)[:, None] + n * np.arange(n_steps)).ravel()
    quantities = {
        stem: pa.concat_arrays([texts_of(table, name) for name in names]).take(pa.array(across))
        for stem, names in steps.columns.items()
    }
    kept = _without_padding([_is_given(texts) for texts in quantities.values()], n_steps)
    row = np.repeat(np.arange(n), n_steps)[kept]
    columns = {name: texts_of(table, name).take(pa.array(row)) for name in others}
    numbers = np.tile(steps.numbers, n)[kept]
    columns[free_name(SEQUENCE, columns)] = pc.cast(pa.array(row + 1), pa.string())
    columns[free_name(STEP, columns)] = pc.cast(pa.array(numbers), pa.string())
    for stem, texts in quantities.items():
        columns[free_name(stem or VALUE, columns)] = texts.take(pa.array(kept))
    shown = ", ".join(f"{shortened(names[0])} to {shortened(names[-1])}" for names in list(steps.columns.values())[:3])
    n_left_out = n * n_steps - len(kept)
    padding = f" {_steps(n_left_out)} without a value at the end of a sequence left out." if n_left_out else ""
    sentence = f"Each of the {n_steps:,} time steps {shown} became a row.{padding}"
    return changed_table(table, columns, None if table.lines is None else np.asarray(table.lines)[row], sentence)


def _is_given(texts: pa.Array) -> np.ndarray:
    codes = pc.dictionary_encode(texts)
    given = np.array([not is_missing(text) for text in codes.dictionary.to_pylist()], bool)
    return given[codes.indices.to_numpy()]


def _without_padding(given: list[np.ndarray], n_steps: int) -> np.ndarray:
    """The rows up to the last step of each sequence that has a value; at least one of each."""
    any_given = np.logical_or.reduce(given).reshape(-1, n_steps)
    lengths = np.maximum(n_steps - np.argmax(any_given[:, ::-1], axis=1), 1)
    lengths = np.where(any_given.any(axis=1), lengths, 1)
    return np.flatnonzero((np.arange(n_steps) < lengths[:, None]).ravel())


def to_columns(table: Table, *, label: str, group: str, time: str | None) -> Table:
    """One row for each sequence, the rows with the same text in `group`, in the order of `time` or of the table.

    Columns with one value in every sequence stay; each other becomes one for each time step, x_1 x_2 x_3, empty beyond
    the end of a sequence. Raises `DataError` where the label changes within one, or the columns would be too many.
    """
    rows = _rows_of_steps(table, group, time)
    first, is_there = rows[:, :1], rows >= 0
    columns: dict[str, pa.Array] = {}
    for name in table.columns:
        if name == time:
            continue
        codes, texts = numbered(table.cells[name])[0], texts_of(table, name)
        changed = np.argwhere(is_there & (codes[rows] != codes[first]))
        if not len(changed):
            columns[name] = texts.take(pa.array(first[:, 0]))
            continue
        if name == label:
            place = table.place(int(rows[tuple(changed[0])]))
            raise DataError(
                Code.LABEL_CHANGES,
                f"The label {shortened(label)} changes within a sequence, on {place}: a row for each sequence has one "
                "label only. Choose another label, or keep a row for each step.",
            )
        _check_size(len(rows), len(columns) + rows.shape[1])
        for step, at in enumerate(rows.T):
            there = pa.array(np.maximum(at, 0), mask=at < 0)
            columns[free_name(f"{name}_{step + 1}", columns)] = pc.fill_null(texts.take(there), "")
    n, n_steps = rows.shape
    sentence = f"Each of the {n:,} sequences by {shortened(group)} became a row of up to {_steps(n_steps)}."
    lines = None if table.lines is None else np.asarray(table.lines)[first[:, 0]]
    return changed_table(table, columns, lines, sentence)


def _rows_of_steps(table: Table, group: str, time: str | None) -> np.ndarray:
    """The row of each step of each sequence, (S, T), -1 beyond the end of a sequence."""
    codes = numbered(table.cells[group])[0]
    _, first, place = np.unique(codes, return_index=True, return_inverse=True)
    sequence = np.argsort(np.argsort(first))[place]  # numbered as they first appear
    order = np.lexsort((_times(table, time), sequence))
    lengths = np.bincount(sequence)
    n_steps = int(lengths.max())
    _check_size(len(lengths), n_steps)
    starts = np.cumsum(lengths) - lengths
    step = np.arange(n_steps)
    return np.append(order, -1)[np.where(step < lengths[:, None], starts[:, None] + step, len(order))]


def _times(table: Table, time: str | None) -> np.ndarray:
    if time is None:
        return np.arange(table.n_rows)
    (column,) = columns_of(table, (time,))
    if column.numbers is None:
        raise DataError(Code.NO_TIME, f"Column {shortened(time)} holds no numbers or dates to put steps in order by.")
    return column.values


def _steps(count: int) -> str:
    return f"{count:,} time step{'' if count == 1 else 's'}"


def _check_size(n_rows: int, n_columns: int) -> None:
    if n_rows > MAX_ROWS:
        raise DataError(Code.TOO_MANY_ROWS, f"That would be {n_rows:,} rows; the limit is {MAX_ROWS:,}.")
    if n_columns > MAX_COLUMNS:
        raise DataError(Code.TOO_MANY_COLUMNS, f"That would be {n_columns:,} columns; the limit is {MAX_COLUMNS:,}.")
    if n_rows * n_columns > MOST_CELLS:
        raise DataError(
            Code.TOO_MUCH, f"That would be {n_rows:,} rows of {n_columns:,} columns, more than {MOST_CELLS:,} cells."
        )
