"""Tables printed in a frame of lines, as databases and data frames show them on a screen."""

import re
from dataclasses import dataclass

from nets.data.formats.printed.broken_rows import Cells, joined, joined_note, rows_in, together
from nets.data.formats.printed.cut_short import cell_is_cut, refuse_if_cut, rows_declared
from nets.data.formats.printed.frame import Frame, drawing_in
from nets.data.formats.printed.quoted_cells import without_quotes
from nets.data.formats.printed.ruler import NULL
from nets.data.formats.rows import Rows, where
from nets.data.formats.source import Source
from nets.data.table import Note
from nets.errors import Code, DataError

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
    rows = [row for block in blocks for row in rows_in(block, alone=len(blocks) > 1)]
    if declared is not None and len(rows) > declared:
        rows = joined(rows)
    begun = {line for line, _ in rows}
    notes += joined_note([line for block in blocks for line, _ in block if line not in begun])
    rows = [row for row in rows if not _is_cookie(row[1])]
    refuse_if_cut([], names=names, rows=[cells for _, cells in rows])
    cells, lines = [cells for _, cells in rows], [line for line, _ in rows]
    cells, said = _without_signs(cells, lines)
    return Drawn(names, cells, lines, (*notes, *said))


def _header(lines: list[Cells]) -> tuple[Cells, Cells]:
    """The names, and the kinds of the columns where the header gives them below."""
    mark = " +↵" if len(lines) > 1 else " "
    lines = [[cell.strip().rstrip(mark) for cell in cells] for cells in lines]
    dashes = next((place for place, cells in enumerate(lines) if "---" in cells and set(cells) <= {"---", "…"}), None)
    if dashes:
        return together(*lines[:dashes]), together(*lines[dashes + 1 :])
    if len(lines) > 1 and all(map(TYPES.fullmatch, lines[-1])):
        return together(*lines[:-1]), lines[-1]
    return together(*lines), []


def _without_signs(cells: list[Cells], lines: list[int]) -> tuple[list[Cells], list[Note]]:
    """The cells without ClickHouse's sign for a missing value, and without quotes around all texts."""
    gaps = [line for line, row in zip(lines, cells, strict=True) if NULL in row]
    if gaps:
        cells = [["" if cell == NULL else cell for cell in row] for row in cells]
        return cells, [Note(f"The sign {NULL} stands for a missing value.", where(gaps))]
    return without_quotes(cells)


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
