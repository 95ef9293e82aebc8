"""Dates and times of day as numbers: days since 1970-01-01, the order of day and month decided for a whole column."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple

import numpy as np

from nets.data.columns.times.clock import (
    CLOCK,
    TIME,
    ZONE,
    fraction_of_day,
    moment,
    two_digits_read,
    whole_year,
    without_zone,
)
from nets.data.columns.times.durations import parse_durations
from nets.data.columns.times.named_dates import named_date, year_in
from nets.data.columns.times.periods import parse_periods

YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.](?P<a>\d{1,2})[-/.](?P<b>\d{1,2})" + CLOCK + ZONE)
YEAR_LAST = re.compile(r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})[-/.](?P<year>\d{4}|\d{2})" + CLOCK + ZONE)
COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<a>\d{2})(?P<b>\d{2})[T ](?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}(?:[.,]\d+)?))?"
    r"(?P<half>)" + ZONE
)
EAST_ASIAN = re.compile(r"(?P<year>\d{4})\s?[年년]\s?(?P<a>\d{1,2})\s?[月월]\s?(?P<b>\d{1,2})\s?[日일]" + CLOCK + ZONE)
ONLY_CLOCK = re.compile(TIME)
HEAD = 1000  # texts, which show whether there are time zones
Reads = Callable[[str], float | None]


class Dates(NamedTuple):
    """Days since 1970-01-01, (n,), or the days that durations last; of times of day the fraction of a day.

    `kind` is that of a column: "date", "clock" or "duration". `words` name them in the plural, with what was guessed,
    and say what they become.
    """

    days: np.ndarray
    kind: str
    words: str


def parse_dates(texts: Sequence[str], *, day_first: bool | None = None) -> Dates | None:
    """What the texts are as dates, times of day or durations.

    None where not every text is one, in one and the same order.
    """
    first = next(iter(texts), "").strip()
    for form in (YEAR_FIRST, COMPACT, EAST_ASIAN):
        if form.fullmatch(first):
            return _dates(texts, partial(_year_first, form))
    if YEAR_LAST.fullmatch(first):
        order, sure = order_of(texts, day_first)
        doubts = [] if sure else [f"that the {order.split('-')[0]} comes first is a guess"]
        return _dates(texts, lambda text: _in_order(YEAR_LAST.fullmatch(text), order), doubts, _year) if order else None
    if named_date(first) is not None:
        return _dates(texts, named_date, year=year_in)
    if ONLY_CLOCK.fullmatch(first) and (days := _each(texts, _time_of_day)) is not None:
        return Dates(days, "clock", "times of day; they become fractions of a day")
    if periods := parse_periods(texts):
        return Dates(periods.days, "date", f"{periods.what}{periods.doubt}; each becomes its first day")
    if durations := parse_durations(texts):
        return Dates(durations[0], "duration", f"durations{durations[1]}; they become days")
    return None


def is_date(text: str) -> bool:
    """Whether a text is a date, a time of day, a month or a duration for itself."""
    return parse_dates([text]) is not None


def is_calendar_date(text: str) -> bool:
    """Whether a text is a date or a month, and neither a time of day nor a duration alone."""
    found = parse_dates([text])
    return found is not None and found.kind == "date"


def spelt(days: float, kind: str = "date") -> str:
    """A date to the second, without its time where that is midnight; or a time of day or a duration alone."""
    if kind == "duration":
        minutes, seconds = divmod(round(abs(days) * 86_400), 60)
        return f"{'-' if days < 0 else ''}{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    text = str(np.datetime64(round(days * 86_400), "s"))
    day, time = text.split("T")
    if kind == "clock":
        return time.removesuffix(":00")
    return day if time == "00:00:00" else f"{day} {time}"


def _each(texts: Sequence[str], reads: Reads) -> np.ndarray | None:
    days = np.empty(len(texts))
    for index, text in enumerate(texts):  # of each no more than its number: there may be as many as rows
        day = reads(text.strip())
        if day is None:
            return None
        days[index] = day
    return days


def _dates(
    texts: Sequence[str],
    reads: Reads,
    doubts: Sequence[str] = (),
    year: Callable[[str], str | None] | None = None,
) -> Dates | None:
    """`year` gives that of a text as it is written, where it may have two digits."""
    days = _each(texts, reads)
    if days is None:
        return None
    if year and any(_is_short(year(text.strip())) for text in islice(texts, HEAD)):
        is_short = np.fromiter((_is_short(year(text.strip())) for text in texts), bool, len(texts))
        doubts = [*doubts, two_digits_read(days[is_short])]
    doubt = f" ({'; '.join(doubts)})" if doubts else ""
    has_zone = any(without_zone(text) != text for text in islice(texts, HEAD))
    return Dates(days, "date", f"dates{doubt}; they become days{' in UTC' if has_zone else ''}")


def _year(text: str) -> str | None:
    match = YEAR_LAST.fullmatch(text)
    return match["year"] if match else None


def _is_short(year: str | None) -> bool:
    return year is not None and len(year) == 2


def _time_of_day(text: str) -> float | None:
    match = ONLY_CLOCK.fullmatch(text)
    return fraction_of_day(match) if match else None


def order_of(texts: Sequence[str], day_first: bool | None = None) -> tuple[str, bool]:
    """The order of dates with the year last, "day-month" or "month-day", and whether it is beyond doubt; "" where there
    is none.
    """
    a = b = 0
    only_points = True
    for text in texts:
        match = YEAR_LAST.fullmatch(text.strip())
        if match is None:
            return "", True
        a, b = max(a, int(match["a"])), max(b, int(match["b"]))
        only_points = only_points and match["mark"] == "."
    if a > 12 and b > 12:
        return "", True
    if a > 12 or b > 12:
        return ("day-month" if a > 12 else "month-day"), True
    if only_points:
        return "day-month", True
    return ("day-month" if day_first else "month-day"), day_first is not None


def _year_first(form: re.Pattern[str], text: str) -> float | None:
    return _in_order(form.fullmatch(text), "month-day")


def _in_order(match: re.Match[str] | None, order: str) -> float | None:
    if match is None:
        return None
    a, b = int(match["a"]), int(match["b"])
    return moment(match, whole_year(match["year"]), *((a, b) if order == "month-day" else (b, a)))
