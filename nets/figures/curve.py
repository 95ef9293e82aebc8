"""A long curve, thinned without losing a peak."""

import numpy as np


def thin(values: np.ndarray, limit: int = 800) -> np.ndarray:
    """The indices of `values` (n,) to draw, in order, at most `limit`: the minimum and maximum of each stretch.

    The first and the last value are always drawn. The length of a stretch is a power of two, and stretches start at
    its multiples. So points stay in place while the curve grows, until that length doubles.
    """
    n = len(values)
    if n <= limit:
        return np.arange(n)
    stretch = 2
    while 2 * -(-n // stretch) + 2 > limit:
        stretch *= 2
    padded = np.concatenate([values, np.full(-n % stretch, values[-1])]).reshape(-1, stretch)
    starts = np.arange(len(padded)) * stretch
    kept = np.concatenate([[0, n - 1], starts + padded.argmin(axis=1), starts + padded.argmax(axis=1)])
    return np.unique(np.minimum(kept, n - 1))
