"""Dates with the name of their month: 29-Jan-2024, 29. Januar 2024, January 29, 2024, Mon Jan 29 10:00:00 2024."""

import re

from nets.data.columns.times.clock import CLOCK, ZONE, moment, whole_year
from nets.data.columns.times.month_names import month_of

WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
MONTH = r"(?P<month>[^\W\d_]{3,10}\.?)"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
FORMS = (
    re.compile(
        WEEKDAY + DAY + r"[- /]*(?:de\s+)?" + MONTH + r"(?:\s+de)?[- /,]*(?P<year>\d{4}|\d{2}),?" + CLOCK + ZONE
    ),
    re.compile(WEEKDAY + MONTH + r"[- /]*" + DAY + r"(?:[- /,]+(?P<year>\d{4})),?" + CLOCK + ZONE),
    re.compile(r"(?P<year>\d{4})[- /]?" + MONTH + r"[- /]?" + DAY + CLOCK + ZONE),
    re.compile(
        WEEKDAY
        + MONTH
        + r"\s+(?P<day>\d{1,2})\s+(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})(?P<half>)"
        + ZONE
        + r"\s+(?P<year>\d{4})"
    ),
)
WITHOUT_YEAR = (re.compile(DAY + r"[- /]*" + MONTH), re.compile(MONTH + r"[- /]*" + DAY))


def named_date(text: str) -> float | None:
    """Days since 1970-01-01 of a date that names its month; None of any other text."""
    for form in FORMS:
        match = form.fullmatch(text)
        month = month_of(match["month"]) if match else None
        if month is not None:
            return moment(match, whole_year(match["year"]), month, int(match["day"]))
    return None


def year_in(text: str) -> str | None:
    """The year as it is written in such a date; None in any other text."""
    match = next(filter(None, (form.fullmatch(text) for form in FORMS)), None)
    return match["year"] if match else None


def is_day_of_a_month(text: str) -> bool:
    """Whether a text is a day and the name of a month, as a spreadsheet makes of 1.5 or 3-5: 01. Mai, 5-Mar, May-01."""
    return any((match := form.fullmatch(text)) and month_of(match["month"]) for form in WITHOUT_YEAR)
