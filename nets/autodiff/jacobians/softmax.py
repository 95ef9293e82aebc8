"""Softmax and its Jacobian, and how much of a gradient passes through it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.queries.autodiff.chain import Chain
from nets.training.protocol.snapshot import Snapshot, spread_rows

MOST_LARGEST = np.linspace(0, 1, 101)


def softmax(sums: np.ndarray) -> np.ndarray:
    """exp(z_i) / sum_j exp(z_j) of sums z along the last axis, in their shape."""
    powers = np.exp(sums - sums.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def sums_of(p: np.ndarray) -> np.ndarray:
    """Sums (n,) with the mean 0 whose softmax is p (n,); p does not tell their mean."""
    logs = np.log(np.maximum(p, 1e-300))
    return logs - logs.mean()


def jacobian(sums: np.ndarray) -> np.ndarray:
    """d p / d z = diag(p) - p p', (n, n), at sums (n,)."""
    p = softmax(sums)
    return np.diag(p) - np.outer(p, p)


def gain(sums: np.ndarray) -> float:
    """The Jacobian's largest singular value: the most that is left of a gradient of length 1, at most 1/2."""
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


def ceiling_curve() -> tuple[np.ndarray, np.ndarray]:
    """Largest p from 0 to 1, and the most the gain can be there."""
    return MOST_LARGEST, ceiling(MOST_LARGEST)


@dataclass(frozen=True, eq=False)
class SoftmaxPoint:
    """A softmax at sums (n,): its p (n,), its Jacobian (n, n), its gain and its largest p."""

    p: np.ndarray
    jacobian: np.ndarray
    gain: float
    largest: float


def softmax_at(sums: Sequence[float], *, times: float = 1.0) -> SoftmaxPoint:
    """The softmax at these sums (n,), each multiplied by `times`."""
    sums = np.asarray(sums, np.float64) * times
    p = softmax(sums)
    return SoftmaxPoint(p, jacobian(sums), gain(sums), float(p.max()))


@dataclass(frozen=True, eq=False)
class SoftmaxLayer:
    """One softmax of a net: the chosen row's p (n,), the sums (n,) of the mean 0 that give it, and the p of the
    `spread_rows` (m, n), None if that is not known. `arrives` and `passes` are the lengths of the chosen row's
    gradients at its output and at its input.
    """

    p: np.ndarray
    sums: np.ndarray
    of_rows: np.ndarray | None
    arrives: float
    passes: float

    @property
    def gains_of_rows(self) -> tuple[np.ndarray, np.ndarray]:
        """The largest p of each of the rows, (m,), and the gain there, (m,)."""
        rows = np.zeros((0, len(self.p))) if self.of_rows is None else self.of_rows
        return rows.max(axis=1, initial=0), gains(rows)


def softmax_layers(chain: Chain, snapshot: Snapshot) -> dict[str, SoftmaxLayer]:
    """Every softmax of the chain by its name, in the order of the forward pass."""
    layers, last_hidden = {}, True
    for n, factor in enumerate(chain.factors):
        if factor.unit != "softmax":
            continue
        of_rows = None
        if n == 1:  # behind the loss: the output
            of_rows = snapshot.probs_of(spread_rows(snapshot.predicted.shape[1]))[0]
        elif last_hidden:
            hidden, last_hidden = snapshot.hidden[0], False  # the last hidden layer, or an RNN's state
            of_rows = hidden[spread_rows(len(hidden))]
        arrives, passes = (float(np.linalg.norm(each.reaching)) for each in (chain.factors[n - 1], factor))
        layers[factor.name] = SoftmaxLayer(factor.output, sums_of(factor.output), of_rows, arrives, passes)
    return dict(reversed(layers.items()))
