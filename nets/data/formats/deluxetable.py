"""The deluxetable of the AAS: a LaTeX table whose names and rows stand between marks of their own."""

import re
from collections.abc import Iterator

from nets.data.formats.rows import Rows, check_size
from nets.data.formats.source import Source
from nets.data.table import shortened
from nets.errors import Code, DataError

FIRST_LINES = 200
ESCAPES = {r"\%": "%", r"\&": "&", r"\_": "_", r"\$": "$", r"\#": "#", r"\{": "{", r"\}": "}", r"\nodata": ""}
ESCAPED = re.compile(r"\\(?:[%&_$#{}]|nodata\b(?:\{\})?)|\$([^$]*)\$")
COLUMN_HEAD = re.compile(r"\\colhead\{((?:[^{}]|\{[^{}]*\})*)\}")


def is_deluxetable(source: Source) -> bool:
    """Whether a deluxetable begins among the first lines, with its names in \\colhead."""
    first = source.filled[:FIRST_LINES]
    return any(line.startswith(r"\begin{deluxetable") for line in first) and any(r"\colhead" in line for line in first)


def deluxetable_rows(source: Source) -> Rows:
    """The rows between \\startdata and \\enddata. Raises `DataError` where a cell has a command of LaTeX's in it."""
    lines = source.lines()
    marks = [line.strip() for line in lines]
    if r"\startdata" not in marks or r"\enddata" not in marks:
        raise DataError(Code.LATEX, r"This LaTeX table lacks \startdata or \enddata: add what is missing.")
    start, end = marks.index(r"\startdata"), marks.index(r"\enddata")
    names = [_plain(name, start) for name in COLUMN_HEAD.findall(" ".join(marks[:start]))]
    check_size(0, len(names))
    cells, at = [], []
    for line, text in _records(marks[start + 1 : end], start + 2):
        row = [_plain(cell, line) for cell in re.split(r"(?<!\\)&", text)]
        if len(row) != len(names):
            raise DataError(
                Code.LATEX, f"The row in line {line} of this LaTeX table has {len(row)} cells and not {len(names)}."
            )
        cells.append(row)
        at.append(line)
    return Rows(names=names, cells=cells, lines=at, delimiter="&")


def _records(lines: list[str], first: int) -> Iterator[tuple[int, str]]:
    text, begun = "", first
    for line, piece in enumerate(lines, first):
        if not text:
            begun = line
        *whole, rest = re.split(r"(?<!\\)%", piece)[0].split(r"\\")
        for record in whole:
            yield begun, f"{text} {record}".strip()
            text, begun = "", line
        text = f"{text} {rest}".strip()
    if text:
        yield begun, text


def _plain(cell: str, line: int) -> str:
    text = ESCAPED.sub(lambda found: found[1] if found[1] is not None else ESCAPES[found[0].removesuffix("{}")], cell)
    text = text.strip()
    if "\\" in text:
        raise DataError(
            Code.LATEX,
            f"A cell in line {line} of this LaTeX table holds a command ({shortened(text)}): write its value in plain "
            "text, or save the table as CSV.",
        )
    return text
