"""A plotly chart that changes in place: points arrive while a zoom, and what is under the pointer, stay."""

import time
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any

import streamlit as st

from nets.figures.wire import wire

# The version is in the address, so that a browser may keep the file for good.
PLOTLY_JS = f"/assets/plotly.min.js?v={version('plotly')}"

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
@keyframes live-wait { to { opacity: 0.9; } }
@media (prefers-reduced-motion: reduce) { .live-chart > .live-wait { animation: none; } }
"""

# Streamlit may hand the browser a chart's newest drawing first and an older one after; by their numbers they are told
# apart. Counted from the time of the start, so that those of a server started later are newer.
_numbers = count(time.time_ns() // 1000)

_chart = st.components.v2.component(
    "tape_deck_live",
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    css=CSS,
    # plotly puts its own styles into the document's head, where a shadow root would not see them.
    isolate_styles=False,
)


def live(figure: dict[str, Any], *, key: str, height: int, label: str = "") -> None:
    """Show `figure` (a panel's: plotly's {data, layout}, arrays and colour tokens allowed), `height` px high.

    The chart stays the same one as long as `key` does; `label` says in a sentence what it shows, for those
    who do not see it.
    """
    _chart(
        key=key,
        height="content",
        data={
            "key": key,
            "number": next(_numbers),
            "height": height,
            "label": label or key,
            "plotly": PLOTLY_JS,
            "figure": wire(figure),
        },
    )
