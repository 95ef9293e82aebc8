"""The weights of a net: their names, their shapes, what each row and column stands for, and their first values."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.settings import Settings

BIAS = "1"  # the constant input the lecture appends to the features


@dataclass(frozen=True)
class Weight:
    """One weight matrix: a row for each unit it feeds, a column for each input it reads."""

    name: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows by columns."""
        return len(self.rows), len(self.columns)


def weights_of(settings: Settings, *, features: Sequence[str], classes: Sequence[str]) -> tuple[Weight, ...]:
    """The weight matrices of the net, from the inputs to the classes.

    MLP: W1 (H, D+1), W2 (K, H). RNN: W_H (H, H+D+1), its columns the previous hidden units,
    the features, the constant 1; W_Y (K, H). Source: CSE 5523, Lecture Notes 18, 18.1 and 18.2.
    """
    units = tuple(f"h{i}" for i in range(1, settings.hidden_units + 1))
    inputs = (*features, BIAS)
    if settings.net == "mlp":
        return Weight("W1", units, inputs), Weight("W2", tuple(classes), units)
    before = tuple(f"{unit}[t-1]" for unit in units)
    return Weight("W_H", units, before + inputs), Weight("W_Y", tuple(classes), units)


def initialise(weights: Sequence[Weight], *, seeds: Sequence[int]) -> dict[str, np.ndarray]:
    """First values by name, each (R, rows, columns) in float32, uniform in [0, 1), one run for each seed."""
    drawn = []
    for seed in seeds:
        generator = np.random.default_rng(seed)
        drawn.append([generator.random(weight.shape, dtype=np.float32) for weight in weights])
    return {weight.name: np.stack([run[i] for run in drawn]) for i, weight in enumerate(weights)}
