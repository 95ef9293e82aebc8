"""What each column of a table is: numbers, dates or texts, and how its cells were understood."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nets.data.columns.dates import parse_dates
from nets.data.columns.fast_numbers import has, numbers_with_commas, plain_numbers
from nets.data.columns.lazy_strings import LazyStrings
from nets.data.columns.lexical import MISSING
from nets.data.columns.numbers import Format, Misfit, parse_numbers, surely
from nets.data.columns.numeric import Values, narrow
from nets.data.table import Note, Table, as_texts, shortened

INFINITE = {"inf": np.inf, "+inf": np.inf, "infinity": np.inf, "-inf": -np.inf, "-infinity": -np.inf}
MISFITS_OF_NUMBERS = 0.5
DIGIT_FIRST = r"^[^\pL]*\pN"  # as in any text that is a number
SAMPLE = 2**16  # rows
MOSTLY = 0.9
COMMAS = Format(decimal=",", unit="", grouped=False, sure=True)
SURE_POINT = r"\.(\d{1,2}|\d{4,})\s*$"


@dataclass(frozen=True, eq=False)
class Column:
    """One column as it was understood.

    `cells` are the table's. `kind` is "number", "date", "clock", "text" or "empty". `numbers` are its numbers, nan
    where missing (dates as days since 1970-01-01, times of day as fractions of a day), None for texts. `misfit` is the
    row of the first text that is no number in a column where most are. `sentence` says what was not plain in the
    numbers, or is empty.
    """

    name: str
    kind: str
    cells: pd.Series
    numbers: Values | None = None
    misfit: int | None = None
    sentence: str = ""

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
        """Where no value is given, (B,) bool; in a column of texts only an empty cell is a gap."""
        if self.numbers is not None:
            return self.numbers.is_missing()
        return (self.texts.str.strip() == "").to_numpy(dtype=bool)


@dataclass(frozen=True)
class Locale:
    """What a whole table says about its numbers and dates; `given` where a person said so."""

    decimal: str | None
    day_first: bool | None
    given: bool


@dataclass(frozen=True, eq=False)
class RawColumn:
    """What a column is by its own texts, before the others are asked: its numbers if all are written plainly, or None.

    `decimal` is the mark these are surely written with. `understood` is what it was once taken for, beside columns that
    say the same of its numbers and dates.
    """

    cells: pd.Series
    numbers: Values | None
    decimal: str = "."
    understood: dict[Locale, Column] = field(default_factory=dict)

    @property
    def texts(self) -> tuple[np.ndarray, LazyStrings]:
        """Each row's index into the different texts, and these without blanks around them, made anew at each call.

        Where nearly all differ, to find the others would take more than it saves: there each row has a text.
        """
        if _mostly_differ(self.cells):
            return np.arange(len(self.cells), dtype=np.int32), LazyStrings(pa.array(self.cells.array), stripped=True)
        codes, texts = numbered(self.cells)
        return codes, texts.stripped()

    @cached_property
    def misfit(self) -> int | None:
        """Of a column of texts the first row that is no number, where most distinct texts are numbers."""
        if _mostly_differ(self.cells) and not has(self.cells, DIGIT_FIRST):
            return None  # without counting how many differ
        codes, texts = numbered(self.cells)
        texts = texts.stripped()
        return _first_misfit(codes, texts, ~_among(texts, MISSING) & ~_among(texts, INFINITE))

    @cached_property
    def has_comma(self) -> bool:
        """Whether there is a comma in any text that is no plain number."""
        return self.decimal == "," or (self.numbers is None and has(self.cells, ","))

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


def columns_of(
    table: Table, names: tuple[str, ...] | None = None, *, known: dict[str, RawColumn] | None = None
) -> tuple[Column, ...]:
    """Every column of a table, or those named, as it is understood.

    What is found of each alone is kept in `known`, for when the same table is asked about again.
    """
    names = table.columns if names is None else names
    known = {} if known is None else known
    for name in names:
        if name not in known:
            known[name] = _raw_column(table.cells[name])
    locale = _locale(table, [known[name] for name in names])
    found = []
    for name in names:
        raw = known[name]
        if locale not in raw.understood:
            raw.understood[locale] = _understood(name, raw, locale)
        found.append(raw.understood[locale])
    return tuple(found)


def _understood(name: str, raw: RawColumn, locale: Locale) -> Column:
    if raw.numbers is not None and raw.numbers.is_missing().all():
        return Column(name, "empty", raw.cells, raw.numbers)
    if raw.decimal == ",":
        return Column(name, "number", raw.cells, raw.numbers, sentence=_sentence(name, COMMAS, given=locale.given))
    if raw.numbers is not None and not (locale.decimal == "," and has(raw.cells, r"\.")):
        return Column(name, "number", raw.cells, raw.numbers)
    return _column(name, raw, locale)


def _locale(table: Table, columns: list[RawColumn]) -> Locale:
    decimal = table.reading.decimal
    if decimal is None:
        comma = any(column.surely_comma for column in columns)
        comma = comma or (table.delimiter == ";" and any(column.has_comma for column in columns))
        point = comma and any(column.surely_point for column in columns)
        decimal = "," if comma and not point else None
    day_first = table.reading.day_first
    return Locale(
        decimal, True if day_first is None and decimal == "," else day_first, table.reading.decimal is not None
    )


def _raw_column(cells: pd.Series) -> RawColumn:
    numbers = plain_numbers(cells)
    commas = numbers_with_commas(cells) if numbers is None else None
    return RawColumn(cells, commas, ",") if commas else RawColumn(cells, numbers)


def _no_numbers(n_rows: int) -> Values:
    """Nothing but nan, in the memory of one."""
    return Values(np.full(1, np.nan), np.broadcast_to(np.uint8(0), n_rows))


def notes_of(columns: tuple[Column, ...]) -> tuple[Note, ...]:
    """A note for each column whose numbers were not plain."""
    return tuple(Note(column.sentence) for column in columns if column.sentence)


def numbered(cells: pd.Series) -> tuple[np.ndarray, LazyStrings]:
    """Each row's number (B,) among the distinct texts of a column, and those texts."""
    whole = pa.array(cells.array)
    whole = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
    if not pa.types.is_dictionary(whole.type):
        encoded = pc.dictionary_encode(whole)
        kind = np.min_scalar_type(len(encoded.dictionary))
        return encoded.indices.to_numpy().astype(kind), LazyStrings(encoded.dictionary)
    codes, used = whole.indices.to_numpy(), whole.indices.unique()
    if len(used) == len(whole.dictionary):
        return codes, LazyStrings(whole.dictionary)
    number = np.zeros(len(whole.dictionary), codes.dtype)
    number[used.to_numpy()] = np.arange(len(used))
    return number[codes], LazyStrings(whole.dictionary.take(used))


def _mostly_differ(cells: pd.Series) -> bool:
    """Whether so few texts of a long column recur that they are not worth finding."""
    if len(cells) <= SAMPLE:
        return False
    whole = pa.array(cells.array[:SAMPLE])
    return not pa.types.is_dictionary(whole.type) and pc.count_distinct(whole).as_py() > MOSTLY * SAMPLE


def _among(texts: LazyStrings, known: Collection[str]) -> np.ndarray:
    """Which of the texts (n,) are known ones, whatever their letters' case."""
    return np.fromiter((text.lower() in known for text in texts), bool, len(texts))


def _column(name: str, raw: RawColumn, locale: Locale) -> Column:
    cells, (codes, texts) = raw.cells, raw.texts
    filled, infinite = ~_among(texts, MISSING), _among(texts, INFINITE)
    if not filled.any():
        return Column(name, "empty", cells, _no_numbers(len(cells)))
    values = np.full(len(texts), np.nan)
    values[infinite] = [INFINITE[text.lower()] for text in texts.where(infinite)]
    finite = filled & ~infinite
    parsed = parse_numbers(texts.where(finite), decimal=locale.decimal)
    if not isinstance(parsed, Misfit):
        values[finite] = parsed[0]
        sentence = _sentence(name, parsed[1], given=locale.given)
        return Column(name, "number", cells, Values(narrow(values[codes])), sentence=sentence)
    dates = parse_dates(texts.where(finite), day_first=locale.day_first)
    if dates is not None and not infinite.any():
        values[finite] = dates.days
        doubt = "" if dates.sure else " (whether the day or the month comes first is a guess)"
        what = "times of day; they become fractions of a day" if dates.is_clock else f"dates{doubt}; they become days"
        sentence = f"Column {shortened(name)} holds {what}."
        return Column(
            name, "clock" if dates.is_clock else "date", cells, Values(narrow(values[codes])), sentence=sentence
        )
    return Column(name, "text", cells, misfit=raw.misfit)


def _first_misfit(codes: np.ndarray, distinct: LazyStrings, finite: np.ndarray) -> int | None:
    """The first row whose text is no number, where most distinct texts are numbers."""
    left = MISFITS_OF_NUMBERS * finite.sum()
    odd = np.zeros(len(distinct), bool)
    for place, text in zip(np.flatnonzero(finite), distinct.where(finite), strict=True):
        if isinstance(parse_numbers([text]), Misfit):
            odd[place] = True
            left -= 1
            if left < 0:
                return None
    return int(np.argmax(odd[codes])) if odd.any() else None


def _sentence(name: str, form: Format, *, given: bool) -> str:
    said = []
    if form.decimal == ",":
        said.append("decimal commas")
    if form.grouped:
        said.append("thousands separators")
    if form.unit:
        said.append("a percent sign (12% is read as 12)" if form.unit == "%" else f"the unit {shortened(form.unit)}")
    if not said and form.sure:
        return ""
    doubt = "" if form.sure or given else "; whether a mark separates thousands or decimals is a guess"
    return f"The numbers of column {shortened(name)} are written with {' and '.join(said) or 'a decimal point'}{doubt}."
