"""One column as it was understood, and what was odd about its cells."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from nets.data.columns.numeric import Values
from nets.data.table import Note, as_texts

Oddness = Literal["gap", "inexact", "date", "mark", "text", "code"]


@dataclass(frozen=True)
class OddCells:
    """The cells of a column with one text that is not like the others.

    `kind` is "gap" of a word for a missing value, "inexact" of the likes of <0.5, "date" of one that a spreadsheet made
    of a number, "mark" of a number with the other decimal mark, "text" of any other, and "code" of a number that may
    stand for a missing value. `number` is what was made of it, nan for a gap. `note` says so, and where.
    """

    text: str
    kind: Oddness
    count: int
    number: float
    note: Note


@dataclass(frozen=True, eq=False)
class Column:
    """One column as it was understood.

    `cells` are the table's. `kind` is "number", "date", "clock", "duration", "text" or "empty". `numbers` are its
    numbers, nan where missing (dates as days since 1970-01-01, times of day as fractions of a day, durations in days),
    None for texts. `misfit` is the row of the first text that is no number in a column where most are. `sentence` says
    what was not plain in the numbers, or is empty; `remarks` say what else was made of them, and where. `odd` are the
    cells that are not like the others. `has_codes` where numbers are codes (01067): as texts, or dates (20240129): as
    days, unless it was chosen otherwise.
    """

    name: str
    kind: str
    cells: pd.Series
    numbers: Values | None = None
    misfit: int | None = None
    sentence: str = ""
    remarks: tuple[Note, ...] = ()
    odd: tuple[OddCells, ...] = ()
    has_codes: bool = False

    @property
    def values(self) -> np.ndarray | None:
        """The numbers (B,), made anew at each call; None for texts."""
        return None if self.numbers is None else self.numbers.array()

    @property
    def texts(self) -> pd.Series:
        """The cells as texts, unpacked where they are packed."""
        return as_texts(self.cells)

    @property
    def missing(self) -> np.ndarray:
        """Where no value is given, (B,) bool; in a column of texts where a cell is empty or says so beyond doubt."""
        if self.numbers is not None:
            return self.numbers.is_missing()
        gaps = [odd.text.strip() for odd in self.odd if odd.kind == "gap"]
        return self.texts.str.strip().isin(["", *gaps]).to_numpy(dtype=bool)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is to be said of the column."""
        said = [Note(self.sentence)] if self.sentence else []
        return (*said, *self.remarks, *(odd.note for odd in self.odd))
