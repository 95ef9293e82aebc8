"""Weights that a person typed or pasted in, read as numbers of a matrix."""

import math
import re
from collections.abc import Sequence

import numpy as np

from nets.data.table import shortened
from nets.errors import Code, Refusal
from nets.models.parameters import Weight

LARGEST = 1e6  # of a weight, either side of 0: its sums and gradients are still far from what float32 can hold
MOST_LETTERS = 500_000
ROW_IN_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
BETWEEN = re.compile(r"[\s,;]+")
DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d+")
CELLS = re.compile(r"[\t; ]+")


def typed_weight(text: str, *, precision: str) -> float:
    """The number, the shortest that is the same weight in this precision.

    Raises `Refusal` where it is none, is not finite, or is larger than a weight may be.
    """
    text = text.strip().replace("−", "-")
    if DECIMAL_COMMA.fullmatch(text):
        raise _refusal(f"A weight is written with a decimal point, as in 0.5: found {shortened(text)}.")
    return _weight(text, "", precision)


def typed_matrix(text: str, weight: Weight, *, precision: str) -> tuple[float, ...]:
    """The numbers of the whole matrix, row by row. The text has a line for each row, with tabs, blanks, commas or
    semicolons between numbers; or rows in brackets, as numpy prints them and JSON has them.

    Raises `Refusal` where the shape is another, or a number is not a weight.
    """
    if len(text) > MOST_LETTERS:
        raise _refusal(f"A matrix is read from at most {MOST_LETTERS:,} characters: found {len(text):,}.")
    text = text.strip().replace("−", "-")
    if "..." in text or "…" in text:
        raise _refusal("The print leaves numbers out (“...”): print the whole matrix, or type it in.")
    rows = [BETWEEN.split(row.strip(" ,;\t\r\n")) for row in _rows(text)]
    n_rows, n_columns = weight.shape
    lengths = {len(row) for row in rows}
    if len(rows) != n_rows or lengths != {n_columns}:
        raise _refusal(f"{_needed(weight)}: found {_found(rows)}.{_hint(text, rows, weight)}")
    return tuple(
        _weight(number, f"Row {i}, number {j}: ", precision)
        for i, row in enumerate(rows, start=1)
        for j, number in enumerate(row, start=1)
    )


def _rows(text: str) -> list[str]:
    """The text of each row that has something in it."""
    if "[" not in text:
        return [line for line in text.splitlines() if line.strip(" ,;\t")]
    inner = text[text.index("[") : text.rfind("]") + 1]
    if ROW_IN_BRACKETS.sub("", inner).strip("[], ;\t\r\n"):
        raise _refusal(
            "The brackets are not those of a matrix: write each row in brackets of its own, as in [[1, 2], [3, 4]]."
        )
    return ROW_IN_BRACKETS.findall(inner)


def _weight(text: str, where: str, precision: str) -> float:
    kind = np.dtype(precision).type
    try:
        value = float(text.replace("_", "?"))
    except ValueError:
        raise _refusal(f"{where}{shortened(text)} is no number. A weight is written as in 0.5 or -1e-3.") from None
    if not math.isfinite(value) or abs(value) > LARGEST:
        bounds = f"from -{LARGEST:,.0f} to {LARGEST:,.0f}"
        raise _refusal(f"{where}a weight must be a number {bounds}: found {shortened(text)}.")
    return float(str(kind(value)))


def _needed(weight: Weight) -> str:
    n_rows, n_columns = weight.shape
    return f"{weight.name} has {_counted(n_rows, 'row')} of {_counted(n_columns, 'number')}"


def _found(rows: list[list[str]]) -> str:
    lengths = [len(row) for row in rows]
    if not rows:
        return "none"
    if len(set(lengths)) == 1:
        return f"{_counted(len(rows), 'row')} of {_counted(lengths[0], 'number')}"
    other = next(i for i, length in enumerate(lengths) if length != lengths[0])
    return f"{lengths[0]:,} in row 1, but {lengths[other]:,} in row {other + 1:,}"


def _hint(text: str, rows: list[list[str]], weight: Weight) -> str:
    if {len(row) for row in rows} == {weight.shape[0]} and len(rows) == weight.shape[1]:
        return " Rows and columns seem to be exchanged."
    if any(DECIMAL_COMMA.fullmatch(cell) for line in text.splitlines() for cell in CELLS.split(line.strip())):
        return " Numbers need a decimal point, as in 0.5."
    return ""


def _counted(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _refusal(sentence: str) -> Refusal:
    return Refusal(Code.BAD_WEIGHTS, sentence)


def cell_named(text: str, matrices: Sequence[Weight]) -> tuple[str, int, int]:
    """The matrix of a weight, and its row and column from 0, by its name, as in W1[3,2].

    Raises `Refusal` where there is none of that name.
    """
    found = re.fullmatch(r"\s*(\w+)\s*\[\s*(\d{1,9})\s*,\s*(\d{1,9})\s*\]\s*", text)
    matrix = next((each for each in matrices if found and each.name.casefold() == found[1].casefold()), None)
    if matrix is None:
        names = ", ".join(f"{each.name}[1,1]" for each in matrices)
        raise _refusal(f"{shortened(text, 20)} names no weight of this net; there are {names} and others.")
    row, column = int(found[2]), int(found[3])
    if not (1 <= row <= matrix.shape[0] and 1 <= column <= matrix.shape[1]):
        rows, columns = matrix.shape
        raise _refusal(f"{matrix.name} has {rows:,} rows and {columns:,} columns, counted from 1.")
    return matrix.name, row - 1, column - 1
