"""Notes on a file's layout: its names, the lines that are no rows, cells of many lines."""

from dataclasses import dataclass

import numpy as np

from nets.data.csv.dialect import Dialect
from nets.data.csv.layout.header import LaidOut, Layout, has_second_names, without_hash
from nets.data.csv.parsed_table import Facts
from nets.data.csv.records import Records, between
from nets.data.table import Note, shortened

MANY_LINES = 20


@dataclass(frozen=True)
class Noted:
    """The table among the records: `picked` (B,) are its rows, `head` the fields of its header, or None.

    It begins on `line`. `is_spaced` where a space follows each delimiter.
    """

    records: Records
    picked: np.ndarray
    head: list[str] | None
    line: int
    is_spaced: bool
    dialect: Dialect
    facts: Facts


def noted(found: LaidOut) -> Noted:
    """The rows of the table and its header, with a note on all that was guessed or left out so far."""
    records, filled, sample, layout = found.records, found.filled, found.sample, found.layout
    head = sample[layout.first] if layout.header else None
    return Noted(
        records,
        picked=filled[layout.first + layout.header :],
        head=without_hash(head) if head and layout.hashed else head,
        line=int(records.lines[filled[layout.first]]),
        is_spaced=found.dialect.guessed and _space_follows_delimiter(sample),
        dialect=found.dialect,
        facts=found.facts.noting(
            *notes_on_layout(records, filled, layout, sample),
            *notes_on_long_cells(records),
            *notes_on_newlines(records),
        ),
    )


def _space_follows_delimiter(rows: list[list[str]]) -> bool:
    """Whether every field but the first begins with a space, as where the delimiter is a comma and a space."""
    later = [cell for row in rows for cell in row[1:] if cell]
    return bool(later) and all(cell.startswith(" ") for cell in later)


def notes_on_layout(records: Records, filled: np.ndarray, layout: Layout, rows: list[list[str]]) -> list[Note]:
    """What was taken for the names, and what was left out above, between and below the rows."""
    notes = []
    if layout.first:
        above = filled[: layout.first]
        count = "1 line" if layout.first == 1 else f"{layout.first:,} lines"
        text = shortened(" ".join(cell for cell in rows[0] if cell.strip()))
        lines = tuple(records.lines_of(above).tolist())
        notes.append(Note(f"{count} above the table left out, beginning {text}.", lines))
    line = int(records.lines[filled[layout.first]])
    if not layout.header:
        notes.append(
            Note(
                f"Line {line:,} looks like data and not like names, so it was kept as a row; the columns are numbered.",
                (line,),
            )
        )
    elif not layout.sure:
        notes.append(Note(f"Line {line:,} was taken for the column names, though nothing sets it apart.", (line,)))
    elif layout.hashed:
        notes.append(Note(f"The names of the columns were taken from the comment on line {line:,}.", (line,)))
    if layout.header and has_second_names(rows[layout.first :]):
        second = int(records.lines[filled[layout.first + 1]])
        sentence = (
            f"Line {second:,} looks like a second line of names and was kept as a row: delete it if it is no row."
        )
        notes.append(Note(sentence, (second,)))
    inside = _left_out(records, filled, layout.first)
    if len(inside):
        drawn = sum(records.is_drawn(index) for index in inside[:1000].tolist())
        kind = "blank line" if not drawn else "line of dashes" if drawn == len(inside) else "line without a value"
        count = f"1 {kind} was" if len(inside) == 1 else f"{len(inside):,} {kind.replace('line', 'lines', 1)} were"
        notes.append(Note(f"{count} left out.", tuple(records.lines_of(inside[:1000]).tolist())))
    return notes


def _left_out(records: Records, filled: np.ndarray, first: int) -> np.ndarray:
    """The records between the rows of a table that are none, and those drawn right above and below it."""
    above, below = int(filled[first]), int(filled[-1])
    start, end = above, below + 1
    while start > 0 and records.is_drawn(start - 1):
        start -= 1
    while end < len(records) and records.is_drawn(end):
        end += 1
    return np.concatenate([np.arange(start, above), between(filled[first:]), np.arange(below + 1, end)])


def notes_on_long_cells(records: Records) -> list[Note]:
    """A quote that was left open may enclose many lines until the next one: that is for a person to look at."""
    if isinstance(records.lines, range):
        return []
    spans = np.diff(records.lines)
    long = np.flatnonzero(spans > MANY_LINES)
    if not len(long):
        return []
    lines = records.lines[long]
    span = int(spans[long[0]])
    sentence = f"The row on line {int(lines[0]):,} runs over {span:,} lines inside quotes; is a quote missing there?"
    return [Note(sentence, tuple(lines[:1000].tolist()))]


def notes_on_newlines(records: Records) -> list[Note]:
    """Carriage returns alone that end lines in a file whose other lines end otherwise."""
    if records.n_returns_alone <= records.n_enclosed or b"\n" not in records.text:
        return []
    return [Note("Carriage returns without a line feed, outside quotes, were read as ends of lines.")]
