"""Dates of digits alone: year, month and day (20240129), or the days that a spreadsheet counts (45320)."""

import re

import numpy as np

from nets.data.columns.numeric import Values

EARLIEST, LATEST = 19000101, 21001231
FEWEST = 3  # different ones; of other numbers this large one in 30 is a day by chance
FIRST_LOOK = 256  # numbers, which mostly show of other columns that they are none
SERIAL_EARLIEST, SERIAL_LATEST = 25_569, 65_380  # 1970 to 2078: of a spreadsheet's days since 1899-12-30
NAMES = re.compile(
    r"(?-i:.*[a-z](?:Date|Datum|Day))|(?:.*[\s_.-])?(?:dates?|datums?|day|datetime|timestamp|tag|fecha|d[ií]a|jour|data|giorno|dato|päivä)",
    re.IGNORECASE,
)


def days_of_a_spreadsheet(name: str, numbers: Values) -> Values | None:
    """Days since 1970-01-01 of numbers that a spreadsheet counts from 1899-12-30, with times as fractions of a day.

    None where the column's name is not that of a date, some number is out of range, or few differ.
    """
    if not NAMES.fullmatch(name.strip()):
        return None
    found = numbers.array()
    found = found[~np.isnan(found)]
    if not len(found) or not ((found >= SERIAL_EARLIEST) & (found <= SERIAL_LATEST)).all():
        return None
    if len(np.unique(found)) < FEWEST:
        return None
    return numbers.each(lambda values: values - SERIAL_EARLIEST)


def days_of_digits(numbers: Values) -> Values | None:
    """Days since 1970-01-01, a gap where there is one; None where some number is no day, or few differ."""
    looked_at = numbers.numbers[:FIRST_LOOK].astype(np.float64)
    if not _may_be_days(looked_at[~np.isnan(looked_at)]):
        return None
    found = numbers.array()
    found = found[~np.isnan(found)]
    if not _may_be_days(found) or np.isnan(_days(found)).any() or len(np.unique(found)) < FEWEST:
        return None
    return numbers.each(_days)


def _may_be_days(numbers: np.ndarray) -> bool:
    within = (numbers >= EARLIEST) & (numbers <= LATEST) & (numbers == np.rint(numbers))
    return len(numbers) > 0 and bool(within.all())


def _days(numbers: np.ndarray) -> np.ndarray:
    """Days since 1970-01-01 (n,), nan where there is no such day."""
    is_number = ~np.isnan(numbers)
    whole = np.where(is_number, numbers, EARLIEST).astype(np.int64)
    year, month, day = whole // 10_000, whole // 100 % 100, whole % 100
    first = (year - 1970).astype("M8[Y]").astype("M8[M]") + (month - 1)
    last = ((first + 1).astype("M8[D]") - first.astype("M8[D]")).astype(np.int64)
    is_day = is_number & (month >= 1) & (month <= 12) & (day >= 1) & (day <= last)
    return np.where(is_day, first.astype("M8[D]").astype(np.int64) + day - 1, np.nan)
