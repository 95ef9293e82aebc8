"""Columns that stand at fixed places of their lines: found by a ruler, or by the blanks between them."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, product

import numpy as np

from nets.data.columns.lexical import is_missing, is_typed
from nets.data.csv.layout.data_frame import Extent, numbers_its_rows, unquoted, with_whole_names
from nets.data.csv.layout.second_line import is_type_or_unit
from nets.data.limits import MAX_ROWS

NEWLINE = re.compile(r"\r\n|\n|\r")
RULER = re.compile(r"[ ]*(?:-+(?:[ ]+-+)+|=+(?:[ ]+=+)+)[ ]*")
REACHED = re.compile(r"\s*\[\s*reached\b")  # what R puts below a print that it cut off
SAMPLE_LINES = 400
MOST_ABOVE = 30  # lines above a ruler
MOST_BESIDE = 3  # lines of the table's own block that may be a title, or a remark
FEWEST_WITHOUT_NUMBERS = 8  # lines, where no column holds numbers alone and not each line has all cells
LONGEST_LINE = 20_000
STAND_INS = "\x1f\x1e\x1d\x1c\x01\x02"
RULED = "---"  # what a ruler becomes: a line that is drawn
LINE = re.compile(r"\s*(?:-{4,}|={3,}|_{4,}|\*{4,})\s*")  # drawn across all columns
ROW_NUMBER = re.compile(r"(\d{1,9}):")  # as R's data.table has them
FEWEST_LINES = 3
NUMBERED = re.compile(r"\s*\d{1,9}: ")
MOST_GAPS = 1  # cells of a first row without names
DOTS = ("..", "...", "…")
BESIDE = ("#", "[", "(")
FILLER = "\ufdd1"  # no character of any text


@dataclass(frozen=True)
class Placed:
    """A text whose columns stood at places, rewritten line by line with `separator` between them.

    On the lines `omitted` there are dashes in place of rows, by the numbers of the rows around them.
    """

    text: bytes
    separator: str
    extents: tuple[Extent, ...]
    omitted: tuple[int, ...] = ()


def by_position(text: bytes, *, by_ruler_only: bool = False) -> Placed | None:
    """The text with its cells cut out of the places they stand at, or None where nothing shows such places.

    Lines that are no part of the table stay as they are. A cell is stripped of its blanks, so one of blanks is empty.
    """
    separator = next((mark for mark in STAND_INS if mark.encode() not in text), None)
    if separator is None or b"\t" in text[: 2**15] or text.count(b"\n") > MAX_ROWS:
        return None  # of more lines each would be a text of its own
    lines = NEWLINE.split(text.decode("utf-8", "replace"))
    if max(map(len, lines[:SAMPLE_LINES])) > LONGEST_LINE:
        return None
    for view, back in _views(text):
        found = _below_a_ruler([view(line) for line in lines[:MOST_ABOVE]])
        if found is None and not by_ruler_only and _in_longest_block([view(line) for line in lines[:SAMPLE_LINES]]):
            found = _between_gutters([view(line) for line in lines])
        if found is None:
            continue
        first, extents = found
        placed = _cut(lines, first, extents, (view, back, separator))
        if placed is not None:
            return placed
    return None


def without_row_numbers(placed: Placed) -> Placed:
    """The table without the first column if it has no name, as where a print numbers the rows and leaves some out."""
    lines = placed.text.decode().split("\n")
    rows = [line for line in lines if placed.separator in line]
    if rows[0].partition(placed.separator)[0] or len(placed.extents) < 2:
        return placed
    kept = [line.partition(placed.separator)[2] if placed.separator in line else line for line in lines]
    return replace(placed, text="\n".join(kept).encode(), extents=placed.extents[1:])


def _views(text: bytes) -> Iterator[tuple[Callable[[str], str], Callable[[str], str]]]:
    """How places may have been counted, each with its way back: in characters, in columns of a screen, in bytes."""
    yield (lambda line: line), (lambda cell: cell)
    if not text.isascii():
        yield _on_a_screen, (lambda cell: cell.replace(FILLER, ""))
        yield (lambda line: line.encode().decode("latin-1")), (lambda cell: cell.encode("latin-1").decode())


def _on_a_screen(line: str) -> str:
    """The line with a second place for each character that takes two, and none for accents that take none."""
    if line.isascii():
        return line
    return "".join(mark + FILLER if unicodedata.east_asian_width(mark) in "WF" else mark for mark in line)


def _below_a_ruler(lines: list[str]) -> tuple[int, tuple[Extent, ...]] | None:
    """The line of the names and where the columns stand, as the first ruler below a line that keeps to it says."""
    for place, line in enumerate(lines[:MOST_ABOVE]):
        if place and RULER.fullmatch(line) and ("--" in line or "==" in line):
            extents = tuple((found.start(), found.end()) for found in re.finditer("[-=]+", line))
            if lines[place - 1].strip() and _keeps_to(lines[place - 1], extents):
                above = lines[place - 2 : place] if place > 1 else []
                has_types = above and _keeps_to(above[0], extents) and _are_types_below_names(above, extents)
                return place - 1 - bool(has_types), extents
    return None


def _are_types_below_names(lines: list[str], extents: Sequence[Extent]) -> bool:
    """Whether the second of two lines names the type or the unit of each column that the first names."""
    names, types = ([line[start:end].strip() for start, end in extents] for line in lines)
    return all(names) and all(map(is_type_or_unit, filter(None, types))) and any(types)


def _keeps_to(line: str, extents: Sequence[Extent]) -> bool:
    """Whether a line is blank between the columns."""
    gaps = [(end, start) for (_, end), (start, _) in pairwise(extents)]
    return not line[: extents[0][0]].strip() and not any(line[start:end].strip() for start, end in gaps)


def _between_gutters(lines: list[str]) -> tuple[int, tuple[Extent, ...]] | None:
    """The same, from the places that are blank in every line of the longest run of lines that are not."""
    found = _in_longest_block(lines[:SAMPLE_LINES])
    if found is None or len(lines) <= SAMPLE_LINES:
        return found
    first, extents = found
    end = next((n for n in range(first, len(lines)) if not lines[n].strip()), len(lines))
    for below in range(MOST_BESIDE + 1):
        runs = _columns([line for line in lines[first : end - below] if not _stands_for_rows(line)])
        if len(runs) == len(extents):
            return first, tuple(runs)
    return None


def _in_longest_block(lines: list[str]) -> tuple[int, tuple[Extent, ...]] | None:
    blocks = [list(block) for filled, block in groupby(range(len(lines)), lambda n: bool(lines[n].strip())) if filled]
    if not blocks:
        return None
    block = [n for n in max(blocks, key=len) if not _stands_for_rows(lines[n])]
    best: tuple[int, tuple[Extent, ...]] | None = None
    for above, below in sorted(product(range(MOST_BESIDE + 1), repeat=2), key=sum):
        inner = block[above : len(block) - below]
        if len(inner) < FEWEST_LINES or any("  " in lines[n].strip() for n in block[:above]):
            continue
        extents = _extents([lines[n] for n in inner])
        if extents is None or (best is not None and len(extents) <= len(best[1])):
            continue
        first = lines[inner[0]]
        has_names = not any(is_typed(first[start:end]) for start, end in extents)
        left_out = [*(block[:above] if not has_names else ()), *block[len(block) - below :]]
        if all(_is_beside(lines[n], len(extents)) for n in left_out):
            best = inner[0], extents
    return _with_names_above(lines, block, best) if best and best[0] == block[0] else best


def _with_names_above(
    lines: list[str], block: list[int], found: tuple[int, tuple[Extent, ...]]
) -> tuple[int, tuple[Extent, ...]]:
    """The same table with the line of names that blank lines part from its block, as in a listing of SAS, if any."""
    first, extents = found
    above = next((n for n in reversed(range(first)) if lines[n].strip()), None)
    if above is None or not any(is_typed(lines[first][start:end]) for start, end in extents):
        return found
    named = _extents([lines[above], *(lines[n] for n in block)])
    if named is None or _count_numbers(lines, block, named) != _count_numbers(lines, block, extents):
        return found
    names = [lines[above][start:end].strip() for start, end in named]
    return (above, named) if all(names[1:]) and not any(map(is_typed, names)) else found


def _count_numbers(lines: list[str], block: list[int], extents: tuple[Extent, ...]) -> int:
    """How many of the columns hold numbers in all lines of a block."""
    return sum(_are_numbers([lines[n][start:end].strip() for n in block]) for start, end in extents)


def _stands_for_rows(line: str) -> bool:
    """Whether a line is drawn, or stands in place of rows that were not printed, so that it keeps to no columns."""
    return line.strip() == RULED or bool(LINE.fullmatch(line) or REACHED.match(line))


def _is_spread(line: str) -> bool:
    """Whether a line has more than single blanks between its words, or the number of a row before them."""
    return "  " in line.strip() or bool(NUMBERED.match(line))


def _is_beside(line: str, width: int) -> bool:
    """Whether a line may be a title or a remark: it has not just as many words as there are columns."""
    return line.startswith(BESIDE) or len(line.split()) != width


def _extents(lines: list[str]) -> tuple[Extent, ...] | None:
    """Where the columns of a table stand, its names first; None where these lines are none."""
    lines = [lines[0], *(line for line in lines[1:] if line.split() != lines[0].split())]  # names may stand there again
    runs = _columns(lines)
    if len(runs) < 2:
        return None
    if numbers_its_rows(lines):
        return tuple(runs)
    if 2 * sum(map(_is_spread, lines)) < len(lines):
        return None
    columns = [[line[start:end].strip() for line in lines[1:]] for start, end in runs]
    has_numbers = any(_are_numbers(cells) or _are_numbers(cells[1:]) for cells in columns)  # types may stand above
    are_alike = {len(re.split(r" {2,}", line.strip())) for line in lines} == {len(runs)}
    return tuple(runs) if has_numbers or are_alike or len(lines) >= FEWEST_WITHOUT_NUMBERS else None


def _columns(lines: list[str]) -> list[Extent]:
    """What stands between the places that are blank in every line, a nameless column beside a named one made one."""
    runs = _runs(_filled([_without_hash(lines[0]), *lines[1:]]))
    names = [lines[0][start:end].strip() for start, end in runs]
    if any(map(is_typed, names)):  # a row and no names
        return runs if sum(map(bool, names)) >= len(names) - MOST_GAPS else []
    runs = _named(runs, _without_hash(lines[0]))
    return with_whole_names(runs, lines) if runs and not lines[0][slice(*runs[0])].strip() else runs


def _are_numbers(cells: list[str]) -> bool:
    return any(map(is_typed, cells)) and all(is_typed(cell) or is_missing(cell) or cell in DOTS for cell in cells)


def _filled(lines: list[str]) -> np.ndarray:
    """Whether any of the lines has more than a blank at each place."""
    filled = np.zeros(max(map(len, lines)), dtype=bool)
    for line in lines:
        codes = np.frombuffer(line.encode("utf-32-le"), dtype=np.uint32)
        filled[: len(codes)] |= codes != ord(" ")
    return filled


def _without_hash(line: str) -> str:
    """The line of names without the # before them."""
    return " " + line[1:] if line.startswith("# ") else line


def _runs(filled: np.ndarray) -> list[Extent]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], filled, [False]]).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _named(runs: list[Extent], names: str) -> list[Extent]:
    """The columns, those but the first that have no name made one with the neighbour whose texts they belong to."""
    runs = list(runs)
    place = 1
    while place < len(runs):
        start, end = runs[place]
        if names[start:end].strip():
            place += 1
            continue
        left = start - runs[place - 1][1]
        right = runs[place + 1][0] - end if place + 1 < len(runs) else np.inf
        begins = names[runs[place - 1][0] :][:1].strip()
        to = place - 1 if left < right or (left == right and begins) else place
        runs[to : to + 2] = [(runs[to][0], runs[to + 1][1])]
        place = max(1, to)
    return runs


def _cut(
    lines: list[str],
    first: int,
    extents: tuple[Extent, ...],
    how: tuple[Callable[[str], str], Callable[[str], str], str],
) -> Placed | None:
    """All lines from `first` on cut at the columns; None where lines in between do not keep to them."""
    view, back, separator = how
    bounds = [0, *(start for start, _ in extents[1:]), None]
    written = lines[:first]
    amiss: list[int] = []
    ruled: list[tuple[int, int]] = []  # lines, and the row number before each
    omitted: list[int] = []
    done = counted = n_cut = 0
    for number, line in enumerate(lines[first:], first):
        seen = view(_without_hash(line) if number == first else line)
        if not seen.strip():
            written.append("")
        elif RULER.fullmatch(seen) or LINE.fullmatch(seen) or seen.strip() == RULED:
            written.append(RULED)
            ruled.append((number + 1, counted))
        elif _keeps_to(seen, extents) and not REACHED.match(seen):
            cells = [unquoted(back(seen[start:end]).strip()) for start, end in pairwise(bounds)]
            if row_number := ROW_NUMBER.fullmatch(cells[0]):
                cells[0], counted = row_number[1], int(row_number[1])
                if ruled and ruled[-1][0] == number and 0 < ruled[-1][1] < counted - 1:
                    omitted.append(number)
            written.append(separator.join(cells))
            done, n_cut = number, n_cut + 1
        else:
            written.append(line)
            amiss.append(number)
    n_filled = sum(bool(line.strip()) for line in lines)
    if done == 0 or any(number < done for number in amiss) or 2 * n_cut < n_filled:
        return None
    return Placed("\n".join(written).encode(), separator, extents, tuple(omitted))
