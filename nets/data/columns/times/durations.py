"""Durations in days: 36:15:00, 0 days 01:00:00, 01:02.5 (minutes and seconds), PT1H30M, 1h 30m."""

import re
from collections.abc import Sequence

import numpy as np

SECOND = r"(?P<seconds>\d+(?:[.,]\d+)?)"
WITH_COLONS = re.compile(r"(?:(?P<hours>\d+):(?=[0-5]\d:))?(?P<minutes>\d+):(?P<seconds>[0-5]\d(?:[.,]\d+)?)")
HOURS_AND_MINUTES = re.compile(r"(?P<hours>\d+):(?P<minutes>[0-5]\d)")
WITH_DAYS = re.compile(
    r"(?P<days>\d+) days?,?(?: (?P<clock_sign>[+-]?)(?P<hours>\d{1,2}):(?P<minutes>\d{2})"
    r"(?::(?P<seconds>\d{2}(?:[.,]\d+)?))?)?"
)
ISO = re.compile(
    r"P(?=[\dT])(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    rf"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:{SECOND}S)?)?"
)
WITH_LETTERS = re.compile(
    r"(?=\d)(?:(?P<days>\d+) ?d(?:ays?)? ?)?(?:(?P<hours>\d+) ?h(?:ours?|rs?)? ?)?"
    rf"(?:(?P<minutes>\d+) ?m(?:in(?:utes?)?)? ?)?(?:{SECOND} ?s(?:ec(?:onds?)?)?)?"
)
SECONDS_IN = {"weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}


def parse_durations(texts: Sequence[str]) -> tuple[np.ndarray, str] | None:
    """Days (n,) of texts that are durations in one form, and what was guessed of them, or ""; else None.

    Two numbers with a colon are hours and minutes, unless some text of the column has a fraction behind the second.
    """
    first = next(iter(texts), "").strip()
    if _duration(first, (WITH_COLONS, HOURS_AND_MINUTES, WITH_DAYS, ISO, WITH_LETTERS)) is None:
        return None
    minutes_first = any(_has_fraction_of_two(text) for text in texts)
    forms = (WITH_COLONS,) if minutes_first else (HOURS_AND_MINUTES, WITH_COLONS)
    for family in (forms, (WITH_DAYS, WITH_COLONS), (ISO,), (WITH_LETTERS,)):
        found = _parsed(texts, family)
        if found is not None:
            only_two = family is forms and not minutes_first and all(text.count(":") == 1 for text in texts)
            return found, " (read as hours and minutes, which is a guess)" if only_two else ""
    return None


def _has_fraction_of_two(text: str) -> bool:
    text = text.strip()
    return text.count(":") == 1 and ("." in text or "," in text)


def _parsed(texts: Sequence[str], forms: tuple[re.Pattern[str], ...]) -> np.ndarray | None:
    days = np.empty(len(texts))
    for index, text in enumerate(texts):
        duration = _duration(text.strip(), forms)
        if duration is None:
            return None
        days[index] = duration
    return days if len(days) else None


def _duration(text: str, forms: tuple[re.Pattern[str], ...]) -> float | None:
    is_negative, unsigned = text[:1] in ("-", "−"), text[text[:1] in ("-", "−", "+") :]
    match = next((match for form in forms if (match := form.fullmatch(unsigned))), None)
    if match is None:
        return None
    days = _days(match)
    if is_negative and match.groupdict().get("clock_sign") == "+":  # -1 days +23:00:00 is one hour less than nothing
        return days - 2 * int(match["days"])
    return -days if is_negative else days


def _days(match: re.Match[str]) -> float:
    parts = {name: text for name, text in match.groupdict().items() if text and name in SECONDS_IN}
    return sum(float(text.replace(",", ".")) * SECONDS_IN[name] for name, text in parts.items()) / 86_400
