"""Tables drawn with bars, as Markdown has them: a line of names, a ruler of dashes and bars, a line for each row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nets.data.limits import MAX_ROWS
from nets.data.table import Note

HEAD = 2**13  # bytes in which the ruler is looked for
MOST_ABOVE = 200  # lines
CELL = r"[ \t]*:?-+:?[ \t]*"
RULER = re.compile(rf"[ \t]*\|{CELL}(?:\|{CELL})*\|[ \t]*|[ \t]*{CELL}(?:\|{CELL})+[ \t]*")
RULER_BYTES = re.compile(rb"(?m)^[ \t]*\|?[ \t]*:?-[-:| \t]*\r?$")
NEWLINE = re.compile(r"\r\n|\n|\r")
BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
ESCAPED_NUMBER = re.compile(r"\\-\d|\d\\\.\d")
ESCAPED_QUOTE, BARE_QUOTE = re.compile(r"\\['\"]"), re.compile(r"(?<!\\)['\"]")
OF_MARKDOWN = Note("Backslashes before signs, as in \\-1\\.5, only keep them from Markdown and were left out.")
STAND_INS = "\x1f\x1e\x1d\x1c\x01\x02"
RULED = "---"  # what a ruler becomes: a line that is drawn


@dataclass(frozen=True)
class Barred:
    """A text whose rows stood between bars, rewritten line by line with `separator` between their cells."""

    text: bytes
    separator: str
    notes: tuple[Note, ...]


def between_bars(text: bytes) -> Barred | None:
    """The text with the cells of its table taken from between their bars; None where there is no such table.

    The table begins above the first ruler and ends before the first line without a bar; other lines stay as they are.
    Without a ruler each line of the text begins and ends with a bar.
    """
    head = text[:HEAD]
    if b"|" not in head or not (RULER_BYTES.search(head) or head.startswith(b"|")):
        return None
    separator = next((mark for mark in STAND_INS if mark.encode() not in text), None)
    if separator is None or text.count(b"\n") > MAX_ROWS:
        return None  # each line would be a text of its own
    lines = NEWLINE.split(text.decode("utf-8", "replace"))
    place = _below_names(lines) or _all_lines(lines)
    if place is None:
        return None
    first, last = place
    table = lines[first : last + 1]
    is_escaped = any(ESCAPED_NUMBER.search(line) for line in table) or have_escaped_quotes(table)
    written = [_written(line, separator, is_escaped) for line in table]
    whole = "\n".join([*lines[:first], *written, *lines[last + 1 :]])
    notes = [Note("The columns stand between bars (|).")]
    if is_escaped:
        notes.append(OF_MARKDOWN)
    return Barred(whole.encode(), separator, tuple(notes))


def have_escaped_quotes(lines: Sequence[str]) -> bool:
    """Whether there are quotes, and a backslash stands before each of them, as pandoc's Markdown has it."""
    return any(map(ESCAPED_QUOTE.search, lines)) and not any(map(BARE_QUOTE.search, lines))


def without_escapes(text: str) -> str:
    """The text without the backslashes that keep signs from Markdown."""
    return ESCAPED.sub(r"\1", text)


def _below_names(lines: list[str]) -> tuple[int, int] | None:
    """The first and the last line of the table around the first ruler."""
    ruler = next((n for n, line in enumerate(lines[:MOST_ABOVE]) if RULER.fullmatch(line)), None)
    if ruler is None:
        return None
    first = last = ruler
    while first and "|" in lines[first - 1]:
        first -= 1
    if first == ruler or _width(lines[first]) != _width(lines[ruler]):
        return None
    while last + 1 < len(lines) and "|" in lines[last + 1]:
        last += 1
    return first, last


def _all_lines(lines: list[str]) -> tuple[int, int] | None:
    """The first and the last line where all begin and end with a bar, and have equally many."""
    filled = [line.strip() for line in lines if line.strip()]
    if len(filled) < 2 or not all(line[0] == line[-1] == "|" and len(line) > 2 for line in filled):
        return None
    return (0, len(lines) - 1) if len({line.count("|") for line in filled}) == 1 else None


def _width(line: str) -> int:
    return len(_pieces(line))


def _pieces(line: str) -> list[str]:
    """What stands between the bars of a line, those at its ends left out."""
    pieces = BAR.sub(lambda found: found[1] + "\0", line.strip()).split("\0")
    return pieces[not pieces[0] : len(pieces) - (len(pieces) > 1 and not pieces[-1])]


def _written(line: str, separator: str, is_escaped: bool) -> str:
    if RULER.fullmatch(line):
        return RULED
    return separator.join(_cells(line, is_escaped)) if line.strip() else ""


def _cells(line: str, is_escaped: bool) -> list[str]:
    cells = [piece.strip() for piece in _pieces(line)]
    return [without_escapes(cell) if is_escaped else cell.replace("\\|", "|") for cell in cells]
