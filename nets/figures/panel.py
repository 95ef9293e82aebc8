"""A panel: one figure, and what is to be said about it in words."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Panel:
    """`figure` is plotly's {data, layout} with numpy arrays in it; `note` is a sentence for under it, or "".

    `label` says in one sentence what is to be seen, for those who do not see it.
    """

    figure: dict[str, Any]
    note: str
    label: str
