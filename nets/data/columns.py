"""What each column of a table is: numbers, dates or texts, and how its cells were understood."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nets.data.dates import parse_dates
from nets.data.looks import MISSING
from nets.data.numbers import Format, Misfit, parse_numbers, surely
from nets.data.table import Note, Table, shortened

EPOCH_DAY = np.datetime64("1970-01-01T00:00:00")
INFINITE = {"inf": np.inf, "+inf": np.inf, "infinity": np.inf, "-inf": -np.inf, "-infinity": -np.inf}
MISFITS_OF_NUMBERS = 0.5
SURE_POINT = r"\.(\d{1,2}|\d{4,})\s*$"


@dataclass(frozen=True, eq=False)
class Column:
    """One column as it was understood.

    `kind` is "number", "date", "text" or "empty". `values` (B,) are its numbers, nan where missing (dates as days
    since 1970-01-01), None for texts. `misfit` is the row of the first text that is no number in a column where
    most are. `sentence` says what was not plain in the numbers, or is empty.
    """

    name: str
    kind: str
    texts: pd.Series
    values: np.ndarray | None = None
    misfit: int | None = None
    sentence: str = ""

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


def columns_of(table: Table, names: tuple[str, ...] | None = None) -> tuple[Column, ...]:
    """Every column of a table, or those named, as it is understood."""
    names = table.columns if names is None else names
    plain = {name: _plain_numbers(table.cells[name]) for name in names}
    others = {name: _distinct(table.cells[name]) for name in names if plain[name] is None}
    locale = _locale(table, {name: distinct for name, (_, distinct) in others.items()}, plain)
    found = []
    for name in names:
        texts, values = table.cells[name], plain[name]
        if values is not None and np.isnan(values).all():
            found.append(Column(name, "empty", texts, values))
        elif values is not None and not (locale.decimal == "," and _has(texts, r"\.")):
            found.append(Column(name, "number", texts, values))
        else:
            codes, distinct = others.get(name) or _distinct(texts)
            found.append(_column(name, texts, codes, distinct, locale))
    return tuple(found)


def _locale(table: Table, others: dict[str, list[str]], plain: dict[str, np.ndarray | None]) -> Locale:
    decimal = table.reading.decimal
    if decimal is None:
        comma = any(surely(distinct, ",") for distinct in others.values())
        if table.delimiter == ";":
            comma |= any("," in text for texts in others.values() for text in texts)
        point = comma and (
            any(surely(distinct, ".") for distinct in others.values())
            or any(values is not None and _has(table.cells[name], SURE_POINT) for name, values in plain.items())
        )
        decimal = "," if comma and not point else None
    day_first = table.reading.day_first
    return Locale(
        decimal, True if day_first is None and decimal == "," else day_first, table.reading.decimal is not None
    )


def _plain_numbers(texts: pd.Series) -> np.ndarray | None:
    """The numbers of a column in which every cell is empty or a plain number, else None."""
    trimmed = pc.utf8_trim_whitespace(pa.array(texts, pa.large_string()))
    empty = pc.equal(pc.binary_length(trimmed), 0)
    try:
        numbers = pc.cast(pc.if_else(empty, None, trimmed), pa.float64())
    except pa.ArrowInvalid:
        return None
    if pc.sum(pc.invert(pc.is_finite(numbers))).as_py():
        return None
    values = numbers.to_numpy(zero_copy_only=False) if isinstance(numbers, pa.Array) else numbers.to_numpy()
    return np.asarray(values, dtype=float)


def _has(texts: pd.Series, pattern: str) -> bool:
    return bool(pc.any(pc.match_substring_regex(pa.array(texts, pa.large_string()), pattern)).as_py())


def notes_of(columns: tuple[Column, ...]) -> tuple[Note, ...]:
    """A note for each column whose numbers were not plain."""
    return tuple(Note(column.sentence) for column in columns if column.sentence)


def _distinct(texts: pd.Series) -> tuple[np.ndarray, list[str]]:
    """Each row's index into the distinct texts, and those texts without blanks around them."""
    codes, uniques = pd.factorize(texts)
    return codes, [str(text).strip() for text in uniques]


def _column(name: str, texts: pd.Series, codes: np.ndarray, distinct: list[str], locale: Locale) -> Column:
    filled = [index for index, text in enumerate(distinct) if text.lower() not in MISSING]
    if not filled:
        return Column(name, "empty", texts, np.full(len(texts), np.nan))
    values = np.full(len(distinct), np.nan)
    infinite = [index for index in filled if distinct[index].lower() in INFINITE]
    for index in infinite:
        values[index] = INFINITE[distinct[index].lower()]
    finite = [index for index in filled if distinct[index].lower() not in INFINITE]
    parsed = parse_numbers([distinct[index] for index in finite], decimal=locale.decimal)
    if not isinstance(parsed, Misfit):
        values[finite] = parsed[0]
        sentence = _sentence(name, parsed[1], given=locale.given)
        return Column(name, "number", texts, values[codes], sentence=sentence)
    dates = parse_dates([distinct[index] for index in finite], day_first=locale.day_first)
    if dates is not None and not infinite:
        values[finite] = dates[0]
        doubt = "" if dates[1] else " (whether the day or the month comes first is a guess)"
        sentence = f"Column {shortened(name)} holds dates or times{doubt}; they become numbers of days."
        return Column(name, "date", texts, values[codes], sentence=sentence)
    return Column(name, "text", texts, misfit=_first_misfit(codes, distinct, finite))


def _first_misfit(codes: np.ndarray, distinct: list[str], finite: list[int]) -> int | None:
    """The first row whose text is no number, where most distinct texts are numbers."""
    odd = [index for index in finite if isinstance(parse_numbers([distinct[index]]), Misfit)]
    if not odd or len(odd) > MISFITS_OF_NUMBERS * len(finite):
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
