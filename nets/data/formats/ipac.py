"""The text tables of IPAC: names, kinds, units and nulls between bars, then rows at the same places."""

import re
from itertools import pairwise

from nets.data.formats.printed.places import Span, cells_at
from nets.data.formats.rows import Rows, check_size, where
from nets.data.formats.source import Source
from nets.data.table import Note

TYPES = re.compile(r"\|(?:\s*-?(?:int|integer|i|long|l|double|d|float|f|real|r|char|c|date|t)\s*\|)+", re.IGNORECASE)


def is_ipac(source: Source) -> bool:
    """Whether lines of names and of kinds stand between the same bars, and rows without bars follow."""
    lines = [line.rstrip() for line in source.head if line.strip() and not line.startswith("\\")]
    header = [line for line in lines[:4] if line.startswith("|")]
    if len(header) < 2 or len(lines) <= len(header) or not TYPES.fullmatch(header[1]):
        return False
    return _bars(header[0]) == _bars(header[1]) and not any(line.startswith("|") for line in lines[len(header) :])


def ipac_rows(source: Source) -> Rows:
    """The rows of an IPAC table: the text that stands for no value, which its header names, is a gap."""
    numbered = [(line, text) for line, text in enumerate(source.lines(), 1) if text.strip() and text[0] != "\\"]
    header = [(line, text) for line, text in numbered[:4] if text.startswith("|")]
    bars = _bars(header[0][1].rstrip())
    check_size(0, len(bars) - 1)
    spans: list[Span] = [*pairwise(bars[:-1]), (bars[-2], None)]
    names, *others = [[cell.strip("| ") for cell in cells_at(text, spans)] for _, text in header]
    nulls = others[2] if len(others) > 2 else [""] * len(names)
    rows = numbered[len(header) :]
    cells = [
        ["" if cell == null else cell for cell, null in zip(cells_at(text, spans), nulls, strict=True)]
        for _, text in rows
    ]
    note = Note(
        "The lines below the names give kinds, units and what stands for no value; they are no rows.",
        where([line for line, _ in header[1:]]),
    )
    return Rows(names=names, cells=cells, lines=[line for line, _ in rows], notes=(note,))


def _bars(line: str) -> list[int]:
    return [place for place, sign in enumerate(line) if sign == "|"]
