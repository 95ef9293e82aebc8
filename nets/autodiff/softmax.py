"""Softmax and its Jacobian, and how much of a gradient gets through it."""

import numpy as np


def softmax(sums: np.ndarray) -> np.ndarray:
    """exp(z_i) / sum_j exp(z_j), (n,), of sums (n,)."""
    powers = np.exp(sums - sums.max())
    return powers / powers.sum()


def sums_of(p: np.ndarray) -> np.ndarray:
    """Sums (n,) with the mean 0 whose softmax is p (n,); which ones it was made of, p does not tell."""
    logs = np.log(np.maximum(p, 1e-300))
    return logs - logs.mean()


def jacobian(sums: np.ndarray) -> np.ndarray:
    """d p / d z = diag(p) - p p', (n, n), at sums (n,)."""
    p = softmax(sums)
    return np.diag(p) - np.outer(p, p)


def gain(sums: np.ndarray) -> float:
    """The Jacobian's largest singular value: the most that is left of a gradient of length 1; at most 1/2."""
    return float(gains(softmax(sums)[None])[0])


def gains(p: np.ndarray) -> np.ndarray:
    """The gain at each of these softmax values (m, n), (m,); NaN where they are no numbers."""
    p = np.asarray(p, np.float64)
    found = np.full(len(p), np.nan)
    finite = np.isfinite(p).all(axis=1)
    of = p[finite]
    if len(of):
        found[finite] = np.linalg.norm(of[:, :, None] * np.eye(p.shape[1]) - of[:, :, None] * of[:, None], 2, (1, 2))
    return found


def ceiling(largest: np.ndarray) -> np.ndarray:
    """The most the gain can be where the largest p is this: m up to one half, 2 m (1 - m) from there on.

    diag(p) - p p' is at most diag(p), and by Gershgorin at most max 2 p_i (1 - p_i); two units that share alike, or
    alone, reach it.
    """
    return np.where(largest <= 0.5, largest, 2 * largest * (1 - largest))
