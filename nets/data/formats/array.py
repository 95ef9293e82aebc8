"""A matrix as NumPy prints it, or Python's lists of lists of numbers: brackets around each row, and around all."""

import re

from nets.data.formats.rows import Rows, check_size
from nets.data.formats.source import Source
from nets.data.table import Note
from nets.errors import Code, DataError

BEGIN = re.compile(rb"\s*(?:\w+ *= *)?(?:(?:[a-z]+\.)?(?:array|matrix|tensor|Array|Tensor)\( *)?\[\s*\[[^\[]")
END = re.compile(r"\](?:, *(?:dtype|shape)=[\w.(), ]+)*\)?\s*")
ROW = re.compile(r"\[([^\[\]]*)\]")
CELL = re.compile(r"[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|nan|inf|NaN|None|True|False)")
BETWEEN = re.compile(r"[\s,]+")
GAPS = frozenset(["nan", "NaN", "None"])
FEWEST_ROWS = 2


def is_array(source: Source) -> bool:
    """Whether a matrix of numbers begins the text and ends it."""
    if not BEGIN.match(source.text) or not source.text.rstrip().endswith((b"]", b")")):
        return False
    first = ROW.search(source.text[: 2**15].decode("utf-8", "ignore"))
    return first is not None and _cells(first[1]) is not None


def array_rows(source: Source) -> Rows:
    """The rows. Raises `DataError` where some are left out (...), or they are no matrix of numbers."""
    text = source.text.decode("utf-8", "replace")
    cells: list[list[str]] = []
    at: list[int] = []
    line, begun, done = 1, 0, 0
    for found in ROW.finditer(text):
        line += text.count("\n", begun, found.start())
        begun = found.start()
        outside = text[done : found.start()]
        if "..." in outside or "..." in found[1]:
            raise DataError(
                Code.CUT_SHORT,
                f"This print of an array leaves numbers out (line {line} has ...): write all of it to a file with "
                "numpy.savetxt(..., delimiter=',') instead.",
            )
        row = _cells(found[1])
        if row is None or (cells and (len(row) != len(cells[0]) or BETWEEN.sub("", outside))):
            raise DataError(
                Code.PYTHON,
                f"This is what Python shows of an array, and line {line} is no row of as many numbers as the first: "
                "write the array with numpy.savetxt(..., delimiter=',').",
            )
        cells.append(row)
        at.append(line)
        done = found.end()
    if len(cells) < FEWEST_ROWS or not END.fullmatch(text[done:].lstrip(", \r\n\t")):
        raise DataError(
            Code.PYTHON,
            "This is what Python shows of an array of one row, or of more than a matrix: write a matrix with "
            "numpy.savetxt(..., delimiter=',').",
        )
    check_size(len(cells), len(cells[0]))
    note = Note("Numbers are as Python prints them: NumPy shows no more than 8 digits of each unless told.")
    return Rows(names=[""] * len(cells[0]), cells=cells, lines=at, notes=(note,))


def _cells(row: str) -> list[str] | None:
    """The numbers of a row as short as they are, "" for a gap; None where one is none."""
    cells = BETWEEN.split(row.strip().strip(",").strip())
    if not all(map(CELL.fullmatch, cells)):
        return None
    return ["" if cell in GAPS else _short(cell) for cell in cells]


def _short(cell: str) -> str:
    """1 for 1.00000000e+00 and for 1."""
    return repr(float(cell)).removesuffix(".0") if "e" in cell or cell.endswith(".") else cell
