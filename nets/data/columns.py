"""What each column of a table is: numbers, dates or texts, and how its cells were understood."""

import re
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nets.data.dates import parse_dates
from nets.data.looks import MISSING
from nets.data.numbers import Format, Misfit, parse_numbers, surely
from nets.data.table import Note, Table, as_texts, shortened

EPOCH_DAY = np.datetime64("1970-01-01T00:00:00")
INFINITE = {"inf": np.inf, "+inf": np.inf, "infinity": np.inf, "-inf": -np.inf, "-infinity": -np.inf}
MISFITS_OF_NUMBERS = 0.5
FEW = 64  # rows; asking pyarrow about so few takes longer than looking at them
PLAIN = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
SURE_POINT = r"\.(\d{1,2}|\d{4,})\s*$"


@dataclass(frozen=True, eq=False)
class Column:
    """One column as it was understood.

    `cells` are the table's. `kind` is "number", "date", "text" or "empty". `values` (B,) are its numbers, nan where
    missing (dates as days since 1970-01-01), None for texts. `misfit` is the row of the first text that is no number
    in a column where most are. `sentence` says what was not plain in the numbers, or is empty.
    """

    name: str
    kind: str
    cells: pd.Series
    values: np.ndarray | None = None
    misfit: int | None = None
    sentence: str = ""

    @property
    def texts(self) -> pd.Series:
        """The cells as texts, unpacked where they are packed."""
        return as_texts(self.cells)

    @cached_property
    def missing(self) -> np.ndarray:
        """Where no value is given, (B,) bool; in a column of texts only an empty cell is a gap."""
        if self.values is not None:
            return np.isnan(self.values)
        return (self.texts.str.strip() == "").to_numpy(dtype=bool)


@dataclass(frozen=True)
class Locale:
    """What a whole table says about its numbers and dates; `given` where a person said so."""

    decimal: str | None
    day_first: bool | None
    given: bool


@dataclass(frozen=True, eq=False)
class Plain:
    """What is found of a column's texts without the other columns: plain numbers (B,), or None.

    `understood` is what it was once taken for, beside columns that say the same of its numbers and dates.
    """

    cells: pd.Series
    values: np.ndarray | None
    understood: dict[Locale, Column] = field(default_factory=dict)

    @cached_property
    def distinct(self) -> tuple[np.ndarray, list[str]]:
        """Each row's index into the distinct texts, and those texts without blanks around them."""
        return _distinct(as_texts(self.cells))

    @cached_property
    def has_comma(self) -> bool:
        """Whether there is a comma in any text that is no plain number."""
        return self.values is None and any("," in text for text in self.distinct[1])

    @cached_property
    def surely_comma(self) -> bool:
        """Whether some texts can only be numbers with a decimal comma."""
        return self.has_comma and surely(self.distinct[1], ",")

    @cached_property
    def surely_point(self) -> bool:
        """Whether some texts can only be numbers with a decimal point."""
        return _has(self.cells, SURE_POINT) if self.values is not None else surely(self.distinct[1], ".")


def columns_of(
    table: Table, names: tuple[str, ...] | None = None, *, known: dict[str, Plain] | None = None
) -> tuple[Column, ...]:
    """Every column of a table, or those named, as it is understood.

    What is found of each alone is kept in `known`, for when the same table is asked about again.
    """
    names = table.columns if names is None else names
    known = {} if known is None else known
    for name in names:
        if name not in known:
            known[name] = Plain(table.cells[name], _plain_numbers(table.cells[name]))
    locale = _locale(table, [known[name] for name in names])
    found = []
    for name in names:
        plain = known[name]
        if locale not in plain.understood:
            plain.understood[locale] = _understood(name, plain, locale)
        found.append(plain.understood[locale])
    return tuple(found)


def _understood(name: str, plain: Plain, locale: Locale) -> Column:
    if plain.values is not None and np.isnan(plain.values).all():
        return Column(name, "empty", plain.cells, plain.values)
    if plain.values is not None and not (locale.decimal == "," and _has(plain.cells, r"\.")):
        return Column(name, "number", plain.cells, plain.values)
    return _column(name, plain.cells, *plain.distinct, locale)


def _locale(table: Table, columns: list[Plain]) -> Locale:
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


def _plain_numbers(cells: pd.Series) -> np.ndarray | None:
    """The numbers of a column in which every cell is empty or a plain number, else None."""
    if len(cells) <= FEW:
        return _few_plain_numbers([text.strip() for text in as_texts(cells).tolist()])
    whole = pa.array(cells)
    if not pa.types.is_dictionary(whole.type):
        return _many_numbers(whole)
    return _packed_numbers(whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole)


def _packed_numbers(packed: pa.DictionaryArray) -> np.ndarray | None:
    """The same of a column that is packed, whose different texts alone are looked at."""
    used = packed.indices.unique()
    numbers = _many_numbers(packed.dictionary.take(used))
    if numbers is None:
        return None
    if np.isnan(numbers).all():
        return _no_numbers(len(packed))
    values = np.full(len(packed.dictionary), np.nan)
    values[used.to_numpy()] = numbers
    return values[packed.indices.to_numpy()]


def _no_numbers(n_rows: int) -> np.ndarray:
    """Nothing but nan, in the memory of one."""
    return np.broadcast_to(np.nan, n_rows)


def _many_numbers(whole: pa.Array | pa.ChunkedArray) -> np.ndarray | None:
    try:
        numbers = pc.cast(whole, pa.float64())
    except pa.ArrowInvalid:
        numbers = _trimmed_numbers(whole)
    if numbers is None:
        return None
    values = np.asarray(numbers.to_numpy(zero_copy_only=False), dtype=float)
    return values if np.isfinite(values).sum() + numbers.null_count == len(values) else None


def _few_plain_numbers(texts: list[str]) -> np.ndarray | None:
    if any(text and not PLAIN.fullmatch(text) for text in texts):
        return None
    values = np.array([float(text) if text else np.nan for text in texts])
    return None if np.isinf(values).any() else values


def _trimmed_numbers(whole: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray | None:
    """The numbers of texts that may be empty, or have blanks around them."""
    trimmed = pc.utf8_trim_whitespace(whole)
    try:
        return pc.cast(pc.if_else(pc.equal(pc.binary_length(trimmed), 0), None, trimmed), pa.float64())
    except pa.ArrowInvalid:
        return None


def _has(cells: pd.Series, pattern: str) -> bool:
    return bool(pc.any(pc.match_substring_regex(pa.array(as_texts(cells)), pattern)).as_py())


def notes_of(columns: tuple[Column, ...]) -> tuple[Note, ...]:
    """A note for each column whose numbers were not plain."""
    return tuple(Note(column.sentence) for column in columns if column.sentence)


def _distinct(texts: pd.Series) -> tuple[np.ndarray, list[str]]:
    """Each row's index into the distinct texts, and those texts without blanks around them."""
    whole = pa.array(texts)
    encoded = pc.dictionary_encode(whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole)
    return encoded.indices.to_numpy(), [text.strip() for text in encoded.dictionary.to_pylist()]


def _column(name: str, cells: pd.Series, codes: np.ndarray, distinct: list[str], locale: Locale) -> Column:
    filled = [index for index, text in enumerate(distinct) if text.lower() not in MISSING]
    if not filled:
        return Column(name, "empty", cells, _no_numbers(len(cells)))
    values = np.full(len(distinct), np.nan)
    infinite = [index for index in filled if distinct[index].lower() in INFINITE]
    for index in infinite:
        values[index] = INFINITE[distinct[index].lower()]
    finite = [index for index in filled if distinct[index].lower() not in INFINITE]
    parsed = parse_numbers([distinct[index] for index in finite], decimal=locale.decimal)
    if not isinstance(parsed, Misfit):
        values[finite] = parsed[0]
        sentence = _sentence(name, parsed[1], given=locale.given)
        return Column(name, "number", cells, values[codes], sentence=sentence)
    dates = parse_dates([distinct[index] for index in finite], day_first=locale.day_first)
    if dates is not None and not infinite:
        values[finite] = dates[0]
        doubt = "" if dates[1] else " (whether the day or the month comes first is a guess)"
        sentence = f"Column {shortened(name)} holds dates or times{doubt}; they become numbers of days."
        return Column(name, "date", cells, values[codes], sentence=sentence)
    return Column(name, "text", cells, misfit=_first_misfit(codes, distinct, finite))


def _first_misfit(codes: np.ndarray, distinct: list[str], finite: list[int]) -> int | None:
    """The first row whose text is no number, where most distinct texts are numbers."""
    most = MISFITS_OF_NUMBERS * len(finite)
    odd: list[int] = []
    for index in finite:
        if isinstance(parse_numbers([distinct[index]]), Misfit):
            odd.append(index)
            if len(odd) > most:
                return None
    if not odd:
        return None
    return int(np.flatnonzero(np.isin(codes, odd))[0])


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
