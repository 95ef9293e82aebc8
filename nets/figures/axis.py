"""An axis of a picture of rows: of numbers, or of dates, of which the rows have the days since a first one."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from nets.figures.colours import QUIET
from nets.figures.layout import LETTER, exactly, number_axis
from nets.figures.text import plot_text

DAY_MS = 86_400_000
FIRST, LAST = -719_528, 2_932_897 - 1 / DAY_MS  # 0000-01-01 and the end of 9999, in days since 1970-01-01


@dataclass(frozen=True)
class Axis:
    """The axis of a feature; `first_day` is that of its dates, in days since 1970-01-01, None if it has none."""

    name: str
    first_day: float | None = None

    @property
    def title(self) -> str:
        """The feature's name as plotly may show it."""
        return plot_text(self.name)

    @property
    def hover(self) -> str:
        """How a hovertemplate spells a place."""
        return ":.6~g" if self.first_day is None else ""

    def placed(self, values: np.ndarray) -> np.ndarray | list[str]:
        """The values (n,) as plotly takes them: dates as texts, which no time zone moves."""
        if self.first_day is None:
            return np.asarray(values, dtype=np.float64)
        return np.datetime_as_string(self._milliseconds(values).astype("datetime64[ms]")).tolist()

    def ends(self, low: float, high: float) -> list[float] | list[str]:
        """A range that stays, as plotly takes it."""
        return [float(low), float(high)] if self.first_day is None else self.placed(np.array([low, high]))

    def exactly(self, low: float, high: float) -> dict[str, Any]:
        """A range that may move while a zoom is on; of a date plotly takes it in milliseconds only."""
        ends = np.array([low, high], dtype=np.float64)
        return exactly(*(ends if self.first_day is None else self._milliseconds(ends)).tolist())

    def drawn(self, values: np.ndarray, **parts: Any) -> dict[str, Any]:
        """Plotly's axis, on which there are these values."""
        title = {"text": self.title, "standoff": 8, "font": {"color": QUIET, "size": LETTER}}
        axis = number_axis(automargin=False, title=title, **parts)
        if self.first_day is None:
            return axis
        is_clock = self.first_day == 0 and np.max(values) < 1
        return axis | {"type": "date", **({"tickformat": "%H:%M", "hoverformat": "%H:%M:%S"} if is_clock else {})}

    def _milliseconds(self, days: np.ndarray) -> np.ndarray:
        return np.round(np.clip(np.asarray(days) + self.first_day, FIRST, LAST) * DAY_MS)
