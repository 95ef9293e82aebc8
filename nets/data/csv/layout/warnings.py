"""Notes on a file's layout: its names, the lines that are no rows, cells of many lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, zip_longest

import numpy as np

from nets.data.csv.dialect import Dialect
from nets.data.csv.layout.header import LaidOut, Layout, has_second_names, names_in_comment
from nets.data.csv.layout.no_rows import OnlyRows, only_rows
from nets.data.csv.layout.second_line import SecondLine, joined_names, names_all, second_lines
from nets.data.csv.parsed_table import Facts
from nets.data.csv.records import Records, between
from nets.data.table import Note, shortened, shorter

MANY_LINES = 20
WHOLE = re.compile(r"\s*[+-]?\d*\s*")
MOST_SHOWN = 12  # columns
MOST_ABOVE = 100  # lines
ID_COLUMN = re.compile(rb"id_col:\s*(\d{1,5})")
LONGEST_LIST = 200  # characters
WHAT = {
    "types": "the types of the columns",
    "flags": "what the columns are for",
    "units": "units",
    "names": "more of the names",
    "about": "more about the columns",
}


@dataclass(frozen=True)
class Noted:
    """The table among the records: `picked` (B,) are its rows, `head` the fields of its header, or None.

    It begins on `line`. `is_spaced` where a space follows each delimiter. The column `id_column` numbers the rows, if
    the file says so.
    """

    records: Records
    picked: np.ndarray
    head: list[str] | None
    line: int
    is_spaced: bool
    id_column: int | None
    dialect: Dialect
    facts: Facts


def noted(found: LaidOut) -> Noted:
    """The rows of the table and its header, with a note on all that was guessed or left out so far."""
    records, filled, sample, layout = found.records, found.filled, found.sample, found.layout
    head = sample[layout.first] if layout.header else None
    if head and layout.hashed:
        head = names_in_comment(head, len(sample[layout.first + 1]))
    keeps_all = bool(found.facts.reading.verbatim)
    begin = layout.first + layout.header
    rows, described = OnlyRows(filled[begin:], ()), []
    if not keeps_all:
        named = int(filled[layout.first]) if layout.header and layout.sure else None
        rows = only_rows(records, rows.picked, named, sample[begin:])
        first = filled[begin : len(sample)]
        are_rows = np.isin(first, rows.picked[: len(first)])
        described = second_lines([head, *compress(sample[begin:], are_rows)]) if head else []
    said = notes_on_second_lines(records, filled[layout.first :], described, head or [])
    for line in described:
        if head and line.kind == "names":
            head = joined_names(head, line.cells)
    above = filled[: layout.first] if not keeps_all else filled[:0]
    return Noted(
        records,
        picked=rows.picked[len(described) :],
        head=head,
        line=int(records.lines[filled[layout.first]]),
        is_spaced=found.dialect.guessed and _space_follows_delimiter(records, filled[: len(sample)]),
        id_column=_id_column(records, above),
        dialect=found.dialect,
        facts=found.facts.noting(
            *notes_on_layout(records, filled, layout, sample),
            *notes_on_split_numbers(found),
            *said,
            *rows.notes,
            *notes_on_long_cells(records),
            *notes_on_newlines(records),
        ),
    )


def _id_column(records: Records, above: np.ndarray) -> int | None:
    """The column that numbers the rows by what a tab-separated table (TST) says above its names, if that is one."""
    found = [ID_COLUMN.fullmatch(records.piece(index).strip()) for index in above[:MOST_ABOVE].tolist()]
    return next((int(line[1]) for line in found if line), None)


def notes_on_second_lines(
    records: Records, filled: np.ndarray, described: list[SecondLine], names: list[str]
) -> list[Note]:
    """What the lines below the names say of the columns."""
    notes = []
    for place, line in enumerate(described, 1):
        number = int(records.lines[filled[place]])
        pairs = [
            ": ".join(filter(None, (name.strip(), cell.strip())))
            for name, cell in zip(names, line.cells, strict=True)
            if cell.strip()
        ]
        shown = ", ".join(pairs[:MOST_SHOWN]) + (" …" if len(pairs) > MOST_SHOWN else "")
        what = f"{WHAT[line.kind]} ({shorter(shown, LONGEST_LIST)})" if shown else WHAT[line.kind]
        done = "its words were put behind the names" if line.kind == "names" else "it was not kept as a row"
        if line.kind == "names" and names_all(line.cells):
            done = "they are all different, so those above, which name groups of columns, were left out"
        notes.append(Note(f"Line {number:,} holds {what}: {done}.", (number,)))
    return notes


def _space_follows_delimiter(records: Records, sample: np.ndarray) -> bool:
    """Whether every field but the first begins with a space, as where the delimiter is a comma and a space.

    The space before a quoted field was left out when its quotes were looked at.
    """
    edge, quote = records.delimiter.encode(), records.quote.encode()
    is_spaced = False
    for index in sample.tolist():
        inside = 0
        for number, piece in enumerate(records.piece(index).split(edge)):
            if number and piece and inside % 2 == 0:
                if not piece.startswith(b" ") and not (quote and piece.startswith(quote)):
                    return False
                is_spaced |= piece.startswith(b" ")
            inside += piece.count(quote) if quote else 0
    return is_spaced


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
    if layout.header and not second_lines(rows[layout.first :]) and has_second_names(rows[layout.first :]):
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


def notes_on_split_numbers(found: LaidOut) -> list[Note]:
    """Decimal commas in a file whose delimiter is a comma: 1,5 became 1 and 5, two fields under one name."""
    rows, layout = found.sample, found.layout
    if found.dialect.delimiter != "," or not (layout.header or layout.first):
        return []
    first = layout.first + layout.header
    names, below = rows[first - 1], rows[first:]
    if not are_split_numbers(names, below):
        return []
    sentence = (
        f"There are {len(names):,} names and {max(map(len, below)):,} fields a row, and two fields of digits for each "
        "field too many: the numbers may have decimal commas, which were taken for delimiters. Save the file with "
        "another delimiter, such as a semicolon."
    )
    return [Note(sentence, (int(found.records.lines[found.filled[first]]),))]


def are_split_numbers(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows have two fields of digits for each field too many. One more than the names may be row names."""
    n_more = max(map(len, rows), default=0) - len(names)
    if not 0 < n_more <= len(names) or not all(name.strip() for name in names):
        return False
    if n_more == 1 and len({row[0] for row in rows}) == len(rows):
        return False
    columns = zip_longest(*rows, fillvalue="")
    return 2 * n_more == sum(all(map(WHOLE.fullmatch, column)) for column in columns)


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
