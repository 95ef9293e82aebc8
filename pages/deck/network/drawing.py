"""The drawing of a net on a canvas, which tells whether it is on the screen: off it, it is sent nothing."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from nets.figures.wire import wire
from pages.shared.components.live_updates import Feed, Often, new_number

KEY = "network_chart"

SCRIPTS = ("places.js", "drawing.js")  # one module

# Not plotly's, which draws no line between two nodes of another width than the next without a trace for each.
_component = st.components.v2.component(
    "tape_deck_network",
    js="\n".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in SCRIPTS),
    css=Path(__file__).with_name("drawing.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def is_seen() -> bool:
    """Whether the browser has told that the drawing is on the screen."""
    return getattr(st.session_state.get(KEY), "seen", False) is True


def net_chart(
    make: Callable[[], dict[str, Any]] | None, *, n_nodes: Sequence[int], awaited: bool, feed: Feed, often: Often
) -> None:
    """Show the drawing whose data `make`, which knows no widget, gives, and show it anew while things move.

    None: it is off the screen; then it keeps the room for columns of `n_nodes`. `awaited`: have it drawn again soon,
    for an answer that is on its way. It stands in a fragment, which is drawn anew when that changes.
    """

    def data() -> dict[str, Any]:
        drawing = wire(make()) if make else None
        return {"key": KEY, "drawing": drawing, "n_nodes": list(n_nodes), "seen": make is not None}

    _component(
        key=KEY,
        height="content",
        data={"number": new_number(), "awaited": awaited, **data()},
        on_seen_change=lambda: None,
        on_due_change=lambda: None,
    )
    if make:
        feed.add(KEY, data, often=often)
    else:
        feed.remove(KEY)
