"""Lines that stand in quotes as a whole, delimiters and all, as where a CSV was pasted into one column of a sheet."""

import csv
import io
import re

from nets.data.columns.lexical import is_typed

QUOTED_LINE = re.compile(rb'(?m)^"((?:[^"\\\r\n]|""|\\.)*)"[ \t]*(\r?)$')
DELIMITERS = ",;\t|"
SAMPLE_BYTES = 2**15
FEWEST_LINES = 3
MOST_LINES = 100


def without_quotes_of_lines(text: bytes) -> bytes | None:
    """The text without the quotes around its lines; None unless all have them, and delimiters part what is in them."""
    if not text.startswith(b'"'):
        return None
    head = text[:SAMPLE_BYTES]
    lines = [line for line in head.splitlines()[: -1 if len(head) < len(text) else None] if line.strip()][:MOST_LINES]
    if len(lines) < FEWEST_LINES or not all(map(QUOTED_LINE.fullmatch, lines)):
        return None
    inner = [_unquoted(line).decode("utf-8", "replace") for line in lines]
    if not any(_are_parted(inner, mark) for mark in DELIMITERS):
        return None
    return QUOTED_LINE.sub(lambda found: _inner(found) + found[2], text)


def _are_parted(lines: list[str], mark: str) -> bool:
    """Whether a delimiter parts each of the lines, all into as many fields, of which one is a number or a date below
    the first line: "Rome, Italy" is one text.
    """
    rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=mark))
    if len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        return False
    return any(all(map(is_typed, column)) for column in zip(*rows[1:], strict=True))


def _unquoted(line: bytes) -> bytes:
    return QUOTED_LINE.sub(_inner, line)


def _inner(found: re.Match[bytes]) -> bytes:
    """What stands in the quotes around a line, its own quotes no longer doubled or behind a backslash."""
    return found[1].replace(b'""', b'"') if b'""' in found[1] else re.sub(rb'\\(["\\])', rb"\1", found[1])
