"""The browser's tab: its address and history follow the app, and it says where Back and Forward have led."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared.components.live_updates import Feed, new_number

KEY = "tab"

_component = st.components.v2.component(
    "tape_deck_tab", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"), isolate_styles=False
)


@dataclass(frozen=True)
class Entry:
    """An entry of the tab's history: the visit and its step that it was made for, the page, and the address's query.

    Of another visit, as before a reload, only the query means something.
    """

    visit: str
    step: int
    query: str
    page: str = ""


@dataclass(frozen=True)
class Arrival:
    """Where Back or Forward has led, from step `left`; `n` counts the times."""

    n: int
    left: int
    entry: Entry


@dataclass(frozen=True)
class Heard:
    """What to call when Back or Forward has led elsewhere since arrival number `arrived`."""

    arrived: int
    on_arrival: Callable[[], None]


def tab(entry: Callable[[], Entry], *, feed: Feed, pages: Sequence[str], heard: Heard) -> None:
    """Have the tab stand at this entry, which may change while things move, unless Back or Forward has led elsewhere:
    `arrival_in_tab` says where. `pages` are those that have an address of their own.
    """

    def data() -> dict[str, Any]:
        return {**asdict(entry()), "pages": list(pages), "arrived": heard.arrived}

    _component(key=KEY, data={**data(), "run": new_number()}, on_arrival_change=heard.on_arrival)
    feed.add(KEY, data, often="read")


def arrival_in_tab() -> Arrival | None:
    """The last time that Back or Forward has led somewhere."""
    told: Any = getattr(st.session_state.get(KEY), "arrival", None)
    if not isinstance(told, dict) or {"n": int, "left": int, "visit": str, "step": int, "query": str} != {
        name: type(value) for name, value in told.items()
    }:
        return None
    return Arrival(told["n"], told["left"], Entry(told["visit"], told["step"], told["query"]))
