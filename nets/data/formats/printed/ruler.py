"""The rulers of a printed table: which line is one, and where it parts the cells of others."""

import re
import unicodedata
from dataclasses import dataclass

BOX = frozenset(map(chr, range(0x2500, 0x2580)))
DASHES = frozenset("─━═╌╍┄┅┈┉")
PARTS = re.compile("[^─━═╌╍┄┅┈┉]")
NAMES_IN_RULER = re.compile("[┌┏╭└┗╰][─━][^│┃┆]+[┐┓╮┘┛╯]")  # ClickHouse's PrettyCompact
ASCII_RULER = frozenset("+-=:|")
NULL = "ᴺᵁᴸᴸ"  # ClickHouse's sign for a missing value
FIRST_LINES = 60  # among which a frame begins
SECOND = BOX | ASCII_RULER - {"|"}  # what may come second in a ruler; in most other lines it is a blank
UNICODE_BARS, ASCII_BARS = "│┃┆┊║", "|"
ANY_UNICODE_BAR = re.compile(f"[{UNICODE_BARS}]")
NUMBERED = re.compile(r"^\d+\.\s*(?=[│┃])")  # ClickHouse's rows, before the frame


@dataclass(frozen=True)
class Ruler:
    """A line that parts rows. `widths` are the columns' on the screen; `names` what is written into it, if anything."""

    widths: tuple[int, ...]
    names: tuple[str, ...] = ()


def ruler_of(line: str) -> Ruler | None:
    """The ruler that a line is; None if it is none, or of one column alone."""
    line = line.strip()
    if line[1:2] not in SECOND:
        return None
    signs = set(line)
    if signs <= BOX and signs & DASHES:
        inner = line[1:-1] if PARTS.match(line) else line
        ruler = Ruler(tuple(map(len, PARTS.split(inner))))
    elif signs <= ASCII_RULER and line[:1] in ("+", "|") and line[-1:] == line[:1] and "+" in line[1:-1]:
        ruler = Ruler(tuple(map(len, line[1:-1].split("+"))))
    elif NAMES_IN_RULER.fullmatch(line):
        pieces = re.split("[┬┳┴┻]", line[1:-1])
        ruler = Ruler(tuple(map(width_of, pieces)), names=tuple(piece.strip("─━ ") for piece in pieces))
    else:
        return None
    return ruler if len(ruler.widths) > 1 and max(ruler.widths) > 0 else None


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
    return len(line) > 1 and any(line[0] in bars and line[-1] in bars for bars in (UNICODE_BARS, ASCII_BARS))


def parted(line: str, ruler: Ruler) -> list[str] | None:
    """The cells of a line between bars, as many as the ruler has; None where they cannot be told from each other.

    A cell may hold a bar itself: then the cells are parted at the ruler's places, not at the bars.
    """
    line = _without_number(line)
    inner, bars = line[1:-1], UNICODE_BARS if line[-1] in UNICODE_BARS else ASCII_BARS
    cells = inner.split("|") if bars == ASCII_BARS else ANY_UNICODE_BAR.split(inner)
    return cells if len(cells) == len(ruler.widths) else _at_places(inner, ruler.widths, bars)


def _without_number(line: str) -> str:
    line = line.strip()
    return NUMBERED.sub("", line) if line[:1].isdigit() else line


def _at_places(inner: str, widths: tuple[int, ...], bars: str) -> list[str] | None:
    cells, cell, room = [], "", list(widths)
    for character in inner:
        if not room:
            return None
        if room[0] <= 0:
            if character not in bars:
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
