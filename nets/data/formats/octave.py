"""Variables that Octave saves as text: one matrix, or several of as many rows, which become columns by their names."""

import re
from dataclasses import dataclass
from itertools import chain, pairwise

from nets.data.formats.rows import Rows, check_size
from nets.data.formats.source import Source
from nets.errors import Code, DataError

FIRST_LINES = 10
NAME, TYPE = re.compile(r"[#%] name: (.*)"), re.compile(r"[#%] type: (.*)")
SIZE = re.compile(r"[#%] (rows|columns): (\d{1,9})")
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|Inf)|NaN|NA")
REMEDY = 'write the columns with csvwrite("table.csv", ...) in Octave'


@dataclass
class Matrix:
    """A variable while it is read: its name, its sizes, and its rows with their lines."""

    name: str
    n_rows: int
    n_columns: int
    cells: list[list[str]]
    lines: list[int]


def is_octave(source: Source) -> bool:
    """Whether a name and a type come among the first lines."""
    first = source.filled[:FIRST_LINES]
    return any(NAME.fullmatch(one) and TYPE.fullmatch(other) for one, other in pairwise(first))


def octave_rows(source: Source) -> Rows:
    """The rows of all matrices beside each other.

    Raises `DataError` where a variable is no matrix, is broken, or has not as many rows as the others.
    """
    matrices = _matrices(source.lines())
    first = matrices[0]
    for matrix in matrices:
        if len(matrix.cells) != matrix.n_rows:
            raise DataError(
                Code.OCTAVE,
                f"The matrix {matrix.name[:40]!r} has {len(matrix.cells):,} rows and says that it has "
                f"{matrix.n_rows:,}: {REMEDY}.",
            )
        if matrix.n_rows != first.n_rows:
            raise DataError(
                Code.OCTAVE,
                f"The matrices {first.name[:40]!r} and {matrix.name[:40]!r} have {first.n_rows:,} and "
                f"{matrix.n_rows:,} rows, so they are no columns of one table: {REMEDY}.",
            )
    check_size(first.n_rows, sum(matrix.n_columns for matrix in matrices))
    names = [name for matrix in matrices for name in _names(matrix, alone=len(matrices) == 1)]
    cells = [list(chain(*rows)) for rows in zip(*(matrix.cells for matrix in matrices), strict=True)]
    return Rows(names=names, cells=cells, lines=first.lines, delimiter=" ")


def _names(matrix: Matrix, *, alone: bool) -> list[str]:
    """The names of its columns: its own, with a number where it has several; none where there is no other matrix."""
    if alone and matrix.n_columns > 1:
        return [""] * matrix.n_columns
    return [matrix.name, *(f"{matrix.name} {place}" for place in range(2, matrix.n_columns + 1))]


def _matrices(lines: list[str]) -> list[Matrix]:
    made: list[Matrix] = []
    for line, text in enumerate(lines, 1):
        words = text.split()
        if found := NAME.fullmatch(text.strip()):
            made.append(Matrix(found[1].strip(), 0, 0, [], []))
        elif not made:
            if words and not text.startswith(("#", "%")):
                raise DataError(Code.OCTAVE, f"Line {line} stands above the first variable's name: {REMEDY}.")
        elif found := TYPE.fullmatch(text.strip()):
            if found[1].strip() not in ("matrix", "global matrix"):
                raise DataError(
                    Code.OCTAVE, f"Line {line} says that a variable is a {found[1].strip()[:40]}, no matrix: {REMEDY}."
                )
        elif found := SIZE.fullmatch(text.strip()):
            if made[-1].cells:
                raise DataError(Code.OCTAVE, f"Line {line} gives a size below rows of that matrix: {REMEDY}.")
            setattr(made[-1], f"n_{found[1]}", int(found[2]))
        elif words and not text.startswith(("#", "%")):
            matrix = made[-1]
            if len(words) != matrix.n_columns or not all(map(NUMBER.fullmatch, words)):
                raise DataError(
                    Code.OCTAVE,
                    f"Line {line} should hold {matrix.n_columns:,} numbers of the matrix {matrix.name[:40]!r} and does "
                    f"not: {REMEDY}.",
                )
            matrix.cells.append(words)
            matrix.lines.append(line)
    return made
