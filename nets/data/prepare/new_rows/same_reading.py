"""The cells of new rows understood as those of the training table: the same decimal mark, order of day and month, unit.

One row alone seldom says whether 1,234 is large or 3/4/2025 is in April. So it is read below rows of the training
table, and what those then are must be what they were in training.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from nets.data.columns.dates import order_of, parse_dates
from nets.data.columns.infer import Column, columns_of
from nets.data.columns.lexical import is_missing
from nets.data.columns.numbers import Misfit, parse_numbers, surely
from nets.data.columns.odd.choices import NOTHING_CHOSEN, CellChoices
from nets.data.columns.raw_column import INFINITE
from nets.data.prepare.obstacles import together
from nets.data.read_options import Reading
from nets.data.table import Note, Table, shortened
from nets.errors import Code, DataError

MOST_ABOVE = 2_000  # rows of the training table, spread evenly over it
MOST_LINES = 1000  # that a note names
MOST_GAPS = 500  # rows of it with a gap, which show what is one there
KINDS = {"number": "number", "date": "date", "clock": "time of day", "duration": "duration"}


def columns_as_in_training(
    new: Table, table: Table, columns: Sequence[Column], *, choices: CellChoices = NOTHING_CHOSEN
) -> tuple[tuple[Column, ...], tuple[Note, ...]]:
    """The columns of `new` with the names of these of the training table, and a note on each that is written otherwise.

    Texts stay as they are. A few odd cells among numbers or dates are gaps. Raises `DataError`, naming a cell of each
    column where too many are no number or date as in training, or have another unit.
    """
    left = {column.name: column for column in columns if column.kind != "text"}
    found = {column.name: _as_text(new, column) for column in columns if column.kind == "text"}
    _read_below(new, table, left, found, choices)
    odd = {name: rows for name, column in left.items() if (rows := _odd_cells(new, column)).any()}
    if odd:
        spared = _with_gaps(new, odd)
        of_odd = {name: left.pop(name) for name in odd}
        _read_below(spared, table, of_odd, found, choices)
        left |= of_odd
    notes, refused = [], []
    for column in columns_of(new, tuple(left), choices=choices):
        try:
            found[column.name], said = _by_itself(new, column, left[column.name])
        except DataError as refusal:
            refused.append(refusal)
            continue
        notes += said
    if refused:
        raise together(refused)
    notes += [note for column in found.values() for note in _mark_notes(new, column)]
    return tuple(replace(found[column.name], cells=new.cells[column.name]) for column in columns), tuple(notes)


def _read_below(
    new: Table, table: Table, left: dict[str, Column], found: dict[str, Column], choices: CellChoices
) -> None:
    """Move from `left` to `found` what can be read below the training table's rows, those being what they were."""
    above = _above(table, tuple(left.values()))
    for reading in _readings(table.reading):
        names = tuple(name for name in left if not (new.reading.decimal and left[name].kind == "number"))
        both = _one_below_the_other(table, new, names, above, reading)
        for column in columns_of(both, names, choices=choices):
            if _is_as_in_training(column, left[column.name], above):
                below = column.numbers.of(np.arange(len(above), column.numbers.n_rows))
                found[column.name] = replace(column, cells=new.cells[column.name], numbers=below)
                del left[column.name]


def _odd_cells(new: Table, trained: Column) -> np.ndarray:
    """Which cells are not of the training column's kind, (n_rows,) bool; none where they are half of all or more."""
    texts = new.texts(trained.name).str.strip()
    is_odd = {text: not _is(trained.kind, text) for text in texts.unique().tolist()}
    odd = texts.map(is_odd).to_numpy(bool)
    return odd if 2 * odd.sum() < len(texts) else np.zeros(len(texts), bool)


def _with_gaps(new: Table, odd: dict[str, np.ndarray]) -> Table:
    """The rows with gaps in place of these cells."""
    cells = new.cells.copy(deep=False)
    for name, rows in odd.items():
        cells[name] = new.texts(name).where(~rows, "")
    return replace(new, cells=cells)


def _mark_notes(new: Table, column: Column) -> Iterator[Note]:
    """A note on each text of a column of new rows with another decimal mark than the others."""
    texts = new.texts(column.name).str.strip()
    for odd in column.odd:
        rows = np.flatnonzero(texts == odd.text.strip()) if odd.kind == "mark" else ()
        if len(rows):
            sentence = f"Column {shortened(column.name)}: {shortened(odd.text)} has the other decimal mark and is read"
            lines = () if new.lines is None else tuple(int(new.lines[row]) for row in rows[:MOST_LINES])
            yield Note(f"{sentence} as {odd.number:.10g}.", lines)


def _above(table: Table, columns: Sequence[Column]) -> np.ndarray:
    """The rows of the training table that new ones are read below, (n,)."""
    gaps = np.zeros(table.n_rows, bool)
    for column in columns:
        gaps |= column.missing
    spread = np.linspace(0, table.n_rows - 1, min(MOST_ABOVE, table.n_rows)).astype(int)
    return np.union1d(spread, np.flatnonzero(gaps)[:MOST_GAPS])


def _as_text(new: Table, column: Column) -> Column:
    return Column(column.name, "text", new.cells[column.name])


def _readings(first: Reading) -> Iterator[Reading]:
    """The ways in which the training table may have been read."""
    yield first
    for decimal in (".", ","):
        for day_first in (False, True):
            yield replace(first, decimal=decimal, day_first=day_first)


def _one_below_the_other(
    table: Table, new: Table, names: tuple[str, ...], above: np.ndarray, reading: Reading
) -> Table:
    """The training table's rows `above` (n,), and below them the new ones."""
    cells = {name: pd.concat([table.texts(name).iloc[above], new.texts(name)], ignore_index=True) for name in names}
    return replace(table, cells=pd.DataFrame(cells), notes=(), lines=None, reading=reading)


def _is_as_in_training(column: Column, trained: Column, above: np.ndarray) -> bool:
    """Whether the column, whose first rows are the training table's `above` (n,), has their numbers, and less than
    half of the new cells are none.
    """
    if column.kind != trained.kind:
        return False
    if not np.array_equal(column.values[: len(above)], trained.values[above], equal_nan=True):
        return False
    texts = column.texts.iloc[len(above) :].str.strip()
    marks = {odd.text.strip() for odd in column.odd if odd.kind == "mark"}.intersection(texts)
    if marks:  # they are a few only if others have the training table's mark
        own = "." if "," in next(iter(marks)) else ","
        if not surely([text for text in texts if text not in marks], own):
            return False
    gaps = texts[column.missing[len(above) :]]
    known = {odd.text.strip() for odd in column.odd if odd.kind not in ("text", "date")}
    strange = [text for text in gaps if not is_missing(text) and text not in known]
    if any(_is(trained.kind, text) for text in set(strange)):
        return False  # it is written otherwise than there, such as with another decimal mark
    return 2 * len(strange) < len(texts) or not strange


def _by_itself(new: Table, column: Column, trained: Column) -> tuple[Column, list[Note]]:
    """The column read without the training table's, and notes on what is written otherwise than there."""
    if column.kind == "empty":
        return column, []
    if column.kind != trained.kind:
        raise _no_such_kind(new, column, trained.kind)
    notes = list(_order_notes(new, column, trained)) if column.kind == "date" else []
    if new.reading.decimal:
        return column, notes  # as a person said
    before, now = (_unit(each) if column.kind == "number" else "" for each in (trained, column))
    if now == before:
        said = [Note(column.sentence)] if column.sentence else []
        return column, [*notes, *said, *column.remarks]
    name = shortened(column.name)
    if now:
        there = f"in {shortened(before)}" if before else "without a unit"
        raise DataError(
            Code.NOT_A_NUMBER,
            f"The numbers of column {name} are in {shortened(now)}, and in the training table {there}: write them as "
            "there.",
        )
    return column, [Note(f"Column {name} has no unit here; its numbers are taken to be in {shortened(before)}.")]


def _order_notes(new: Table, column: Column, trained: Column) -> Iterator[Note]:
    """A note that day and month stand in another order than in the training table, where both leave no doubt.

    Raises `DataError` where the training table's dates leave it open and were read in the other order.
    """
    texts, before = (each.texts[~each.missing].str.strip().tolist() for each in (column, trained))
    (here, sure), (there, is_sure_there) = order_of(texts), order_of(before)
    if not (here and there and sure) or (is_sure_there and here == there):
        return
    part = here.split("-")[0]
    row = next(row for row in np.flatnonzero(~column.missing) if order_of([column.texts.iloc[row].strip()])[1])
    found = f"{shortened(column.texts.iloc[row].strip())} on {new.place(int(row))}"
    what = f"The dates of column {shortened(column.name)} have the {part} first ({found})"
    other = "month" if part == "day" else "day"
    if is_sure_there:
        yield Note(f"{what}, and those of the training table the {other}: each was read in its own order.")
        return
    days = parse_dates(before, day_first=part == "day").days
    if not np.array_equal(days, trained.values[~trained.missing]):
        raise DataError(
            Code.NOT_A_NUMBER,
            f"{what}, and those of the training table were read with the {other} first, which they leave open: choose "
            f"the {part} first for that table, or write all dates as 2024-12-31.",
        )


def _unit(column: Column) -> str:
    """The unit of the first number."""
    first = int(np.argmax(~column.missing))
    parsed = parse_numbers([str(column.cells.iloc[first]).strip()])
    return "" if isinstance(parsed, Misfit) else parsed.format.unit


def _no_such_kind(new: Table, column: Column, kind: str) -> DataError:
    texts = [text.strip() for text in column.texts]
    is_one = {text: _is(kind, text) for text in set(texts)}
    odd = [row for row, text in enumerate(texts) if not is_one[text]]
    name, what = shortened(column.name), KINDS[kind]
    if not odd:
        return DataError(
            Code.NOT_A_NUMBER,
            f"The {what}s of column {name} are not all written in one way: write them as in the training table.",
        )
    cells = "cell" if len(odd) == 2 else "cells"
    more = f", and {len(odd) - 1:,} more such {cells}: correct them" if len(odd) > 1 else ": correct the cell"
    return DataError(
        Code.NOT_A_NUMBER,
        f"Column {name} has {shortened(texts[odd[0]])} on {new.place(odd[0])}, which is no {what} as in the training "
        f"table{more}.",
    )


def _is(kind: str, text: str) -> bool:
    """Whether a text alone is of this kind, or a gap."""
    if is_missing(text):
        return True
    if kind == "number":
        return text.lower() in INFINITE or not isinstance(parse_numbers([text]), Misfit)
    dates = parse_dates([text])
    return dates is not None and dates.kind == kind
