"""The machine-readable tables of CDS and the AAS: columns described byte by byte, then rows at those places."""

import re
from collections.abc import Sequence

from nets.data.formats.printed.places import cells_at
from nets.data.formats.rows import Rows, check_size
from nets.data.formats.source import Source
from nets.data.table import Note, shortened
from nets.errors import Code, DataError

FIRST_LINES = 200
DESCRIPTION = re.compile(r"byte-by-byte description of file", re.IGNORECASE)
COLUMN = re.compile(r"\s*(?:(\d{1,6})\s*-)?\s*(\d{1,6})\s+[AIFELD]\d*(?:\.\d+)?\s+\S+\s+(\S.*)")
LIMITS = re.compile(r"[\[\]]([-+\d.eE]+)/([-+\d.eE]+)[\[\]]")
NULL = re.compile(r"\?=(\S+)")
LOST = 0.02  # of a limit, from which on the rows have lost digits
LONGEST, SHORTEST_RULER = 400, 20


def is_mrt(source: Source) -> bool:
    """Whether the head describes columns byte by byte."""
    return any(map(DESCRIPTION.match, source.filled[:FIRST_LINES]))


def mrt_rows(source: Source) -> Rows:
    """The rows of a machine-readable table. A blank cell is a gap, as is the value declared for one.

    Raises `DataError` where no column is described, where the rows are in another file, and where a column's limits
    show that digits were lost.
    """
    lines = source.lines()
    start = next(place for place, line in enumerate(lines) if DESCRIPTION.match(line.strip()))
    ruler = max((place for place, line in enumerate(lines) if _is_ruler(line)), default=len(lines))
    described = [found for line in lines[start:ruler] if (found := COLUMN.fullmatch(line.rstrip()[:LONGEST]))]
    if not described:
        raise DataError(
            Code.MRT, "This file promises a description of its columns byte by byte, but has none that can be read."
        )
    check_size(0, len(described))
    rows = [(line, text) for line, text in enumerate(lines[ruler + 1 :], ruler + 2) if text.strip()]
    if not rows:
        raise DataError(Code.MRT, "This file describes a table whose rows are in another file: that one is needed.")
    spans = [(int(found[1] or found[2]) - 1, int(found[2])) for found in described]
    cells = [cells_at(text, spans) for _, text in rows]
    names = []
    for place, (name, explanation) in enumerate(_explained([found[3] for found in described])):
        names.append(name)
        if null := NULL.search(explanation):
            for row in cells:
                row[place] = "" if row[place] == null[1] else row[place]
        elif limits := LIMITS.search(explanation):
            _refuse_lost([row[place] for row in cells], limits, name)
    note = Note(f"Lines {start + 1} to {ruler + 1} describe its columns: their names and places are from there.")
    return Rows(names=names, cells=cells, lines=[line for line, _ in rows], notes=(note,))


def _is_ruler(line: str) -> bool:
    return len(line) > SHORTEST_RULER and set(line.strip()) == {"-"}


def _explained(texts: Sequence[str]) -> list[tuple[str, str]]:
    """The name and the explanation of each column: these begin at one place, or with the second word."""
    for place in range(1, max(map(len, texts))):
        longer = [text for text in texts if len(text) > place]
        if all(text[place - 1] == " " and text[place] != " " for text in longer):
            return [(text[:place].strip(), text[place:]) for text in texts]
    return [(name, explanation) for name, _, explanation in (text.partition(" ") for text in texts)]


def _refuse_lost(column: list[str], limits: re.Match, name: str) -> None:
    try:
        numbers = [float(cell) for cell in column if cell]
        low, high = float(limits[1]), float(limits[2])
    except ValueError:
        return
    ends = [(min(numbers), low), (max(numbers), high)] if numbers else []
    for found, said in ends:
        if abs(found - said) > LOST * abs(said):
            raise DataError(
                Code.MRT,
                f"Column {shortened(name)} reaches {said:g} by its description and {found:g} in the rows: digits were "
                "lost when this file was written. Write the table as CSV, or with more digits.",
            )
