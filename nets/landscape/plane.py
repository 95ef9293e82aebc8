"""The plane: two directions in the space of a net's weights, all of them in one line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nets.errors import Code, Refusal

NO_SPREAD = 1e-6  # of the second principal component beside the first: less of it is rounding
MARGIN = 0.25  # of the paths' extent, that the plane goes on beyond them on every side
SLIMMEST = 1 / 3


@dataclass(frozen=True, eq=False)
class Plane:
    """The weights `centre` (W,) + x u + y v, where `directions` (2, W) are u and v."""

    centre: np.ndarray
    directions: np.ndarray

    def at(self, places: np.ndarray) -> np.ndarray:
        """The weights (n, W) at places (n, 2)."""
        return self.centre + places @ self.directions

    def places_of(self, weights: np.ndarray) -> np.ndarray:
        """The places (n, 2) on the plane that are nearest to these weights (n, W), by least squares."""
        return np.linalg.lstsq(self.directions.T, (weights - self.centre).T, rcond=None)[0].T

    def held(self, weights: np.ndarray) -> float:
        """The share of the variance of a path (n, W) about its mean that lies in the plane; 1 where it has none."""
        about_mean = weights - weights.mean(axis=0)
        basis, _ = np.linalg.qr(self.directions.T)  # (W, 2)
        whole = float((about_mean**2).sum())
        return float(((about_mean @ basis) ** 2).sum()) / whole if whole else 1.0


def line_of(params: Mapping[str, np.ndarray]) -> np.ndarray:
    """All weights of a net (rows, columns), by name, in one line, (W,)."""
    return np.concatenate([np.ravel(params[name]) for name in sorted(params)])


def matrices_of(lines: np.ndarray, shapes: Mapping[str, tuple[int, int]]) -> dict[str, np.ndarray]:
    """The weights (n, rows, columns) by name, of `lines` (n, W)."""
    matrices, begin = {}, 0
    for name in sorted(shapes):
        n_rows, n_columns = shapes[name]
        matrices[name] = lines[:, begin : begin + n_rows * n_columns].reshape(-1, n_rows, n_columns)
        begin += n_rows * n_columns
    return matrices


def plane_of_path(path: np.ndarray) -> Plane:
    """The plane through the end of a path (n, W) along its first two principal components, each of length 1.

    They are the first right singular vectors of the path about its mean. The sign is that which has the path begin at
    no negative x and y. Source: Li et al. 2018, section 7.2. Raises `Refusal` where the path lies on a line, or has
    fewer than three moments.
    """
    about_mean = path - path.mean(axis=0)
    _, sizes, components = np.linalg.svd(about_mean, full_matrices=False)
    if len(sizes) < 2 or not np.isfinite(sizes).all() or sizes[1] <= NO_SPREAD * sizes[0]:
        sentence = (
            "The path of this tape spans no plane yet: train it for a few epochs more on the deck, "
            "or take random directions."
        )
        raise Refusal(Code.TOO_FEW, sentence)
    directions = components[:2]
    signs = np.where(directions @ (path[0] - path[-1]) < 0, -1.0, 1.0)
    return Plane(path[-1], directions * signs[:, None])


def random_plane(params: Mapping[str, np.ndarray], *, seed: int) -> Plane:
    """The plane through a net's weights (rows, columns) along two random directions, each filter as long as the net's.

    d_ij <- d_ij / |d_ij| |w_ij| with d_ij drawn from a normal distribution: of a dense layer a filter is a row of its
    matrix, the weights of one unit, its bias included. Source: Li et al. 2018, section 4.
    """
    generator = np.random.default_rng(seed)
    directions = []
    for _ in range(2):
        drawn = {name: generator.normal(size=params[name].shape) for name in sorted(params)}
        for name, rows in drawn.items():
            own = np.linalg.norm(np.asarray(params[name], np.float64), axis=1, keepdims=True)
            drawn[name] = rows * own / np.linalg.norm(rows, axis=1, keepdims=True)
        directions.append(line_of(drawn))
    return Plane(line_of(params).astype(np.float64), np.stack(directions))


def axes_over(places: Sequence[np.ndarray], *, n: int, least: float) -> tuple[np.ndarray, np.ndarray]:
    """The n values of x and of y that cover the paths' places (n, 2) and a margin, at least from -`least` to `least`.

    Neither is less than a third as long as the other: a path is often nearly straight, and what is beside it is to be
    seen too.
    """
    every = np.concatenate(places)
    low, high = every.min(axis=0), every.max(axis=0)
    extent = np.maximum(high - low, SLIMMEST * (high - low).max())
    middle, half = (low + high) / 2, (0.5 + MARGIN) * extent
    low, high = np.minimum(middle - half, -least), np.maximum(middle + half, least)
    return np.linspace(low[0], high[0], n), np.linspace(low[1], high[1], n)
