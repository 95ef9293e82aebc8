"""The rulers of a printed table: which line is one, and where it parts the cells of others."""

import re
import unicodedata
from dataclasses import dataclass

BOX = frozenset(map(chr, range(0x2500, 0x2580)))
BOX_AND_BAR = BOX | {"|"}
DASHES = frozenset("─━═╌╍┄┅┈┉╶╴╺╸")
PARTS = re.compile("[^─━═╌╍┄┅┈┉╶╴╺╸]")
NAMES_IN_RULER = re.compile("[┌┏╭└┗╰][─━][^│┃┆]+[┐┓╮┘┛╯]")  # ClickHouse's PrettyCompact
ASCII_RULER = frozenset("+-=:|")
NULL = "ᴺᵁᴸᴸ"  # ClickHouse's sign for a missing value
FIRST_LINES = 60  # among which a frame begins
SECOND = BOX | ASCII_RULER - {"|"}  # what may come second in a ruler; in most other lines it is a blank
UNICODE_BARS = "│┃┆┊║"
BARS = UNICODE_BARS + "|"
ANY_UNICODE_BAR = re.compile(f"[{UNICODE_BARS}]")
NUMBERED = re.compile(r"^\d+\.\s*(?=[│┃])")  # ClickHouse's rows, before the frame


@dataclass(frozen=True)
class Ruler:
    """A line that parts rows. `widths` are the columns' on the screen; `names` what is written into it, if anything.

    `is_ascii` where it is drawn with + and -, so that | parts the cells.
    """

    widths: tuple[int, ...]
    names: tuple[str, ...] = ()
    is_ascii: bool = False


def ruler_of(line: str) -> Ruler | None:
    """The ruler that a line is; None if it is none, or of one column alone."""
    line = line.strip()
    if line[1:2] not in SECOND:
        return None
    if not parts_rows(line):
        if not NAMES_IN_RULER.fullmatch(line):
            return None
        pieces = re.split("[┬┳┴┻]", line[1:-1])
        return Ruler(tuple(map(width_of, pieces)), names=tuple(piece.strip("─━ ") for piece in pieces))
    inner = line[1:-1] if line[0] not in DASHES else line
    is_ascii = "+" in inner
    ruler = Ruler(tuple(map(len, inner.split("+") if is_ascii else PARTS.split(inner))), is_ascii=is_ascii)
    return ruler if len(ruler.widths) > 1 and max(ruler.widths) > 0 else None


def parts_rows(line: str) -> bool:
    """Whether a line within a frame is drawn from edge to edge, with the edges of columns in it or not."""
    line = line.strip()
    if line[1:2] not in SECOND:
        return False
    signs = set(line)
    if signs <= BOX_AND_BAR and signs & DASHES:
        return True
    return signs <= ASCII_RULER and line[0] in "+|" and line[-1] == line[0] and "+" in signs


def closed(lines: list[str]) -> list[str]:
    """The lines with bars around them, where their ruler has no ends: psql draws so with unicode lines."""
    if not any(line.strip()[:1] in DASHES and ruler_of(line) for line in lines[:FIRST_LINES]):
        return lines
    return [f"│{line}│" if has_inner_bar(line) else line for line in lines]


def has_inner_bar(line: str) -> bool:
    """Whether a line has one of the bars of unicode, and none around it."""
    return any(bar in line for bar in UNICODE_BARS) and not has_bars(line)


def has_bars(line: str) -> bool:
    """Whether a line stands between the two outer bars of a frame."""
    line = _without_number(line)
    return len(line) > 1 and line[0] in BARS and line[-1] in BARS


def parted(line: str, ruler: Ruler) -> list[str] | None:
    """The cells of a line between bars, as many as the ruler has; None where they cannot be told from each other.

    A cell may hold a bar itself: then the cells are parted at the ruler's places, not at the bars.
    """
    line = _without_number(line)
    inner = line[1:-1]
    cells = inner.split("|") if ruler.is_ascii else ANY_UNICODE_BAR.split(inner)
    return cells if len(cells) == len(ruler.widths) else _at_places(inner, ruler.widths)


def _without_number(line: str) -> str:
    line = line.strip()
    return NUMBERED.sub("", line) if line[:1].isdigit() else line


def _at_places(inner: str, widths: tuple[int, ...]) -> list[str] | None:
    cells, cell, room = [], "", list(widths)
    for character in inner:
        if not room:
            return None
        if room[0] <= 0:
            if character not in BARS:
                return None
            cells.append(cell)
            cell = ""
            room.pop(0)
        else:
            cell += character
            room[0] -= width_of(character)
    return [*cells, cell] if len(room) == 1 else None


def width_of(text: str) -> int:
    """How many places a text takes on the screen: two for each letter of Chinese, Japanese or Korean."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))
