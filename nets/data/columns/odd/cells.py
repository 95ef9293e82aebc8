"""Numbers or dates but for some odd cells: what the column is without them, and what each of them is."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nets.data.columns.dates import Dates, is_calendar_date, is_date, parse_dates
from nets.data.columns.lazy_strings import LazyStrings
from nets.data.columns.numbers import Format, Misfit, Numbers, is_number, number_in, parse_numbers, with_other_mark
from nets.data.columns.odd.inexact import Inexact, inexact_number
from nets.data.columns.odd.missing import is_gap_among_numbers
from nets.data.columns.times.named_dates import is_day_of_a_month

MOST_ODD = 0.5  # the share of rows that may be odd
MOST_OF = {"date": 0.4, "text": 0.2}  # the share that may be of these, which tell less than gaps in words do
FEW = 200  # distinct texts, of which each is looked at
HOPELESS = 0.3  # share of some texts that are numbers or dates, below which the others are not looked at
MANY = 10_000  # texts, for which it pays to read the plain numbers at once
TOO_MANY = 10_000  # odd texts to look at each before some were looked at
PLAIN = r"^\s*-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$"


@dataclass(frozen=True)
class Reading:
    """How the numbers and dates of a column are to be read where their texts leave it open."""

    decimal: str | None
    day_first: bool | None
    is_place: bool
    inexact: Inexact


@dataclass(frozen=True, eq=False)
class Mostly:
    """A column of n distinct texts that is numbers or dates but for some.

    `values` (n,) are the numbers, those made of inexact texts too, nan for a gap. `format` is that of numbers, `dates`
    what dates are; one is None. `odd` has the kind of each odd text by its place.
    """

    values: np.ndarray
    format: Format | None
    dates: Dates | None
    odd: dict[int, str]


def mostly_numbers(texts: LazyStrings, counts: np.ndarray, reading: Reading) -> Mostly | None:
    """The numbers in a column's distinct texts, which stand in `counts` (n,) rows each; None where too many are odd."""
    found = _numbers(texts, counts, reading)
    if found is None or _are_many(texts, counts, found, reading.inexact):
        return None
    values, odd = found.values, {}
    for place, text in zip(found.odd.tolist(), texts.at(found.odd), strict=True):
        odd[place], values[place] = _kind(text, found, reading.inexact)
    return Mostly(values, found.format, None, odd) if _are_few(odd, counts) else None


def _kind(text: str, found: Numbers, inexact: Inexact) -> tuple[str, float]:
    """What an odd text among numbers is, and the number made of it, nan for a gap."""
    if is_gap_among_numbers(text):
        return "gap", np.nan
    if is_day_of_a_month(text) or is_calendar_date(text):
        return "date", np.nan
    number = with_other_mark(text, found.mark, found.format.unit)
    if number is not None:
        return "mark", number
    number = inexact_number(text, lambda inner: number_in(inner, found.mark, found.format.unit), inexact)
    return ("text", np.nan) if number is None else ("inexact", number)


def _are_many(texts: LazyStrings, counts: np.ndarray, found: Numbers, inexact: Inexact) -> bool:
    """Whether some of many odd texts show that too many are neither gaps nor inexact, without a look at each."""
    n_rows, n_odd = counts.sum(), counts[found.odd].sum()
    if n_odd > MOST_ODD * n_rows:
        return True
    if len(found.odd) <= TOO_MANY:
        return False
    some = found.odd[np.linspace(0, len(found.odd) - 1, FEW).astype(np.int64)]
    n_others = counts[some] @ [_kind(text, found, inexact)[0] == "text" for text in texts.at(some)]
    return n_others / counts[some].sum() * n_odd > 1.2 * MOST_OF["text"] * n_rows


def mostly_dates(texts: LazyStrings, counts: np.ndarray, reading: Reading) -> Mostly | None:
    """The same of dates, times of day or durations."""
    is_odd = np.fromiter((not is_date(text) for text in texts), bool, len(texts))
    places = np.flatnonzero(is_odd)
    odd = {
        place: "gap" if is_gap_among_numbers(text) else "text"
        for place, text in zip(places.tolist(), texts.at(places), strict=True)
    }
    if is_odd.all() or not _are_few(odd, counts):
        return None
    dates = parse_dates(texts.where(~is_odd), day_first=reading.day_first)
    if dates is None:
        return None
    values = np.full(len(texts), np.nan)
    values[~is_odd] = dates.days
    return Mostly(values, None, dates, odd)


def may_be_mostly(texts: LazyStrings) -> bool:
    """Whether any of some texts is a number or a date, so that it is worth to find which of all texts are distinct."""
    return any(is_number(text) or is_date(text) for text in _some(texts))


def parser_for(texts: LazyStrings) -> Callable[[LazyStrings, np.ndarray, Reading], Mostly | None] | None:
    """The one of `mostly_numbers` and `mostly_dates` that may read some of the texts; None where that is hopeless."""
    some = _some(texts)
    for is_one, parser in ((is_number, mostly_numbers), (is_date, mostly_dates)):
        if sum(map(is_one, some)) >= HOPELESS * len(some):
            return parser
    return None


def _some(texts: LazyStrings) -> Sequence[str]:
    return texts if len(texts) <= FEW else texts.at(np.linspace(0, len(texts) - 1, FEW).astype(np.int64))


def _are_few(odd: dict[int, str], counts: np.ndarray) -> bool:
    n_rows = int(counts.sum())
    n_odd = Counter()
    for place, kind in odd.items():
        n_odd[kind] += int(counts[place])
    return n_odd.total() <= MOST_ODD * n_rows and all(n_odd[kind] <= MOST_OF[kind] * n_rows for kind in MOST_OF)


def _numbers(texts: LazyStrings, counts: np.ndarray, reading: Reading) -> Numbers | None:
    most_odd = (1 - HOPELESS) * len(texts)
    if len(texts) > MANY and reading.decimal != ",":
        found = _plain_but_for_some(texts)
        if found is not None:
            return found
    found = parse_numbers(texts, decimal=reading.decimal, most_odd=most_odd, is_place=reading.is_place, counts=counts)
    return None if isinstance(found, Misfit) else found


def _plain_but_for_some(texts: LazyStrings) -> Numbers | None:
    """The same of many texts at once, where all numbers among them are plain ones with a point."""
    plain = np.asarray(pc.match_substring_regex(texts.arrow, PLAIN), dtype=bool)
    odd = np.flatnonzero(~plain)
    if len(odd) > MANY or any(map(is_number, texts.at(odd))):
        return None
    values = np.full(len(texts), np.nan)
    numbers = pc.cast(pc.utf8_trim_whitespace(texts.arrow.filter(pa.array(plain))), pa.float64())
    values[plain] = numbers.to_numpy()
    return Numbers(values, Format(decimal=".", unit="", grouped=False, sure=True), odd, ".")
