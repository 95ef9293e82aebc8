"""What the runs of one combination, which differ in seed, have together: their median, and their range."""

import numpy as np

from nets.sweep.view import SweepView


def by_combination(view: SweepView) -> np.ndarray:
    """The places of each combination's runs (C, S); where one has fewer than others its last is -1."""
    combinations: dict[tuple[int, ...], list[int]] = {}
    for i, member in enumerate(view.members):
        combinations.setdefault(member.place, []).append(i)
    most = max(map(len, combinations.values()))
    return np.array([runs + [-1] * (most - len(runs)) for runs in combinations.values()])


def over_seeds(curves: np.ndarray, runs: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The least, the median and the highest (C, P) of each combination's runs (C, S), NaN where none has a number."""
    nowhere = np.full((1, curves.shape[1]), np.nan, curves.dtype)
    ranked = np.sort(np.concatenate([curves, nowhere])[runs], axis=1)  # NaN last
    n = np.isfinite(ranked).sum(axis=1)[:, None]

    def at(place: np.ndarray) -> np.ndarray:
        return np.take_along_axis(ranked, np.maximum(place, 0), axis=1)[:, 0]

    return at(np.zeros_like(n)), (at((n - 1) // 2) + at(n // 2)) / 2, at(n - 1)


def band(epochs: np.ndarray, low: np.ndarray, high: np.ndarray, colour: str) -> dict:
    """The range (P,) between these, filled."""
    known = np.isfinite(low)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.concatenate([epochs[known], epochs[known][::-1]]).astype(np.int32),
        "y": np.concatenate([high[known], low[known][::-1]]).astype(np.float32),
        "fill": "toself",
        "fillcolor": colour,
        "opacity": 0.15,
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
    }
