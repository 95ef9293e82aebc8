"""What each column of a table is: numbers, dates or texts, and how its cells were understood."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from nets.data.columns.column import Column
from nets.data.columns.compass import is_place, parse_angles
from nets.data.columns.dates import parse_dates
from nets.data.columns.distinct import numbered
from nets.data.columns.fast_numbers import has
from nets.data.columns.lazy_strings import LazyStrings
from nets.data.columns.lexical import MISSING
from nets.data.columns.numbers import Format, Misfit, parse_numbers
from nets.data.columns.numeric import Values, narrow
from nets.data.columns.odd.cells import Mostly, Reading, may_be_mostly, mostly_dates, parser_for
from nets.data.columns.odd.choices import NOTHING_CHOSEN, CellChoices, ColumnChoices
from nets.data.columns.odd.codes import code_beside, code_in, letter_beside
from nets.data.columns.odd.missing import gaps_among_texts, is_remarkable_gap
from nets.data.columns.odd.sentinels import missing_code
from nets.data.columns.raw_column import INFINITE, Locale, RawColumn, among, raw_column
from nets.data.columns.sentences import (
    angle_sentence,
    code_cells,
    code_sentence,
    digits_sentence,
    format_sentence,
    gap_cells,
    no_code_sentence,
    odd_cells,
    parentheses_note,
)
from nets.data.columns.times.digits import days_of_a_spreadsheet, days_of_digits
from nets.data.table import Note, Table, shortened

__all__ = ["Column", "RawColumn", "columns_of", "notes_of", "numbered"]

COMMAS = Format(decimal=",", unit="", grouped=False, sure=True)


@dataclass(frozen=True, eq=False)
class Asked:
    """One column of a table, and all that decides how it is understood."""

    table: Table
    name: str
    raw: RawColumn
    locale: Locale
    choices: ColumnChoices


class Distinct(NamedTuple):
    """Each row's place (B,) among the n texts of a column, these, and which of them are filled and which infinite, (n,)
    bool. The texts are distinct, unless nearly all rows have one of their own.
    """

    codes: np.ndarray
    texts: LazyStrings
    filled: np.ndarray
    infinite: np.ndarray

    @property
    def finite(self) -> np.ndarray:
        """The texts that should be numbers or dates, (n,) bool."""
        return self.filled & ~self.infinite

    def values(self) -> np.ndarray:
        """The infinite numbers in their places, and nan in the others, (n,)."""
        values = np.full(len(self.texts), np.nan)
        values[self.infinite] = [INFINITE[text.lower()] for text in self.texts.where(self.infinite)]
        return values


def columns_of(
    table: Table,
    names: tuple[str, ...] | None = None,
    *,
    known: dict[str, RawColumn] | None = None,
    choices: CellChoices = NOTHING_CHOSEN,
) -> tuple[Column, ...]:
    """Every column of a table, or those named, as it is understood.

    What is found of each alone is kept in `known`, for when the same table is asked about again.
    """
    names = table.columns if names is None else names
    known = {} if known is None else known
    for name in names:
        if name not in known:
            known[name] = raw_column(table.cells[name])
    locale = _locale(table, [known[name] for name in names])
    found = []
    for name in names:
        raw, own = known[name], choices.of(name)
        if (locale, own) not in raw.understood:
            asked = Asked(table, name, raw, locale, own)
            raw.understood[locale, own] = _with_code_for_missing(_understood(asked), asked)
        found.append(raw.understood[locale, own])
    return tuple(found)


def notes_of(columns: tuple[Column, ...]) -> tuple[Note, ...]:
    """What is to be said of each column whose cells were not plain."""
    return tuple(note for column in columns for note in column.notes)


def _understood(asked: Asked) -> Column:
    name, raw, locale = asked.name, asked.raw, asked.locale
    if raw.numbers is not None and raw.numbers.is_missing().all():
        return Column(name, "empty", raw.cells, raw.numbers)
    if raw.decimal == ",":
        sentence = format_sentence(name, COMMAS, given=locale.given)
        return Column(name, "number", raw.cells, raw.numbers, sentence=sentence)
    if raw.numbers is not None and not (locale.decimal == "," and has(raw.cells, r"\.")):
        column = Column(name, "number", raw.cells, raw.numbers)
        return _of_digits(column, raw.code, asked)
    return _column(asked)


def _locale(table: Table, columns: list[RawColumn]) -> Locale:
    decimal, given = table.reading.decimal, table.reading.decimal is not None
    has_decimal_commas = False
    if not given:
        surely_comma = any(column.surely_comma for column in columns)
        comma = surely_comma or (table.delimiter == ";" and any(column.has_comma for column in columns))
        point = comma and any(column.surely_point for column in columns)
        decimal = "," if comma and not point else None
        has_decimal_commas = surely_comma and point and not any(column.groups_with_commas for column in columns)
    day_first = table.reading.day_first
    return Locale(decimal, True if day_first is None and decimal == "," else day_first, given, has_decimal_commas)


def _no_numbers(n_rows: int) -> Values:
    """Nothing but nan, in the memory of one."""
    return Values(np.full(1, np.nan), np.broadcast_to(np.uint8(0), n_rows))


def _column(asked: Asked) -> Column:
    """The column by each of its texts."""
    name, raw, locale = asked.name, asked.raw, asked.locale
    found = _distinct(*raw.texts)
    if not found.filled.any():
        return Column(name, "empty", raw.cells, _no_numbers(len(raw.cells)))
    given, values = found.texts.where(found.finite), found.values()
    reading = Reading(_believed(raw, locale), locale.day_first, is_place(name), asked.choices.inexact)
    parsed = parse_numbers(given, decimal=reading.decimal, is_place=reading.is_place)
    if not isinstance(parsed, Misfit):
        values[found.finite] = parsed.values
        sentence = format_sentence(name, parsed.format, given=locale.given)
        remarks = _remarks(asked, found, values, parsed.format)
        column = replace(_of_values(asked, found, values, "number"), sentence=sentence, remarks=remarks)
        return _of_digits(column, code_in(given), asked)
    dates = None if found.infinite.any() else parse_dates(given, day_first=locale.day_first)
    if dates is not None:
        values[found.finite] = dates.days
        sentence = f"Column {shortened(name)} holds {dates.words}."
        return replace(_of_values(asked, found, values, dates.kind), sentence=sentence)
    angles = None if found.infinite.any() else parse_angles(given)
    if angles is not None:
        values[found.finite] = angles
        return replace(_of_values(asked, found, values, "number"), sentence=angle_sentence(name))
    return (_mostly(asked, found, reading) if may_be_mostly(given) else None) or _of_texts(asked, found)


def _of_values(asked: Asked, found: Distinct, values: np.ndarray, kind: str) -> Column:
    """The column of this kind with the number of each of its texts, (n,), and those of its gaps that are named."""
    gaps = np.flatnonzero(~found.filled)
    gaps = gaps[np.fromiter(map(is_remarkable_gap, found.texts.at(gaps)), bool, len(gaps))]
    place = np.full(len(found.texts), -1)
    place[gaps] = np.arange(len(gaps))
    spelt = [(text, "gap", np.nan) for text in found.texts.at(gaps)]
    odd = odd_cells(asked.name, asked.table, spelt, place[found.codes]) if spelt else ()
    return Column(asked.name, kind, asked.raw.cells, Values(narrow(values[found.codes])), odd=odd)


def _distinct(codes: np.ndarray, texts: LazyStrings) -> Distinct:
    return Distinct(codes, texts, ~among(texts, MISSING), among(texts, INFINITE))


def _believed(raw: RawColumn, locale: Locale) -> str | None:
    """The decimal mark to believe in where a column leaves it open."""
    if locale.decimal is None and locale.has_decimal_commas and not has(raw.cells, r"\."):
        return ","
    return locale.decimal


def _mostly(asked: Asked, found: Distinct, reading: Reading) -> Column | None:
    """The column as numbers or dates but for some odd cells."""
    if len(found.texts) == len(found.codes):  # perhaps not distinct
        codes, texts = numbered(asked.raw.cells)
        found = _distinct(codes, texts.stripped())
    given = found.texts.where(found.finite)
    parse = parser_for(given)
    if parse is None or (parse is mostly_dates and found.infinite.any()):
        return None
    counts = np.bincount(found.codes, minlength=len(found.texts))[found.finite]
    mostly = parse(given, counts, reading)
    if mostly is None:
        return None
    values = found.values()
    values[found.finite] = mostly.values
    spelt = [(given[place], kind, mostly.values[place]) for place, kind in mostly.odd.items()]
    number = np.full(len(found.texts), -1)
    number[np.flatnonzero(found.finite)[list(mostly.odd)]] = np.arange(len(spelt))
    column = _of_values(asked, found, values, mostly.dates.kind if mostly.dates else "number")
    column = replace(
        column,
        sentence=_sentence(asked, mostly),
        remarks=_remarks(asked, found, values, mostly.format) if mostly.format else (),
        odd=(*odd_cells(asked.name, asked.table, spelt, number[found.codes]), *column.odd),
    )
    if not mostly.format:
        return column
    usual = {text: int(counts[place]) for place, text in enumerate(given) if place not in mostly.odd}
    gaps = {given[place]: int(counts[place]) for place, kind in mostly.odd.items() if kind == "gap"}
    others = [text for text, kind, _ in spelt if kind == "text"]
    code = code_in(usual) or code_beside(list(usual), others) or letter_beside(gaps, usual)
    return _of_digits(column, code, asked)


def _remarks(asked: Asked, found: Distinct, values: np.ndarray, form: Format) -> tuple[Note, ...]:
    """Notes on the numbers (n,) of the distinct texts that need lines: those in parentheses."""
    if not form.parentheses:
        return ()
    is_in = np.fromiter((text[:1] == "(" for text in found.texts), bool, len(found.texts)) & np.isfinite(values)
    place = np.where(is_in, np.cumsum(is_in) - 1, -1)
    texts = found.texts.where(is_in)
    return (parentheses_note(asked.name, form, asked.table, texts, place[found.codes]),)


def _of_texts(asked: Asked, found: Distinct) -> Column:
    """The column as texts, and those among them that say that there is no value."""
    gaps = gaps_among_texts(found.texts.arrow)
    place = np.full(len(found.texts), -1)
    place[gaps] = np.arange(len(gaps))
    odd = gap_cells(asked.name, asked.table, found.texts.at(gaps), place[found.codes]) if len(gaps) else ()
    return Column(asked.name, "text", asked.raw.cells, misfit=asked.raw.misfit, odd=odd)


def _of_codes(column: Column, code: str, asked: Asked) -> Column:
    """A column whose numbers are codes: as texts, or as the numbers it has if that was chosen."""
    as_numbers = asked.choices.as_numbers
    sentence = code_sentence(column.name, code, as_numbers=as_numbers)
    if as_numbers:
        return replace(column, sentence=sentence, has_codes=True)
    return Column(column.name, "text", column.cells, sentence=sentence, has_codes=True)


def _of_digits(column: Column, code: str | None, asked: Asked) -> Column:
    """A column of numbers, which are codes as the text `code` shows, or dates of digits alone, or neither."""
    if code:
        return _of_codes(column, code, asked)
    if days := days_of_digits(column.numbers):
        return _of_dates(column, days, "without marks", asked)
    days = days_of_a_spreadsheet(column.name, column.numbers)
    return _of_dates(column, days, "as a spreadsheet counts them", asked) if days else column


def _of_dates(column: Column, days: Values, how: str, asked: Asked) -> Column:
    """A column whose numbers are dates, written `how`: as days, or as the numbers it has if that was chosen."""
    example, as_numbers = column.cells[~column.missing].iloc[0], asked.choices.as_numbers
    sentence = digits_sentence(column.name, how, str(example).strip(), as_numbers=as_numbers)
    if as_numbers:
        return replace(column, sentence=sentence, has_codes=True)
    return replace(column, kind="date", numbers=days, sentence=sentence, has_codes=True)


def _with_code_for_missing(column: Column, asked: Asked) -> Column:
    """The column with a note on the number that may be a code for a missing value, or with gaps in its place."""
    code = missing_code(column.numbers) if column.kind == "number" else None
    if code is None and asked.choices.code_is_gap:
        return replace(column, sentence=f"{column.sentence} {no_code_sentence(column.name)}".strip())
    if code is None:
        return column
    is_gap, rows = asked.choices.code_is_gap, np.flatnonzero(column.values == code)
    numbers = column.numbers
    if is_gap:
        numbers = numbers.each(lambda values: np.where(values == code, np.nan, values))
    odd = code_cells(column.name, asked.table, code, rows, is_gap=is_gap)
    return replace(column, numbers=numbers, odd=(*column.odd, odd))


def _sentence(asked: Asked, found: Mostly) -> str:
    if found.dates:
        return f"Column {shortened(asked.name)} holds {found.dates.words}."
    return format_sentence(asked.name, found.format, given=asked.locale.given)
