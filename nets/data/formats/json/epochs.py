"""Times that pandas writes into JSON as a whole number since 1970, written as dates."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_S = 86_400
EARLIEST_S, LATEST_S = 10 * 365 * DAY_S, 130 * 365 * DAY_S  # 1980 to 2100
UNITS = (10**3, 10**6, 10**9, 1)  # of a second: ms, us, ns, s


def as_dates(numbers: Sequence[str | None]) -> list[str] | None:
    """The times as dates, year first, gaps as they are; None where the numbers need not be times.

    They are where all of them are whole seconds in a finer unit, or whole days in seconds, of 1980 to 2100.
    """
    found = [number for number in numbers if number is not None]
    if not found or not all(10 <= len(number) <= 19 and number.isdecimal() for number in found):
        return None
    wholes = [int(number) for number in found]
    for unit in UNITS:
        step = unit if unit > 1 else DAY_S
        if all(EARLIEST_S * unit <= whole <= LATEST_S * unit and not whole % step for whole in wholes):
            return _written(numbers, unit, only_days=all(not whole % (DAY_S * unit) for whole in wholes))
    return None


def _written(numbers: Sequence[str | None], unit: int, *, only_days: bool) -> list[str]:
    moments = [None if number is None else EPOCH + timedelta(seconds=int(number) // unit) for number in numbers]
    shape = "%Y-%m-%d" if only_days else "%Y-%m-%d %H:%M:%S"
    return ["" if moment is None else moment.strftime(shape) for moment in moments]
