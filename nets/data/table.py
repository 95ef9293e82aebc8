"""A table as it was read: every cell is still the text of the file, and what was guessed or repaired is noted."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Note:
    """One sentence on what the reader guessed or repaired, and the lines of the file it concerns (1 is the first)."""

    sentence: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Table:
    """Named columns of text, in the file's order.

    `cells` has one column of str per name, a missing cell being "". `sha256` is that of the file's bytes:
    what is cached is keyed on it, never on the cells.
    """

    name: str
    cells: pd.DataFrame
    encoding: str
    delimiter: str
    header: bool
    notes: tuple[Note, ...]
    sha256: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in the file's order."""
        return tuple(self.cells.columns)

    @property
    def n_rows(self) -> int:
        """How many rows of data there are."""
        return len(self.cells)
