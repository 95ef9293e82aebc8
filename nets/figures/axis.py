"""An axis of numbers, or of dates, which are given as days since a first day."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nets.figures.colours import QUIET
from nets.figures.layout import LETTER, exactly, number_axis
from nets.figures.text import plot_text

ALIKE = 1.4  # times as far: axes that go so nearly equally far are drawn to one scale
DAY_MS = 86_400_000
FIRST, LAST = -719_528, 2_932_897 - 1 / DAY_MS  # 0000-01-01 and the end of 9999, in days since 1970-01-01


@dataclass(frozen=True)
class Axis:
    """The axis of a feature. `first_day` is where its dates begin, in days since 1970-01-01; None: it has no dates."""

    name: str
    first_day: float | None = None

    @property
    def title(self) -> str:
        """The feature's name as plotly may show it."""
        return plot_text(self.name)

    @property
    def hover(self) -> str:
        """The format of a value in a hovertemplate."""
        return ":.6~g" if self.first_day is None else ""

    def placed(self, values: np.ndarray) -> np.ndarray | list[str]:
        """The values (n,) for plotly. Dates are texts, which no time zone moves."""
        if self.first_day is None:
            return np.asarray(values, dtype=np.float64)
        return np.datetime_as_string(self._milliseconds(values).astype("datetime64[ms]")).tolist()

    def ends(self, low: float, high: float) -> list[float] | list[str]:
        """A fixed range for plotly."""
        return [float(low), float(high)] if self.first_day is None else self.placed(np.array([low, high]))

    def exactly(self, low: float, high: float) -> dict[str, Any]:
        """A range that may change without undoing a zoom. Plotly takes it in milliseconds, if it is of dates."""
        ends = np.array([low, high], dtype=np.float64)
        return exactly(*(ends if self.first_day is None else self._milliseconds(ends)).tolist())

    def drawn(self, values: np.ndarray, **parts: Any) -> dict[str, Any]:
        """Plotly's axis for these values."""
        title = {"text": self.title, "standoff": 8, "font": {"color": QUIET, "size": LETTER}}
        axis = number_axis(automargin=False, title=title, **parts)
        if self.first_day is None:
            return axis
        is_clock = self.first_day == 0 and np.max(values) < 1
        return axis | {"type": "date", **({"tickformat": "%H:%M", "hoverformat": "%H:%M:%S"} if is_clock else {})}

    def _milliseconds(self, days: np.ndarray) -> np.ndarray:
        return np.round(np.clip(np.asarray(days) + self.first_day, FIRST, LAST) * DAY_MS)


def to_one_scale(axes: tuple[Axis, Axis], spans: tuple[float, float]) -> bool:
    """Whether one unit is to be equally long on both: of two numbers that go about equally far, a circle is round."""
    return all(axis.first_day is None for axis in axes) and max(spans) <= ALIKE * min(spans)
