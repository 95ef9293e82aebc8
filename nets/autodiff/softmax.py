"""Softmax and its Jacobian, and how much of a gradient gets through it."""

import numpy as np


def softmax(sums: np.ndarray) -> np.ndarray:
    """exp(z_i) / sum_j exp(z_j), (n,), of sums (n,)."""
    powers = np.exp(sums - sums.max())
    return powers / powers.sum()


def jacobian(sums: np.ndarray) -> np.ndarray:
    """d p / d z = diag(p) - p p', (n, n), at sums (n,)."""
    p = softmax(sums)
    return np.diag(p) - np.outer(p, p)


def gain(sums: np.ndarray) -> float:
    """The Jacobian's largest singular value: the most that is left of a gradient of length 1; at most 1/2."""
    return float(np.linalg.norm(jacobian(sums), 2))


def gains(sums: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """The gain at each of these multiples (m,) of the sums (n,), (m,)."""
    return np.array([gain(scale * sums) for scale in scales])
