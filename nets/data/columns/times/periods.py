"""Months, quarters and weeks without a day: 2020Q1, 2020M01, 1949-01, Jan-20, 2020-W05; each is its first day."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from nets.data.columns.times.clock import EPOCH, days_of, two_digits_read, whole_year
from nets.data.columns.times.month_names import month_of

YEAR = r"(?P<year>(?:1[5-9]|2[01])\d\d)"
MONTHS_OF = {"m": 1, "q": 3, ":": 3, "t": 3, "h": 6, "s": 6}  # T and S are the trimestre and the semestre
PART_LAST = re.compile(YEAR + r"[-/.: ]?(?P<letter>[MQTHS])(?P<part>\d{1,2})", re.IGNORECASE)
PART_FIRST = re.compile(r"(?P<letter>[QTHS])(?P<part>\d)[-/ ]*" + YEAR, re.IGNORECASE)
NUMBER_FIRST = re.compile(r"(?P<part>\d)(?:\. ?)?(?P<letter>Q(?:uartal)?)[-/ ]*" + YEAR, re.IGNORECASE)
WEEK_LAST = re.compile(YEAR + r"[- ]?W(?P<week>\d{1,2})(?:-?(?P<day>[1-7]))?", re.IGNORECASE)
WEEK_FIRST = re.compile(r"(?:KW|W) ?(?P<week>\d{1,2})[-/ ]+" + YEAR, re.IGNORECASE)
QUARTER_AFTER_COLON = re.compile(YEAR + r"(?P<letter>:)(?P<part>[1-4])")  # gretl's
MONTH_LAST = re.compile(YEAR + r"[-/](?P<month>\d{1,2})")
MONTH_AFTER_COLON = re.compile(YEAR + r":(?P<month>\d{2})")
MONTH_EAST_ASIAN = re.compile(YEAR + r"\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]")
MONTH_FIRST = re.compile(r"(?P<month>\d{1,2})[-/]" + YEAR)
NAME_FIRST = re.compile(r"(?P<name>[^\W\d_]{3,10}\.?)[-/ ,']*(?P<year>\d{4}|\d{2})")
NAME_LAST = re.compile(r"(?P<year>\d{4})[-/ ]*(?P<name>[^\W\d_]{3,10}\.?)")


class Form(NamedTuple):
    """One way to write periods, what they are called, and the first day of the one in a match (None: there is none)."""

    what: str
    pattern: re.Pattern[str]
    first_day: Callable[[re.Match[str]], float | None]


class Periods(NamedTuple):
    """Days since 1970-01-01 on which periods begin, (n,); what they are, in the plural; and what is not sure, or ""."""

    days: np.ndarray
    what: str
    doubt: str


def _part(match: re.Match[str]) -> float | None:
    months, part = MONTHS_OF[match["letter"][0].lower()], int(match["part"])
    return days_of(int(match["year"]), (part - 1) * months + 1, 1) if 1 <= part <= 12 // months else None


def _week(match: re.Match[str]) -> float | None:
    day = match.groupdict().get("day") or 1
    try:
        return float((date.fromisocalendar(int(match["year"]), int(match["week"]), int(day)) - EPOCH).days)
    except ValueError:
        return None


def _month(match: re.Match[str]) -> float | None:
    return days_of(int(match["year"]), int(match["month"]), 1)


def _named(match: re.Match[str]) -> float | None:
    month = month_of(match["name"])
    return None if month is None else days_of(whole_year(match["year"]), month, 1)


FORMS = (
    Form("quarters", PART_LAST, _part),
    Form("quarters", PART_FIRST, _part),
    Form("quarters", NUMBER_FIRST, _part),
    Form("quarters", QUARTER_AFTER_COLON, _part),
    Form("weeks", WEEK_LAST, _week),
    Form("weeks", WEEK_FIRST, _week),
    Form("months", MONTH_LAST, _month),
    Form("months", MONTH_AFTER_COLON, _month),
    Form("months", MONTH_EAST_ASIAN, _month),
    Form("months", MONTH_FIRST, _month),
    Form("months", NAME_FIRST, _named),
    Form("months", NAME_LAST, _named),
)
LETTERS = {"m": "months", "h": "half-years", "s": "half-years"}


def parse_periods(texts: Sequence[str]) -> Periods | None:
    """The periods that the texts are, all written in one form; else None.

    None for seasons (2001-02, 2002-03 are two years each), and for one name with numbers: Set 11, Set 12.
    """
    first = next(iter(texts), "").strip()
    for form in FORMS:
        match = form.pattern.fullmatch(first)
        if match is None or form.first_day(match) is None:
            continue
        days = np.empty(len(texts))
        years, are_seasons = [], form.pattern is MONTH_LAST
        for index, text in enumerate(texts):
            match = form.pattern.fullmatch(text.strip())
            day = form.first_day(match) if match else None
            if day is None:
                return None
            days[index] = day
            years.append(match["year"])
            are_seasons = are_seasons and int(match["month"]) == (int(match["year"]) + 1) % 100
        if len(set(years)) > 1 and (are_seasons or _is_one_name(form, texts)):
            return None
        letter = match.groupdict().get("letter") or ""
        return Periods(days, LETTERS.get(letter[:1].lower(), form.what), _doubt(form, years, days))
    return None


def _is_one_name(form: Form, texts: Sequence[str]) -> bool:
    """Whether years of two digits stand behind one and the same name."""
    if form.pattern is not NAME_FIRST:
        return False
    found = [NAME_FIRST.fullmatch(text.strip()) for text in texts]
    return len(found[0]["year"]) == 2 and len({match["name"] for match in found}) == 1


def _doubt(form: Form, years: list[str], days: np.ndarray) -> str:
    """Jan-20 may be the twentieth of January, where no number is too large for a day; and it may be in 1920."""
    is_short = np.array([len(year) == 2 for year in years])
    is_open = form.pattern is NAME_FIRST and is_short.all() and all(1 <= int(year) <= 31 for year in years)
    doubts = [f"that the {years[0]} of the first is a year and not a day is a guess"] if is_open else []
    doubts += [two_digits_read(days[is_short])] if is_short.any() else []
    return f" ({'; '.join(doubts)})" if doubts else ""
