"""Whether numbers differ by more than rounding."""

import numpy as np

ROUNDINGS = 64  # units of rounding: 1.4e-14 of the largest number in float64, 7.6e-6 in float32


def is_constant(low: float | np.ndarray, high: float | np.ndarray) -> bool | np.ndarray:
    """Whether numbers from `low` to `high` are one number but for rounding; of arrays (D,), each pair by itself.

    They are where high - low <= ROUNDINGS eps max(|low|, |high|), eps being that of their precision. The tolerance is
    relative: numbers around 1e9 that differ by 1e-4 are not constant, nor are 1e-30 and 2e-30. False where one is nan
    or infinite.
    """
    low, high = np.asarray(low), np.asarray(high)
    precision = np.result_type(low, high)
    eps = np.finfo(precision if precision.kind == "f" else np.float64).eps
    with np.errstate(over="ignore", invalid="ignore"):
        found = high - low <= ROUNDINGS * eps * np.maximum(np.abs(low), np.abs(high))
    found &= np.isfinite(low) & np.isfinite(high)
    return found if found.ndim else bool(found)


def standard_deviation(values: np.ndarray) -> float:
    """The standard deviation of numbers (B,), also where their squares are too small for a float.

    They are scaled by a power of two first, which changes no bit of a result that needs none.
    """
    exponent = np.frexp(np.ptp(values))[1]
    return float(np.ldexp(np.ldexp(values, -exponent).std(), exponent))
