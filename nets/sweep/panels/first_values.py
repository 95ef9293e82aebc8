"""The values that an axis begins with when its setting is chosen, and the other ways to write those it has."""

from typing import Any

from nets.settings import Field
from nets.sweep.axis import Axis

LOG_RANGE, RANGE, CHOICES = "log range", "range", "values"
STEPS, MOST_STEPS = 7, 12


def first_values(field: Field, now: Any) -> str:
    """Values of a number around the one there is, as `axis_from` reads them."""
    now = now if isinstance(now, int | float) and now else field.default or field.step
    if field.kind is int:
        low, high = max(int(field.low), now // 4), min(int(field.high), max(now * 4, int(field.low) + 4))
        return f"{low}:{high}:{'log' if low > 0 else 'lin'}:5"
    highest = field.high * 0.9 if field.high_is_open else field.high
    return f"{now / 100:g}:{min(now * 10, highest):g}:log:{STEPS}"


def way_of(axis: Axis) -> str:
    """How its values are written."""
    if ":" not in axis.text:
        return CHOICES
    return LOG_RANGE if axis.is_log else RANGE


def rewritten(axis: Axis, way: str) -> str:
    """About the same values written another way."""
    numbers = [value for value in axis.values if isinstance(value, int | float)]
    if way == CHOICES or len(numbers) < 2:
        return ",".join(map(str, axis.values))
    low, high = min(numbers), max(numbers)
    if way == LOG_RANGE:
        above = [number for number in numbers if number > 0]
        return f"{min(above)}:{high}:log:{min(len(above), MOST_STEPS)}"
    return f"{low}:{high}:lin:{min(len(numbers), MOST_STEPS)}"
