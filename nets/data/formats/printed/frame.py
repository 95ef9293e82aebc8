"""The frames of a text: their rulers, and the cells on the lines between them."""

import re
from dataclasses import dataclass

from nets.data.formats.printed.broken_rows import Line
from nets.data.formats.printed.cut_short import refuse_if_cut
from nets.data.formats.printed.ruler import BOX, FIRST_LINES, Ruler, closed, has_bars, parted, parts_rows, ruler_of
from nets.data.formats.source import Source
from nets.errors import Code, DataError

COLOUR = re.compile(r"\x1b\[[\d;]*m")
BOX_AND_BLANK = BOX | {" "}
COUNT = re.compile(r"\d+ (?:rows?|columns?)\b")


@dataclass(frozen=True)
class Frame:
    """One frame: its first ruler, and the lines between each two of its rulers, with the cells they hold."""

    ruler: Ruler
    blocks: tuple[tuple[Line, ...], ...]

    @property
    def size(self) -> int:
        """How many cells it has."""
        return len(self.ruler.widths) * sum(map(len, self.blocks))


@dataclass(frozen=True)
class Drawing:
    """The frames of a text, the lines outside of them that are not blank, and whether it has a terminal's colours."""

    frames: list[Frame]
    outside: list[tuple[int, str]]
    is_coloured: bool

    @property
    def captions(self) -> list[str]:
        """What stands outside the frames."""
        return [text for _, text in self.outside]


def is_drawn(source: Source) -> bool:
    """Whether a frame begins among the first lines, and most lines are part of one."""
    head = closed(source.head)
    first = next((place for place, line in enumerate(head[:FIRST_LINES]) if ruler_of(line)), None)
    if first is None or not any(map(has_bars, head[max(0, first - 1) : first + 2])):
        return False
    filled = [line for line in head if line.strip()]
    in_frame = sum(has_bars(line) or parts_rows(line) or ruler_of(line) is not None for line in filled)
    return in_frame > len(filled) / 2


def drawing_in(source: Source) -> Drawing:
    """All frames. Raises `DataError` where there is none, or the cells of a line cannot be told."""
    lines = source.lines()
    is_coloured = b"\x1b" in source.text
    frames, outside = _frames(closed([COLOUR.sub("", line) for line in lines] if is_coloured else lines))
    if not frames:
        raise DataError(Code.DRAWN_TABLE, "The frame around this table is broken: print it again, or save it as CSV.")
    return Drawing(frames, outside, is_coloured)


def _frames(lines: list[str]) -> tuple[list[Frame], list[tuple[int, str]]]:
    """The frames of a text, and the lines outside of them that are not blank."""
    frames, outside, inside = [], [], []
    for line, text in enumerate([*lines, ""], 1):
        if has_bars(text) or parts_rows(text) or ruler_of(text):
            inside.append((line, text))
            continue
        if any(ruler_of(one) for _, one in inside):
            frames.append(_frame(inside))
        else:
            outside += inside
        inside = []
        if not set(text) <= BOX_AND_BLANK:
            outside.append((line, text.strip()))
    return frames, outside


def _frame(inside: list[tuple[int, str]]) -> Frame:
    first = next(ruler for _, text in inside if (ruler := ruler_of(text)))
    blocks: list[list[Line]] = [[]]
    for line, text in inside:
        if parts_rows(text) or ruler_of(text):
            blocks.append([])
            continue
        cells = parted(text, first)
        if cells is None:
            if COUNT.search(text):
                refuse_if_cut([text.strip(" │")])
                continue  # DuckDB counts them within the frame
            raise DataError(
                Code.DRAWN_TABLE,
                f"Line {line} of this table does not have the {len(first.widths)} cells of its frame: print the table "
                "again, or save it as CSV.",
            )
        blocks[-1].append((line, cells))
    return Frame(first, tuple(tuple(block) for block in blocks if block))
