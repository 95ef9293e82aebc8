"""Cells of a printed table whose texts all stand in quotes, as SQL, JavaScript and Python show them."""

import re
from collections.abc import Sequence
from itertools import chain

from nets.data.table import Note

TEXT = re.compile(r"'(?:[^'\\]|''|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
VALUE = re.compile(
    r"NULL|None|null|undefined|nan|NaN|[Tt]rue|[Ff]alse|[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|x'[0-9a-f]*'|"
)
NOTHING = frozenset(["NULL", "None", "null", "undefined"])
ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def without_quotes(cells: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[Note]]:
    """The cells without quotes around their texts, and a note, where each is a text in quotes or a plain value."""
    others = [cell for cell in chain(*cells) if not TEXT.fullmatch(cell)]
    if len(others) == sum(map(len, cells)) or not all(map(VALUE.fullmatch, others)):
        return [list(row) for row in cells], []
    note = Note("Texts stand in quotes as in SQL, and NULL is a missing value; neither is part of a text.")
    if "NULL" not in others:
        note = Note("Texts stand in quotes, which are no part of them.")
    return [[_bare(cell) for cell in row] for row in cells], [note]


def _bare(cell: str) -> str:
    if cell in NOTHING:
        return ""
    if not TEXT.fullmatch(cell):
        return cell
    inner = cell[1:-1]
    return ESCAPED.sub(r"\1", inner.replace("''", "'") if cell[0] == "'" else inner)
