"""A time of day behind a date, and its time zone."""

import re
from datetime import date

import numpy as np

HALF = r"\s?(?P<half>[AaPp]\.?\s?[Mm]\b\.?)?"
TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}(?:[.,]\d+)?))?" + HALF
CLOCK = rf"(?:[ ,T:]+{TIME})?"
ZONE = r"\s?(?P<zone>Z|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{3,4})?"
ZONE_BEHIND = re.compile(
    r"(:\d{2}(?:[.,]\d+)?(?:\s?[AaPp]\.?\s?[Mm]\b\.?)?|[T ]\d{4}(?:\d{2}(?:[.,]\d+)?)?)"
    r"\s?(?:Z|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{3,4})\s*$"
)
WHOLE_ZONE = re.compile(r"Z|[+-]\d{2}:?\d{2}")  # the others follow a time of day only
OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?$")
EPOCH = date(1970, 1, 1)
HOURS_FROM_UTC = {
    **dict.fromkeys(("Z", "UTC", "GMT", "WET"), 0),
    **dict.fromkeys(("CET", "MEZ", "WEST"), 1),
    **dict.fromkeys(("CEST", "MESZ", "EET"), 2),
    **dict.fromkeys(("EEST", "MSK"), 3),
    **dict.fromkeys(("JST", "KST"), 9),
    **{"EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AEST": 10, "AEDT": 11},
}  # without CST, IST and BST, which are several each


def fraction_of_day(match: re.Match[str]) -> float | None:
    """The time of day in a match of `CLOCK`, 0 where there is none; None where there is no such time."""
    parts = match.groupdict()
    hour, minute = int(parts["hour"] or 0), int(parts["minute"] or 0)
    second = float((parts["second"] or "0").replace(",", "."))
    if parts["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if parts["half"][0] in "Pp" else 0)
    if hour > 24 or minute > 59 or second >= 61:
        return None
    return (hour * 3600 + minute * 60 + second) / 86400


def zone_of(match: re.Match[str]) -> float | None:
    """How far a match of `CLOCK` and `ZONE` is ahead of UTC, in days; None where there is no such time zone."""
    zone = match["zone"]
    if zone is None:
        return 0.0
    if match["hour"] is None and not WHOLE_ZONE.fullmatch(zone):
        return None
    offset = OFFSET.search(zone)
    if offset is None:
        hours = HOURS_FROM_UTC.get(zone)
        return None if hours is None else hours / 24
    return (-1 if offset[1] == "-" else 1) * (int(offset[2]) * 60 + int(offset[3] or 0)) / 1440


def without_zone(text: str) -> str:
    """The text without the time zone behind its time of day."""
    return ZONE_BEHIND.sub(r"\1", text)


def days_of(year: int, month: int, day: int) -> float | None:
    """Days since 1970-01-01; None where there is no such day."""
    try:
        return float((date(year, month, day) - EPOCH).days)
    except ValueError:
        return None


def moment(match: re.Match[str], year: int, month: int, day: int) -> float | None:
    """Days since 1970-01-01, in UTC, of a day with the time that a match of `CLOCK` and `ZONE` holds."""
    days, clock, zone = days_of(year, month, day), fraction_of_day(match), zone_of(match)
    return None if days is None or clock is None or zone is None else days + clock - zone


def two_digits_read(days: np.ndarray) -> str:
    """As what the two-digit years of dates (n,), in days since 1970-01-01, were read."""
    first, last = (np.datetime64(int(np.floor(end)), "D").astype(str)[:4] for end in (days.min(), days.max()))
    return f"two-digit years are read as {first if first == last else f'{first} to {last}'}, a guess"


def whole_year(text: str) -> int:
    """A year, also of two digits: 70 to 99 are of the last century."""
    return int(text) if len(text) == 4 else int(text) + (2000 if int(text) < 70 else 1900)
