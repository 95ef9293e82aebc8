"""Numbers that stand for a missing value, such as -999: far from all others, and made of nines."""

import numpy as np

from nets.data.columns.numeric import Values

NINES = tuple(float("9" * n) for n in range(2, 10))
CODES = frozenset(
    [
        *(sign * (number + part) for number in NINES for sign in (1, -1) for part in (0, 0.9, 0.99, 0.999, 0.25)),
        *(-9.0, -88.0, -888.0, -8888.0, -77.0, -777.0, -7777.0, 888.0, 8888.0, 88888.0),
        *(-32768.0, 32767.0, -2147483648.0, 2147483647.0, 1e20, -1e20, 1e30, -1e30, 1e34, -1e34),
        *(-3.4e38, 3.4e38, -3.4028235e38, 3.4028235e38, 9.96921e36, -1.7976931348623157e308, 1.7976931348623157e308),
    ]
)
FIRST_LOOK = 1000  # numbers, which mostly show that none is apart
MOST_ONCE = 99  # a code of up to two digits stands in more than one row
LARGE = -1e9  # below it a number is not taken for a code for being the only one below zero


def missing_code(numbers: Values) -> float | None:
    """The number that may be a code for a missing value; None where none looks like one.

    It is one of `CODES`: one below zero where it is the smallest number, and the only one below zero or farther from
    the next than the others are from each other; or one above zero where it is the largest, and more than twice the
    next and farther from it than the others are from each other.
    """
    different = numbers.numbers
    low, high = float(np.fmin.reduce(different)), float(np.fmax.reduce(different))
    for code in (low, high) if low < high else ():
        is_end = code == (low if code < 0 else high)
        if is_end and code in CODES and _is_apart(different[:FIRST_LOOK], code) and _is_apart(different, code):
            return code if abs(code) > MOST_ONCE or (numbers.array() == code).sum() > 1 else None
    return None


def _is_apart(numbers: np.ndarray, code: float) -> bool:
    others = numbers[(numbers != code) & np.isfinite(numbers)].astype(np.float64)
    if not len(others):
        return True
    low, high = float(others.min()), float(others.max())
    if code > 0:
        return code - high > max(high - low, high)
    return low - code > high - low or (low >= 0 and code > LARGE)
