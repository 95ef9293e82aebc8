"""A long curve, thinned for the wire without losing a peak."""

import numpy as np


def thin(values: np.ndarray, limit: int = 800) -> np.ndarray:
    """The places in `values` (n,) to draw, rising, at most `limit`: the lowest and highest of each stretch.

    The first and the last are always kept. A stretch is a power of two long and starts at a multiple of
    itself, so points stay where they are while the curve grows, until the stretch doubles.
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
