"""A chart that moves with the sweep, and in which a click picks a run."""

from collections.abc import Callable

import streamlit as st

from nets.figures.panel import Panel
from pages.shared.components.chart import chart_data, show, taps_of
from pages.shared.components.live_updates import Feed, Often

Pick = Callable[[float, float], None]


def clickable(make: Callable[[], Panel], *, key: str, height: int, feed: Feed, often: Often, on_pick: Pick) -> Panel:
    """Show the panel that `make`, which knows no widget, gives, and show it anew while things move. A click calls
    `on_pick` with its place in the units of the axes.
    """
    heard = st.session_state.setdefault(f"{key}_heard", [0])  # in a list, so that the feed sees it change

    def hear() -> None:
        for tap in taps_of(key, after=heard[0]):
            heard[0] = tap.n
            on_pick(tap.x, tap.y)

    def data(panel: Panel) -> dict:
        return chart_data(panel, key=key, height=height, taps=heard[0])

    panel = make()
    show(data(panel), on_taps=hear)
    feed.add(key, lambda: data(make()), often=often)
    return panel
