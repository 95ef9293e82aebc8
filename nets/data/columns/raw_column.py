"""What a column is by its own texts, before the others are asked."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from nets.data.columns.column import Column
from nets.data.columns.distinct import mostly_differ, numbered
from nets.data.columns.fast_numbers import has, has_comma, numbers_with_commas, plain_numbers
from nets.data.columns.lazy_strings import LazyStrings
from nets.data.columns.lexical import MISSING
from nets.data.columns.numbers import groups_with_commas, is_number, surely
from nets.data.columns.numeric import Values
from nets.data.columns.odd.choices import ColumnChoices
from nets.data.columns.odd.codes import code_in, may_be_codes

INFINITE = {"inf": np.inf, "+inf": np.inf, "infinity": np.inf, "-inf": -np.inf, "-infinity": -np.inf}
MISFITS_OF_NUMBERS = 0.5
DIGIT_FIRST = r"^[^\pL]*\pN"  # as in any text that is a number
SURE_POINT = r"\.(\d{1,2}|\d{4,})\s*$"


@dataclass(frozen=True)
class Locale:
    """What a whole table says about its numbers and dates; `given` where a person said so.

    `has_decimal_commas` where the numbers of some column can only be written with them, and those of none with commas
    between thousands, while other columns have decimal points.
    """

    decimal: str | None
    day_first: bool | None
    given: bool
    has_decimal_commas: bool = False


@dataclass(frozen=True, eq=False)
class RawColumn:
    """What a column is by its own texts, before the others are asked: its numbers if all are written plainly, or None.

    `decimal` is the mark these are surely written with. `code` is the first text that shows such numbers to be codes,
    or None. `understood` is what it was once taken for, beside columns that say the same of its numbers and dates.
    """

    cells: pd.Series
    numbers: Values | None
    decimal: str = "."
    code: str | None = None
    understood: dict[tuple[Locale, ColumnChoices], Column] = field(default_factory=dict)

    @property
    def texts(self) -> tuple[np.ndarray, LazyStrings]:
        """Each row's index into the different texts, and these without blanks around them, made anew at each call.

        Where nearly all differ, to find the others would take more than it saves: there each row has a text.
        """
        if mostly_differ(self.cells):
            return np.arange(len(self.cells), dtype=np.int32), LazyStrings(pa.array(self.cells.array), stripped=True)
        codes, texts = numbered(self.cells)
        return codes, texts.stripped()

    @cached_property
    def misfit(self) -> int | None:
        """Of a column of texts the first row that is no number, where most distinct texts are numbers."""
        if mostly_differ(self.cells) and not has(self.cells, DIGIT_FIRST):
            return None  # without counting how many differ
        codes, texts = numbered(self.cells)
        texts = texts.stripped()
        return _first_misfit(codes, texts, ~among(texts, MISSING) & ~among(texts, INFINITE))

    @cached_property
    def has_comma(self) -> bool:
        """Whether there is a comma in any text that is no plain number."""
        return self.decimal == "," or (self.numbers is None and has_comma(self.cells))

    @cached_property
    def surely_comma(self) -> bool:
        """Whether some texts can only be numbers with a decimal comma."""
        return self.decimal == "," or (self.has_comma and surely(self.texts[1], ","))

    @cached_property
    def surely_point(self) -> bool:
        """Whether some texts can only be numbers with a decimal point."""
        if self.numbers is None:
            return surely(self.texts[1], ".")
        return self.decimal == "." and has(self.cells, SURE_POINT)

    @cached_property
    def groups_with_commas(self) -> bool:
        """Whether some texts can only be numbers with commas between their thousands."""
        return self.has_comma and self.decimal == "." and groups_with_commas(self.texts[1])


def raw_column(cells: pd.Series) -> RawColumn:
    """What a column of cells is by its own texts."""
    numbers = plain_numbers(cells)
    if numbers is None:
        commas = numbers_with_commas(cells)
        return RawColumn(cells, commas, ",") if commas else RawColumn(cells, None)
    return RawColumn(cells, numbers, code=_code(cells, numbers))


def among(texts: LazyStrings, known: Collection[str]) -> np.ndarray:
    """Which of the texts (n,) are known ones, whatever their letters' case."""
    return np.fromiter((text.lower() in known for text in texts), bool, len(texts))


def _code(cells: pd.Series, numbers: Values) -> str | None:
    if not may_be_codes(pa.array(cells.array), numbers.numbers):
        return None
    return code_in(text.strip() for text in numbered(cells)[1])


def _first_misfit(codes: np.ndarray, distinct: LazyStrings, finite: np.ndarray) -> int | None:
    """The first row whose text is no number, where most distinct texts are numbers."""
    left = MISFITS_OF_NUMBERS * finite.sum()
    odd = np.zeros(len(distinct), bool)
    for place, text in zip(np.flatnonzero(finite), distinct.where(finite), strict=True):
        if not is_number(text):
            odd[place] = True
            left -= 1
            if left < 0:
                return None
    return int(np.argmax(odd[codes])) if odd.any() else None
