"""Tables printed in a frame of lines, as databases and data frames show them on a screen."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nets.data.formats.printed.cut_short import cell_is_cut, refuse_if_cut, rows_declared
from nets.data.formats.printed.frame import Cells, Frame, drawing_in
from nets.data.formats.printed.ruler import NULL
from nets.data.formats.rows import Rows, where
from nets.data.formats.source import Source
from nets.data.table import Note
from nets.errors import Code, DataError

GOES_ON = ("+", "↵")  # psql's, in the last place of a cell that goes on in the next line
JULIA = re.compile(r"[\d,]+×\d+ (?:Sub)?DataFrame")
COOKIE = re.compile(r"<[lcr]?\d*>")  # Org's width of a column
TYPES = re.compile(
    r"(?:u?int\d*|[iuf]\d{1,3}|str|string|varchar|char|text|double|float\d*|real|bool(?:ean)?|date(?:time)?|time(?:stamp)?"
    r"|bigint|hugeint|smallint|tinyint|integer|u(?:big|huge|small|tiny)?int(?:eger)?|decimal|numeric|blob|binary|uuid"
    r"|cat|enum|object|duration|interval|list|array|struct|json|null)(?:\d*|[\[({].*|\[\]| with.*|_\w+)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Drawn:
    """What a frame holds: names, "" where there are none, and the rows with their lines."""

    names: Cells
    cells: list[Cells]
    lines: list[int]
    notes: tuple[Note, ...]


def drawn_rows(source: Source) -> Rows:
    """The rows of the frame, or of several with the same names; of frames that differ, those of the largest.

    Raises `DataError` where a line's cells cannot be told, and where the print leaves rows or columns out.
    """
    drawing = drawing_in(source)
    frames, captions = drawing.frames, drawing.captions
    if captions and JULIA.match(captions[0]):
        raise DataError(
            Code.JULIA,
            'This is what Julia shows of a data frame, not a CSV file: there, CSV.write("table.csv", ...) writes it.',
        )
    refuse_if_cut(captions)
    declared = rows_declared(captions)
    drawn = [_drawn(frame, declared[0] if len(declared) == len(frames) == 1 else None) for frame in frames]
    shown = drawn[frames.index(max(frames, key=lambda frame: frame.size))]
    same = [one for one in drawn if one.names == shown.names]
    cells = [row for one in same for row in one.cells]
    lines = [line for one in same for line in one.lines]
    is_said = len(same) == len(frames) and len(declared) in (1, len(frames))
    if is_said and len(cells) != sum(declared):
        raise DataError(
            Code.CUT_SHORT,
            f"This print says that it has {sum(declared):,} rows and shows {len(cells):,}, so rows are left out or "
            "broken into several lines: write the whole table to a CSV file instead.",
        )
    notes = [*shown.notes, *_around(drawing.outside)]
    if drawing.is_coloured:
        notes.append(Note("A terminal's codes for colours were left out."))
    if len(same) > 1:
        notes.append(Note(f"{len(same)} frames with the same names were put together."))
    others = [one.lines[0] for one in drawn if one.names != shown.names and one.lines]
    if others:
        notes.append(Note("The file has other tables too; the largest was read.", where(others)))
    return Rows(names=shown.names, cells=cells, lines=lines, notes=tuple(notes)).noting(*_cut_cells(cells, lines))


def _drawn(frame: Frame, declared: int | None) -> Drawn:
    """The names and the rows of a frame, which has as many as were declared. One with a single block has no names."""
    blocks, notes = list(frame.blocks), []
    names = list(frame.ruler.names)
    if not names and len(blocks) > 1:
        names, types = _header([cells for _, cells in blocks.pop(0)])
        if types:
            notes.append(Note(f"The header names the kinds of the columns ({', '.join(types[:4])} …); it is no row."))
    names = names or [""] * len(frame.ruler.widths)
    if blocks and any(names) and [[cell.strip() for cell in cells] for _, cells in blocks[-1]] == [names]:
        ((line, _),) = blocks.pop()  # ClickHouse and Nushell do so below a long table
        notes.append(Note("The names are repeated below the rows; that line was left out.", (line,)))
    rows = [row for block in blocks for row in _rows_of(block, alone=frame.is_grid or len(blocks) > 1)]
    if declared is not None and len(rows) > declared:
        rows = _joined(rows, lambda cells: "" in cells)
    rows = [row for row in rows if not _is_cookie(row[1])]
    refuse_if_cut([], names=names, rows=[cells for _, cells in rows])
    cells = [["" if cell == NULL else cell for cell in row] for _, row in rows]
    gaps = [line for line, row in rows if NULL in row]
    if gaps:
        notes.append(Note(f"The sign {NULL} stands for a missing value.", where(gaps)))
    return Drawn(names, cells, [line for line, _ in rows], tuple(notes))


def _header(lines: list[Cells]) -> tuple[Cells, Cells]:
    """The names, and the kinds of the columns where the header gives them below."""
    mark = " +↵" if len(lines) > 1 else " "
    lines = [[cell.strip().rstrip(mark) for cell in cells] for cells in lines]
    dashes = next((place for place, cells in enumerate(lines) if "---" in cells and set(cells) <= {"---", "…"}), None)
    types: list[Cells] = []
    if dashes:
        lines, types = lines[:dashes], lines[dashes + 1 :]
    elif len(lines) > 1 and all(map(TYPES.fullmatch, lines[-1])):
        lines, types = lines[:-1], lines[-1:]
    return [_together(parts) for parts in zip(*lines, strict=True)], [
        _together(parts) for parts in zip(*types, strict=True)
    ]


def _rows_of(block: Sequence[tuple[int, Cells]], *, alone: bool) -> list[tuple[int, Cells]]:
    """The rows between two rulers: one line each, but where a line goes on in the next.

    It does where psql's + ends a cell, and where rulers stand around each row, as `alone` says, so that lines with
    blank cells are the rest of the one above.
    """
    rows = [(line, [cell.strip() for cell in cells]) for line, cells in block]
    if _is_marked(block):
        return _marked(block)
    if alone and len(rows) > 1 and all("" in cells for _, cells in rows[1:]):
        return _joined(rows, lambda _: True)
    return rows


def _is_marked(block: Sequence[tuple[int, Cells]]) -> bool:
    """Whether psql's mark ends some cells, and a blank all others, as it does only where blanks stand around each."""
    cells = [cell for _, row in block for cell in row]
    is_padded = all(cell.startswith(" ") and cell.endswith((" ", *GOES_ON)) for cell in cells)
    ends = [any(cell.endswith(GOES_ON) for cell in row) for _, row in block]
    return is_padded and any(ends) and not ends[-1]


def _marked(block: Sequence[tuple[int, Cells]]) -> list[tuple[int, Cells]]:
    """The rows of lines that go on where a cell's last place, before its bar, has a mark."""
    rows: list[tuple[int, Cells]] = []
    goes_on = False
    for line, cells in block:
        ends = [cell.endswith(GOES_ON) for cell in cells]
        texts = [cell[:-1].strip() if end else cell.strip() for cell, end in zip(cells, ends, strict=True)]
        if goes_on:
            rows[-1] = (rows[-1][0], [_together(pair) for pair in zip(rows[-1][1], texts, strict=True)])
        else:
            rows.append((line, texts))
        goes_on = any(ends)
    return rows


def _joined(rows: list[tuple[int, Cells]], is_rest: Callable[[Cells], bool]) -> list[tuple[int, Cells]]:
    made: list[tuple[int, Cells]] = []
    for line, cells in rows:
        if made and is_rest(cells):
            made[-1] = (made[-1][0], [_together(pair) for pair in zip(made[-1][1], cells, strict=True)])
        else:
            made.append((line, cells))
    return made


def _together(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if part)


def _is_cookie(cells: Cells) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(map(COOKIE.fullmatch, filled))


def _around(outside: list[tuple[int, str]]) -> list[Note]:
    if not outside:
        return []
    return [Note("What stands outside the frame was left out.", where([line for line, _ in outside]))]


def _cut_cells(cells: list[Cells], lines: list[int]) -> list[Note]:
    cut = [line for line, row in zip(lines, cells, strict=True) if any(map(cell_is_cut, row))]
    if not cut:
        return []
    return [Note("The print cuts long texts off (…): the rest of them is not in this file.", where(cut))]
