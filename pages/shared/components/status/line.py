"""The status line: how the tape stands, in words, and what the page waits for while it hears nothing."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared.components.live_updates import Feed, new_number

CSS = """
.status-line p {
  font-size: 0.875rem; margin: 0; color: color-mix(in srgb, var(--st-text-color) 70%, transparent);
}
.status-line p.status-lost { display: none; color: var(--st-text-color); font-weight: 600; }
.status-line p.status-told { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.status-line.lost .status-lost { display: block; }
.status-line.lost .status-words { display: none; }
.st-key-transport:has(.status-line.lost) .numbers-bar > div { background: var(--st-border-color); }
"""
KEY = "status"

_component = st.components.v2.component(
    "tape_deck_status_line",
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    css=CSS,
    isolate_styles=False,
)


@dataclass(frozen=True)
class Status:
    """`moving` says that more is on its way."""

    words: str
    moving: bool


def status_line(make: Callable[[], Status], *, feed: Feed, key: str = KEY) -> None:
    """Show what `make` gives, and show it anew while things move; `make` knows no widget."""

    def data() -> dict[str, Any]:
        return {"key": key, **asdict(make())}

    _component(key=key, data={"number": new_number(), **data()})
    feed.add(key, data, often="watched")
