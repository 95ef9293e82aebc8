"""A plotly chart that changes in place: points arrive while a zoom, and what is under the pointer, stay."""

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import streamlit as st

from nets.figures.enlarged import enlarged
from nets.figures.panel import Panel
from nets.figures.wire import wire
from pages.shared.components.live_updates import SEEN_JS, Feed, Often, new_number
from pages.shared.components.picture.picture import picture_css, picture_js
from pages.shared.strip import is_large

# The version is in the address, so that a browser may keep the file for good.
PLOTLY_JS = f"/assets/plotly.min.js?v={version('plotly')}"
LARGER, LEAST_PX = 1.3, 18  # letters where all is to be large
MOST_TAPS = 100  # in one message

CSS = """
.live-chart { position: relative; width: 100%; }
.live-chart > .live-wait {
  position: absolute; inset: 0; border-radius: var(--st-base-radius); opacity: 0.5;
  background: var(--st-secondary-background-color); animation: live-wait 1.2s ease-in-out infinite alternate;
}
.live-chart > .live-wait.live-failed {
  display: flex; align-items: center; justify-content: center; padding: 1rem; text-align: center;
  opacity: 1; animation: none; color: var(--st-text-color);
}
/* The box that would repeat on the axis what the pointer's own box says. */
.live-chart .hoverlayer .axistext { display: none; }
.live-chart.live-taps .nsewdrag { cursor: crosshair !important; }
@keyframes live-wait { to { opacity: 0.9; } }
@media (prefers-reduced-motion: reduce) { .live-chart > .live-wait { animation: none; } }
"""

_chart = st.components.v2.component(
    "tape_deck_live",
    js="\n".join([SEEN_JS, picture_js(), Path(__file__).with_suffix(".js").read_text(encoding="utf-8")]),
    css=CSS + picture_css(),
    # plotly puts its own styles into the document's head, where a shadow root would not see them.
    isolate_styles=False,
)


@dataclass(frozen=True)
class Tap:
    """A click in a chart, in the units of its axes, on one of names the name's number (0 up); `n` counts the clicks."""

    n: int
    x: float
    y: float


@dataclass(frozen=True)
class Place:
    """Where a chart stands: its key, how high it is in px, and the share it has of what a window is higher than a
    laptop's.
    """

    key: str
    height: int
    grows: float = 0


def live(
    panel: Panel,
    *,
    key: str,
    height: int,
    grows: float = 0,
    on_taps: Callable[[], None] | None = None,
    n_taps: int = 0,
) -> None:
    """Show the panel's figure (plotly's {data, layout}, arrays and colour tokens allowed), `height` px high.

    `grows` is the share it has of what a window is higher than a laptop's. The chart stays the same one as long as
    `key` does. With `on_taps` a click between the axes calls it, and `taps_of` says where that was; `n_taps` is the
    number of the last that was dealt with.
    """
    taps = None if on_taps is None else n_taps
    show(chart_data(panel, key=key, height=height, grows=grows, taps=taps), on_taps=on_taps)


def show(data: dict[str, Any], *, on_taps: Callable[[], None] | None = None) -> None:
    """Show the chart that these data, of `chart_data`, are of; a click calls `on_taps`, if it takes any."""
    heard = {} if on_taps is None else {"on_taps_change": on_taps}
    _chart(key=data["key"], height="content", data={"number": new_number(), **data}, **heard)


def moving(make: Callable[[], Panel], *, key: str, height: int, feed: Feed, often: Often, grows: float = 0) -> Panel:
    """Show the panel that `make` gives, and show it anew while things move; `make` knows no widget."""
    panel, large = make(), is_large()

    def data(panel: Panel) -> dict[str, Any]:
        return chart_data(_lettered(panel, large=large), key=key, height=height, grows=grows)

    show(data(panel))
    feed.add(key, lambda: data(make()), often=often)
    return panel


def clickable(
    make: Callable[[], Panel], place: Place, *, feed: Feed, often: Often, on_pick: Callable[[float, float], None]
) -> Panel:
    """The same as `moving`; a click calls `on_pick` with where it was, in the units of the axes: on an axis of names
    the number of the name, from 0.
    """
    heard = st.session_state.setdefault(f"{place.key}_heard", [0])  # in a list, so that the feed sees it change
    panel, large = make(), is_large()

    def hear() -> None:
        for tap in taps_of(place.key, after=heard[0]):
            heard[0] = tap.n
            on_pick(tap.x, tap.y)

    def data(panel: Panel) -> dict[str, Any]:
        return chart_data(_lettered(panel, large=large), **asdict(place), taps=heard[0])

    show(data(panel), on_taps=hear)
    feed.add(place.key, lambda: data(make()), often=often)
    return panel


def _lettered(panel: Panel, *, large: bool) -> Panel:
    return replace(panel, figure=enlarged(panel.figure, LARGER, least=LEAST_PX)) if large else panel


def chart_data(panel: Panel, *, key: str, height: int, grows: float = 0, taps: int | None = None) -> dict[str, Any]:
    """What the chart of this key is drawn from. `taps` is the number of the last click that was dealt with, None: it
    takes none.
    """
    return {
        "key": key,
        "height": height,
        "grows": grows,
        "label": panel.label,
        "epoch": panel.epoch,
        "plotly": PLOTLY_JS,
        "figure": wire(panel.figure),
        "taps": taps,
    }


def taps_of(key: str, *, after: int) -> list[Tap]:
    """The clicks in this chart later than number `after`; what a browser sends that is no click is left out."""
    sent = getattr(st.session_state.get(key), "taps", None)
    taps = []
    for one in sent[:MOST_TAPS] if isinstance(sent, list) else ():
        values = [one.get(name) for name in ("n", "x", "y")] if isinstance(one, dict) else []
        numbers = values and all(isinstance(value, int | float) and math.isfinite(value) for value in values)
        if numbers and values[0] > after:
            taps.append(Tap(int(values[0]), float(values[1]), float(values[2])))
    return taps
