"""Tables of a few numbers: drawn once, then changed in place. Of much more, `st.dataframe` is the table."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import streamlit as st

from nets.figures.grid import Grid
from pages.shared.components.live_updates import SEEN_JS, Feed, Often, new_number

CSS = """
.live-tables { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0.75rem 2rem; }
.live-tables > div { overflow: auto; max-width: 100%; max-height: 19rem; }
.live-tables table { border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; margin: 0; }
.live-tables :is(th, td) {
  padding: 0.25rem 0.75rem; text-align: right; white-space: nowrap; font-weight: 400;
  border: 0; border-bottom: 1px solid var(--st-border-color); color: var(--st-text-color);
}
.live-tables tr > :first-child { text-align: left; padding-left: 0.25rem; }
.live-tables thead { position: sticky; top: 0; background: var(--st-background-color); z-index: 1; }
.live-tables thead th { color: var(--st-gray-text-color); }
.live-tables thead th[colspan] { text-align: center; color: var(--st-text-color); }
.live-tables [title] { cursor: help; }
.live-tables thead [title] { text-decoration: underline dotted; text-underline-offset: 0.2em; }
.live-tables i { display: inline-block; width: 0.75rem; height: 0.75rem; border-radius: 50%; margin-right: 0.5rem; }
"""

_component = st.components.v2.component(
    "tape_deck_tables",
    js=SEEN_JS + Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    css=CSS,
    isolate_styles=False,
)


def tables(make: Callable[[], tuple[Grid, ...]], *, key: str, feed: Feed, often: Often) -> None:
    """Show the tables that `make` gives, side by side where there is room, and show them anew while things move.

    `make` knows no widget.
    """

    def data() -> dict[str, Any]:
        return {"key": key, "grids": [asdict(grid) for grid in make()]}

    _component(key=key, height="content", data={"number": new_number(), **data()})
    feed.add(key, data, often=often)
