"""A table as it was read: every cell is still the text of the file, and what was guessed or repaired is noted."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from nets.data.read_options import READER_DECIDES, Reading

TEXT = pd.ArrowDtype(pa.string())  # of a cell: half as large as pandas' own, which has eight bytes to find each


@dataclass(frozen=True)
class Note:
    """One sentence on what the reader guessed or repaired, and the lines of the file it concerns (1 is the first)."""

    sentence: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Table:
    """Named columns of text, in the file's order.

    `cells` has one column per name, a missing cell being "": of `TEXT`, or in a long table of one byte a cell beside
    the few different texts (`nets.data.columns.dictionary`); `texts` gives either as texts. `sha256` is that of the
    file's bytes: what is cached is keyed on it, never on the cells. `lines` is the line of the file each row begins on,
    or None where a row has no line of its own. `reading` holds what a person said about how to read it. `form` is what
    kind of file it is, "" for delimited text.
    """

    name: str
    cells: pd.DataFrame
    encoding: str
    delimiter: str
    header: bool
    notes: tuple[Note, ...]
    sha256: str
    lines: Sequence[int] | np.ndarray | None = None
    reading: Reading = READER_DECIDES
    form: str = ""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in the file's order."""
        return tuple(self.cells.columns)

    @property
    def n_rows(self) -> int:
        """How many rows of data there are."""
        return len(self.cells)

    def texts(self, column: str) -> pd.Series:
        """The cells of one column, as `TEXT`."""
        return as_texts(self.cells[column])

    def place(self, row: int) -> str:
        """Where a row (0 is the first) is found, in words: its line of the file, or its number in the table."""
        return f"row {row + 1}" if self.lines is None else f"line {int(self.lines[row])}"


def as_texts(cells: pd.Series) -> pd.Series:
    """The cells of a column as `TEXT`, each text of its own."""
    return cells if cells.dtype == TEXT else cells.astype(TEXT)


def cells_of(columns: Sequence[pa.ChunkedArray], names: Sequence[str]) -> pd.DataFrame:
    """The cells of a table whose columns are these arrays of strings, packed or not."""
    arrays = {place: pd.array(column, dtype=pd.ArrowDtype(column.type)) for place, column in enumerate(columns)}
    cells = pd.DataFrame(arrays, copy=False)
    cells.columns = pd.Index(names, dtype=object)
    return cells


def shortened(text: str, length: int = 40) -> str:
    """The text on one line, in quotation marks, cut to a length that fits a sentence."""
    shown = " ".join(text.split()) if any(mark in text for mark in "\n\r\t") else text
    return f"“{shorter(shown, length)}”"


def shorter(text: str, length: int) -> str:
    """The text, cut to a length."""
    return text if len(text) <= length else text[: length - 1] + "…"


def incomplete(lines: tuple[int, ...], text: str) -> Note:
    """That rows are missing on these lines, where `text` stands in their place."""
    return Note(
        f"This is no whole table: where it says {shortened(text)} the program that printed it left rows out. "
        "Save the table as CSV there.",
        lines,
    )
