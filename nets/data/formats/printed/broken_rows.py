"""Rows that a print breaks into several lines, as their texts are too long or have lines of their own."""

from collections.abc import Sequence

from nets.data.columns.lexical import is_typed
from nets.data.formats.rows import where
from nets.data.table import Note

MARKS = ("+", "↵")  # psql's, in the last place of a cell that goes on in the next line

Cells = list[str]
Line = tuple[int, Cells]


def rows_in(block: Sequence[Line], *, alone: bool) -> list[Line]:
    """The rows of the lines between two rulers, each with its first line.

    A line goes on in the next where psql's mark ends a cell. Where rulers stand around each row, as `alone` says, lines
    with blank cells can be the rest of the one above.
    """
    if _is_marked(block):
        return _marked(block)
    rows = [(line, [cell.strip() for cell in cells]) for line, cells in block]
    if alone and len(rows) > 1 and all("" in cells for _, cells in rows[1:]):
        whole = joined(rows)
        return whole if len(whole) == 1 else rows
    return rows


def joined(rows: Sequence[Line]) -> list[Line]:
    """The rows, each line with a blank cell joined to the one above where it can be the rest of it."""
    made: list[Line] = []
    for line, cells in rows:
        if made and "" in cells and goes_on(made[-1][1], cells):
            made[-1] = (made[-1][0], together(made[-1][1], cells))
        else:
            made.append((line, cells))
    return made


def goes_on(above: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a line with blank cells can be the rest of the row above: no number stands below a number."""
    both = [(upper, lower) for upper, lower in zip(above, row, strict=True) if upper and lower]
    return not any(is_typed(upper) and is_typed(lower) for upper, lower in both)


def together(*rows: Sequence[str]) -> Cells:
    """The cells of the lines of one row, a blank between those of several."""
    return [" ".join(filter(None, parts)) for parts in zip(*rows, strict=True)]


def joined_note(lines: Sequence[int]) -> list[Note]:
    """What is said of lines that were joined to the row above."""
    return (
        [Note("A line that goes on with the texts of the row above was joined to it.", where(lines))] if lines else []
    )


def _is_marked(block: Sequence[Line]) -> bool:
    """Whether psql's mark ends some cells, and a blank all others, as it does only where blanks stand around each."""
    ends = [any(cell.endswith(MARKS) for cell in row) for _, row in block]
    if not any(ends) or ends[-1]:
        return False
    return all(cell.startswith(" ") and cell.endswith((" ", *MARKS)) for _, row in block for cell in row)


def _marked(block: Sequence[Line]) -> list[Line]:
    """The rows of lines that go on where a cell's last place, before its bar, has a mark."""
    rows: list[Line] = []
    is_open = False
    for line, cells in block:
        ends = [cell.endswith(MARKS) for cell in cells]
        texts = [cell[:-1].strip() if end else cell.strip() for cell, end in zip(cells, ends, strict=True)]
        if is_open:
            rows[-1] = (rows[-1][0], together(rows[-1][1], texts))
        else:
            rows.append((line, texts))
        is_open = any(ends)
    return rows
