"""A panel: a figure, and sentences about it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Panel:
    """`figure` is plotly's {data, layout} with numpy arrays in it. `note` is a sentence to show below it, or "".

    `label` is a sentence that describes the figure to those who do not see it. `epoch` is that of the tape which the
    figure shows; None where it is of no one, or still of an earlier one than is asked for.
    """

    figure: dict[str, Any]
    note: str
    label: str
    epoch: int | None = None
