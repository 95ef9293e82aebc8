"""Parallel coordinates that are brushed in place."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from nets.figures.explore.parallel import ParallelLines
from nets.figures.wire import wire
from pages.shared.components.live_updates import Feed, new_number

KEY = "parallel_chart"
CSS = """
.parallel { position: relative; width: 100%; touch-action: pan-y; user-select: none; }
.parallel canvas { width: 100%; height: 100%; display: block; }
"""

# Not plotly's: that needs WebGL, which a browser may refuse it, and takes none of the page's colours.
_component = st.components.v2.component(
    "tape_deck_parallel",
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    css=CSS,
    isolate_styles=False,
)


@dataclass(frozen=True)
class Brushed:
    """The ranges, from 0 to 1, that a person has brushed on each line, by its name; `n` counts what a person does."""

    n: int
    ranges: dict[str, list[tuple[float, float]]]


@dataclass(frozen=True)
class PickedRun:
    """The run that a person has clicked on."""

    n: int
    run: int


def brushable(
    make: Callable[[], ParallelLines],
    *,
    height: int,
    heard: list[int],
    on_brush: Callable[[], None],
    on_pick: Callable[[], None],
    feed: Feed,
) -> None:
    """Show the lines that `make`, which knows no widget, gives, and show them anew while things move; `heard` holds the
    number of the last thing a person did there that was dealt with.
    """

    def data() -> dict[str, Any]:
        return {"key": KEY, "height": height, "heard": heard[0], **wire(make().data())}

    _component(
        key=KEY,
        height="content",
        data={"number": new_number(), **data()},
        on_brush_change=on_brush,
        on_picked_change=on_pick,
    )
    feed.add(KEY, data, often="studied")


def brushed_after(n: int) -> Brushed | None:
    """What was brushed after the person's number n; what a browser sends that is no brush is left out."""
    sent: Any = getattr(st.session_state.get(KEY), "brush", None)
    if not isinstance(sent, dict) or type(sent.get("n")) is not int or not isinstance(sent.get("ranges"), dict):
        return None
    if sent["n"] <= n:
        return None
    found = {}
    for name, ranges in sent["ranges"].items():
        if isinstance(ranges, list) and (pairs := [tuple(map(float, each)) for each in ranges if _is_range(each)]):
            found[str(name)] = pairs
    return Brushed(sent["n"], found)


def picked_after(n: int) -> PickedRun | None:
    """Which run was clicked on after the person's number n."""
    sent: Any = getattr(st.session_state.get(KEY), "picked", None)
    if not isinstance(sent, dict) or any(type(sent.get(name)) is not int for name in ("n", "run")):
        return None
    return PickedRun(sent["n"], sent["run"]) if sent["n"] > n else None


def _is_range(found: Any) -> bool:
    is_pair = isinstance(found, list) and len(found) == 2
    return is_pair and all(isinstance(end, int | float) and math.isfinite(end) for end in found)
