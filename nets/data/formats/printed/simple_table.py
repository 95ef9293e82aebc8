"""The simple tables of reStructuredText: rulers of = above and below the names, and below the rows."""

import re
from collections.abc import Sequence
from itertools import pairwise

from nets.data.formats.printed.broken_rows import goes_on, joined_note, together
from nets.data.formats.printed.places import Span, as_seen, cells_at
from nets.data.formats.printed.quoted_cells import without_quotes
from nets.data.formats.rows import Rows, where
from nets.data.formats.source import HEAD_BYTES, Source
from nets.data.table import Note
from nets.errors import Code, DataError

FIRST_LINES = 60
RULER = re.compile(r"=+(?: +=+)+")


def is_simple_table(source: Source) -> bool:
    """Whether a ruler is the first line or below a blank one, and another like it follows."""
    lines = ["", *(line.strip() for line in source.head)]
    pairs = pairwise(lines[:FIRST_LINES])
    ruler = next((line for above, line in pairs if not above and RULER.fullmatch(line)), None)
    if ruler is None:
        return False
    return lines.count(ruler) > 1 or (len(source.text) > HEAD_BYTES and ruler in map(str.strip, source.tail))


def simple_table_rows(source: Source) -> Rows:
    """The rows. A line whose first cell is blank goes on with the texts of the row above, which is noted.

    Raises `DataError` where the last ruler is missing, or a text stands across a column's edge.
    """
    lines = source.lines()
    rulers = [place for place, line in enumerate(lines) if RULER.fullmatch(line.strip())][:3]
    if len(rulers) < 2:
        raise DataError(Code.RST, "This reStructuredText table has no end: the line of = below its rows is missing.")
    spans = _spans_of(lines[rulers[0]])
    has_names = len(rulers) > 2
    names = [""] * len(spans)
    if has_names:
        header = [cells_at(line, spans) for line in lines[rulers[0] + 1 : rulers[1]]]
        names = together(*header) if header else names
    first, last = rulers[-2:]
    cells: list[list[str]] = []
    at, joined = [], []
    for line, text in enumerate(lines[first + 1 : last], first + 2):
        if not text.strip():
            continue
        _refuse_across(text, spans, line)
        row = cells_at(text, spans)
        if cells and not row[0] and goes_on(cells[-1], row):
            cells[-1] = together(cells[-1], row)
            joined.append(line)
        else:
            cells.append(["" if cell == "\\" else cell for cell in row])
            at.append(line)
    cells, quoted = without_quotes(cells)
    notes = [*joined_note(joined), *quoted]
    outside = [line for line, text in enumerate(lines, 1) if text.strip() and not rulers[0] < line <= last + 1]
    if outside:
        notes.append(Note("What stands outside the table was left out.", where(outside)))
    return Rows(names=names, cells=cells, lines=at, notes=tuple(notes))


def _spans_of(ruler: str) -> list[Span]:
    spans: list[Span] = [found.span() for found in re.finditer("=+", ruler)]
    return [*spans[:-1], (spans[-1][0], None)]  # the last column may be longer than its ruler


def _refuse_across(text: str, spans: Sequence[Span], line: int) -> None:
    seen = as_seen(text)
    for (_, end), (start, _) in pairwise(spans):
        if "".join(seen[end:start]).strip():
            raise DataError(
                Code.RST,
                f"Line {line} of this reStructuredText table has a text across the edge of a column: move it below the "
                "line of =, or save the table as CSV.",
            )
