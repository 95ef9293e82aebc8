"""A panel: a figure, and sentences about it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Panel:
    """`figure` is plotly's {data, layout} with numpy arrays in it. `note` is a sentence to show below it, or "".

    `label` is a sentence that describes the figure to those who do not see it.
    """

    figure: dict[str, Any]
    note: str
    label: str
