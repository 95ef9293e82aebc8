"""Time steps in stretches of one length, each drawn as one column."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Stretches:
    """Stretches of `length` steps; the first is around step `x0`."""

    length: int
    x0: float

    @property
    def parts(self) -> dict:
        """Where the columns of a heatmap are, and no scale beside it."""
        return {"x0": self.x0, "dx": self.length, "showscale": False, "hoverongaps": False}

    @property
    def when(self) -> str:
        """What the pointer is at."""
        return "step %{x}" if self.length == 1 else f"{self.length} steps about %{{x:.0f}}"

    def means(self, values: np.ndarray) -> np.ndarray:
        """The mean of each stretch, the last one of what is left: (T, n) -> (columns, n)."""
        starts = np.arange(0, len(values), self.length)
        lengths = np.diff(np.append(starts, len(values)))
        return np.add.reduceat(values, starts, axis=0) / lengths[:, None]

    def commonest(self, numbers: np.ndarray) -> np.ndarray:
        """The most frequent number of each stretch, those below 0 aside; -1 where all are: (T,) -> (columns,)."""
        stretches = (numbers[start : start + self.length] for start in range(0, len(numbers), self.length))
        counted = (stretch[stretch >= 0] for stretch in stretches)
        return np.array([np.bincount(each).argmax() if len(each) else -1 for each in counted])
