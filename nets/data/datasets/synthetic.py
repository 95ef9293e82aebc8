"""Synthetic problems: tables made by a known rule."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from nets.data.table import TEXT, Table
from nets.errors import Code, DataError

MAX_POINTS = 100_000
MAX_SEED = 2**32 - 1
MAX_DRAWS = 1000
XOR_GAP = 0.12  # as wide for its square as TensorFlow Playground's
REBER = {0: (("T", 1), ("P", 2)), 1: (("S", 1), ("X", 3)), 2: (("T", 2), ("V", 4))}
REBER |= {3: (("X", 2), ("S", 5)), 4: (("P", 3), ("V", 5)), 5: (("E", -1),)}
SYMBOLS = "BTPSXVE"

Made = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Problem:
    """A problem that can be made in any size.

    `formula` is a sentence on how a row is made, `net` the net to try on it, and `noise` its usual standard deviation.
    `make(n, rng)` returns the labels (n,) and the features (n, D).
    """

    key: str
    title: str
    formula: str
    net: str
    columns: tuple[str, ...]
    noise: float
    make: Callable[[int, np.random.Generator], Made]


def problem_table(key: str, *, n: int = 200, noise: float | None = None, seed: int = 0) -> Table:
    """A table of `n` rows of the problem `key`, the label column first. The same seed makes the same table.

    `noise` is the standard deviation of a normal number added to each feature; None: the problem's usual one. Rows are
    drawn again while all are of one class. Raises `DataError` where there is no such problem, or a number is out of
    range.
    """
    problem = next((problem for problem in PROBLEMS if problem.key == key), None)
    if problem is None:
        known = ", ".join(problem.key for problem in PROBLEMS)
        raise DataError(Code.UNKNOWN_PROBLEM, f"There is no problem called {key!r}; there are {known}.")
    noise = problem.noise if noise is None else noise
    if not 4 <= n <= MAX_POINTS:
        raise DataError(Code.POINTS_OUT_OF_RANGE, f"A problem has from 4 to {MAX_POINTS:,} rows; found {n:,}.")
    if not 0 <= noise <= 10:
        raise DataError(Code.NOISE_OUT_OF_RANGE, f"The noise is from 0 to 10; found {noise}.")
    if not 0 <= seed <= MAX_SEED:
        raise DataError(Code.SEED_OUT_OF_RANGE, f"The seed is from 0 to {MAX_SEED:,}; found {seed:,}.")
    rng = np.random.default_rng(seed)
    for _ in range(MAX_DRAWS):
        labels, inputs = problem.make(n, rng)  # (B,), (B, D)
        if len(set(labels)) > 1:
            break
    if noise:
        inputs = inputs + rng.normal(0.0, noise, inputs.shape)
    columns = {"class": labels.astype(object)}
    for name, values in zip(problem.columns, inputs.T, strict=True):
        columns[name] = np.array([f"{value:.4f}".rstrip("0").rstrip(".") for value in values], dtype=object)
        columns[name][columns[name] == "-0"] = "0"
    arguments = f"{key} n={n} noise={noise} seed={seed}"
    return Table(
        name=f"{key}.csv",
        cells=pd.DataFrame(columns, dtype=TEXT),
        encoding="UTF-8",
        delimiter=",",
        header=True,
        notes=(),
        sha256=hashlib.sha256(arguments.encode()).hexdigest(),
    )


def _named(classes: np.ndarray, *names: str) -> np.ndarray:
    return np.array(names, dtype=object)[classes.astype(int)]


def _circle(n: int, rng: np.random.Generator) -> Made:
    outside = np.arange(n) % 2
    radius = np.where(outside, rng.uniform(1.6, 2.4, n), np.sqrt(rng.uniform(0, 1, n)))
    angle = rng.uniform(0, 2 * np.pi, n)
    return _named(outside, "inside", "outside"), np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)


def _xor(n: int, rng: np.random.Generator) -> Made:
    points = rng.uniform(-2, 2, (n, 2))
    points += np.where(points > 0, XOR_GAP, -XOR_GAP)
    return _named(points[:, 0] * points[:, 1] < 0, "same", "different"), points


def _gaussians(n: int, rng: np.random.Generator) -> Made:
    right = np.arange(n) % 2
    return _named(right, "left", "right"), (2 * right[:, None] - 1) * 1.0 + rng.normal(0, 0.5, (n, 2))


def _spiral(n: int, rng: np.random.Generator) -> Made:
    arm = np.arange(n) % 2
    along = np.sqrt(rng.uniform(0.01, 1, n))
    angle = along * 3 * np.pi + arm * np.pi
    return _named(arm, "first arm", "second arm"), 2.5 * along[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1)


def _moons(n: int, rng: np.random.Generator) -> Made:
    lower = np.arange(n) % 2
    angle = rng.uniform(0, np.pi, n)
    x = np.where(lower, 1 - np.cos(angle), np.cos(angle)) - 0.5
    y = np.where(lower, 0.5 - np.sin(angle), np.sin(angle)) - 0.25
    return _named(lower, "upper", "lower"), np.stack([x, y], 1)


def _bits(n: int, rng: np.random.Generator) -> np.ndarray:
    return rng.integers(0, 2, n)


def _parity(n: int, rng: np.random.Generator) -> Made:
    bits = _bits(n, rng)
    return _named(np.cumsum(bits) % 2, "even", "odd"), bits[:, None].astype(float)


def _temporal_xor(n: int, rng: np.random.Generator) -> Made:
    bits = _bits(n, rng)
    return _named(np.diff(bits, prepend=0) != 0, "same", "changed"), bits[:, None].astype(float)


def _latch(n: int, rng: np.random.Generator) -> Made:
    pulse = np.where(rng.uniform(size=n) < 0.15, rng.integers(1, 3, n), 0)
    last = np.maximum.accumulate(np.where(pulse > 0, np.arange(n), -1))
    is_on = (last >= 0) & (pulse[last] == 1)
    return _named(is_on, "off", "on"), np.stack([pulse == 1, pulse == 2], 1).astype(float)


def _embedded_reber(n: int, rng: np.random.Generator) -> Made:
    symbols: list[str] = []
    while len(symbols) <= n:
        outer = "TP"[rng.integers(2)]
        symbols += ["B", outer, "B"]
        state = 0
        while state >= 0:
            arcs = REBER[state]
            symbol, state = arcs[rng.integers(len(arcs))]
            symbols.append(symbol)
        symbols += [outer, "E"]
    seen = np.array([SYMBOLS.index(symbol) for symbol in symbols[: n + 1]])
    return np.array(symbols[1 : n + 1], dtype=object), np.eye(len(SYMBOLS))[seen[:n]]


def _sine(n: int, rng: np.random.Generator) -> Made:
    phase = rng.uniform(0, 2 * np.pi) + 2 * np.pi * np.arange(n) / 16
    return _named(np.cos(phase) < 0, "rising", "falling"), np.sin(phase)[:, None]


PROBLEMS = (
    Problem(
        key="circle",
        title="Circle",
        formula="Every other point lies in the disc of radius 1, the rest in the ring from 1.6 to 2.4 around it.",
        net="mlp",
        columns=("x1", "x2"),
        noise=0.1,
        make=_circle,
    ),
    Problem(
        key="xor",
        title="XOR",
        formula="Points uniform in [-2, 2] x [-2, 2], moved 0.12 away from both axes; “same” where both signs are.",
        net="mlp",
        columns=("x1", "x2"),
        noise=0.0,
        make=_xor,
    ),
    Problem(
        key="gaussians",
        title="Gaussians",
        formula="Two normal clouds of standard deviation 0.5 around (-1, -1) and (1, 1).",
        net="mlp",
        columns=("x1", "x2"),
        noise=0.0,
        make=_gaussians,
    ),
    Problem(
        key="spiral",
        title="Spiral",
        formula="Two arms of one and a half turns out to radius 2.5, the second turned by half a turn.",
        net="mlp",
        columns=("x1", "x2"),
        noise=0.05,
        make=_spiral,
    ),
    Problem(
        key="moons",
        title="Moons",
        formula="Two half circles of radius 1, hooked into each other.",
        net="mlp",
        columns=("x1", "x2"),
        noise=0.1,
        make=_moons,
    ),
    Problem(
        key="parity",
        title="Parity",
        formula="Fair coin flips of 0 and 1; the class is whether the number of ones up to this row is odd.",
        net="rnn",
        columns=("x",),
        noise=0.0,
        make=_parity,
    ),
    Problem(
        key="temporal-xor",
        title="Temporal XOR",
        formula="Fair coin flips of 0 and 1; the class is whether this flip differs from the one before (0 at first).",
        net="rnn",
        columns=("x",),
        noise=0.0,
        make=_temporal_xor,
    ),
    Problem(
        key="latch",
        title="Latch",
        formula="A pulse (set or reset) comes with probability 0.15 a row; the class is the last one (off at first).",
        net="rnn",
        columns=("set", "reset"),
        noise=0.0,
        make=_latch,
    ),
    Problem(
        key="embedded-reber",
        title="Embedded Reber grammar",
        formula="Strings of the embedded Reber grammar one after the other, one-hot; the class is the next symbol.",
        net="rnn",
        columns=tuple(SYMBOLS),
        noise=0.0,
        make=_embedded_reber,
    ),
    Problem(
        key="sine",
        title="Phase of a noisy sine",
        formula="A sine of 16 rows a turn from a random phase; the class is whether it is rising or falling.",
        net="rnn",
        columns=("x",),
        noise=0.1,
        make=_sine,
    ),
)
