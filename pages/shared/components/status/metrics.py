"""The numbers a class asks for, and how far the run is: drawn once, then changed in place."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared.components.live_updates import Feed, new_number

# A number is found by the names that Streamlit's own has, so that a page's style holds for both.
CSS = """
.numbers-row { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
.numbers-row label { font-size: 0.875rem; white-space: nowrap; }
.numbers-row label[title] { cursor: help; text-decoration: underline dotted; text-underline-offset: 0.2em; }
:where(.numbers-row) [data-testid="stMetricValue"] { font-size: 2.25rem; line-height: 1.3; white-space: nowrap; }
.numbers-bar {
  height: 0.5rem; margin: 0.5rem 0; border-radius: 0.25rem; overflow: hidden;
  background: var(--st-secondary-background-color);
}
.numbers-bar > div { height: 100%; border-radius: inherit; background: var(--st-primary-color); }
"""
KEY = "numbers_row"

_component = st.components.v2.component(
    "tape_deck_numbers",
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    css=CSS,
    isolate_styles=False,
)


@dataclass(frozen=True)
class Number:
    """`text` is what it says, `about` a sentence on what that is, or ""."""

    name: str
    text: str
    about: str = ""


@dataclass(frozen=True)
class Numbers:
    """`done` (0 to 1) is how far the run is; `moving` says that more is on its way."""

    row: tuple[Number, ...]
    done: float
    moving: bool


def numbers(make: Callable[[], Numbers], *, feed: Feed, key: str = KEY) -> None:
    """Show what `make` gives, and show it anew while things move; `make` knows no widget."""

    def data() -> dict[str, Any]:
        return {"key": key, **asdict(make())}

    _component(key=key, data={"number": new_number(), **data()})
    feed.add(key, data, often="watched")
