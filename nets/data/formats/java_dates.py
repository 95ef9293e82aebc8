"""Dates in a format of Java's, as ARFF declares them, written year first."""

import re
from collections.abc import Sequence
from datetime import datetime

DIRECTIVES = {
    "yyyy": "%Y",
    "yy": "%y",
    "MMMM": "%B",
    "MMM": "%b",
    "MM": "%m",
    "M": "%m",
    "dd": "%d",
    "d": "%d",
    "HH": "%H",
    "H": "%H",
    "mm": "%M",
    "ss": "%S",
}
PART = re.compile(r"'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+")


def iso_dates(dates: Sequence[str], date_format: str) -> list[str] | None:
    """The dates year first, gaps as they are.

    None where they are year first already, where the format has a part that is not known, or a date is not of it.
    """
    if not date_format or date_format.startswith("y"):
        return None
    directives = []
    for part in PART.finditer(date_format):
        known = part[1] if part[1] is not None else DIRECTIVES.get(part[0]) if part[2] else part[0].replace("%", "%%")
        if known is None:
            return None
        directives.append(known)
    pattern = "".join(directives)
    try:
        found = [datetime.strptime(date, pattern) if date else None for date in dates]
    except ValueError:
        return None
    with_time = "%H" in pattern
    return ["" if day is None else day.isoformat(" ") if with_time else day.date().isoformat() for day in found]
