"""Dates and times of day as numbers: days since 1970-01-01, the order of day and month decided for a whole column."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

import numpy as np

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 the same in every supported version
CLOCK = r"(?:[ T]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}(?:[.,]\d+)?))?\s?(?P<half>[AaPp][Mm])?)?"
ZONE = r"\s?(?P<zone>Z|[+-]\d{2}:?\d{2})?"
YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.](?P<a>\d{1,2})[-/.](?P<b>\d{1,2})" + CLOCK + ZONE)
YEAR_LAST = re.compile(r"(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})[-/.](?P<year>\d{4}|\d{2})" + CLOCK + ZONE)
ONLY_CLOCK = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}(?:[.,]\d+)?))?\s?(?P<half>[AaPp][Mm])?"
)


class Dates(NamedTuple):
    """Days since 1970-01-01, (n,), of times of day alone the fraction of a day; whether day and month are beyond doubt;
    whether they are times of day alone.
    """

    days: np.ndarray
    sure: bool
    is_clock: bool


def parse_dates(texts: Sequence[str], *, day_first: bool | None = None) -> Dates | None:
    """What the texts are as dates or times of day.

    None where not every text is a date in one and the same order.
    """
    first = next(iter(texts), "").strip()
    order, sure = "", True
    if YEAR_FIRST.fullmatch(first):
        pattern, order = YEAR_FIRST, "month-day"
    elif YEAR_LAST.fullmatch(first):
        pattern = YEAR_LAST
        order, sure = _order(texts, day_first)
    elif ONLY_CLOCK.fullmatch(first):
        pattern, order = ONLY_CLOCK, "clock"
    if not order:
        return None
    days = np.empty(len(texts))
    for index, text in enumerate(texts):  # of each no more than its number: there may be as many as rows
        match = pattern.fullmatch(text.strip())
        day = _days(match, order) if match else None
        if day is None:
            return None
        days[index] = day
    return Dates(days, sure, order == "clock")


def spelt(days: float, *, is_clock: bool = False) -> str:
    """A date to the second, without its time where that is midnight; or a time of day alone."""
    text = str(np.datetime64(round(days * 86_400), "s"))
    day, time = text.split("T")
    if is_clock:
        return time.removesuffix(":00")
    return day if time == "00:00:00" else f"{day} {time}"


def _order(texts: Sequence[str], day_first: bool | None) -> tuple[str, bool]:
    """The order of dates with the year last, and whether it is beyond doubt; "" where there is none."""
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


def _days(match: re.Match[str], order: str) -> float | None:
    parts = match.groupdict()
    hour, minute = int(parts["hour"] or 0), int(parts["minute"] or 0)
    second = float((parts["second"] or "0").replace(",", "."))
    if parts["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if parts["half"].lower() == "pm" else 0)
    if hour > 24 or minute > 59 or second >= 61:
        return None
    clock = (hour * 3600 + minute * 60 + second) / 86400
    if order == "clock":
        return clock
    year, a, b = int(parts["year"]), int(parts["a"]), int(parts["b"])
    if len(parts["year"]) == 2:
        year += 2000 if year < 70 else 1900
    month, day = (a, b) if order == "month-day" else (b, a)
    try:
        date = datetime(year, month, day, tzinfo=EPOCH.tzinfo)
    except ValueError:
        return None
    return (date - EPOCH) / timedelta(days=1) + clock - _zone(parts["zone"])


def _zone(text: str | None) -> float:
    if text in (None, "Z"):
        return 0.0
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    return sign * (int(digits[:2]) * 60 + int(digits[2:])) / 1440
