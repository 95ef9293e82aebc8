"""The browser's storage: it holds the secrets by which a visitor's things are found again, and says which it has."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import streamlit as st

KEY = "storage"
MOST_LETTERS = 100  # of a secret, which has 32

_component = st.components.v2.component(
    "tape_deck_storage", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"), isolate_styles=False
)


@dataclass(frozen=True)
class Stored:
    """What the storage is to hold: of the tab the `secret`, of the browser the `second` one, "" for none and None for
    what is there. `known`: the tab of this visit has said what it held. `forgotten`: nothing is to be held any more,
    and the page begins anew.
    """

    visit: str
    known: bool
    secret: str = ""
    second: str | None = None
    forgotten: bool = False


@dataclass(frozen=True)
class Held:
    """What the storage held when the page was opened. `copy`: the tab is a copy of one that is open. `lost`: the server
    no longer knew the page, which was loaded anew for that. `link`: the address was opened, not loaded once more.
    """

    visit: str
    secret: str
    second: str
    copy: bool
    lost: bool
    link: bool


def storage(stored: Stored, *, on_held: Callable[[], None], on_second: Callable[[], None]) -> None:
    """Have the storage hold this. `on_held` is called once the tab has said what it held, `on_second` when another tab
    has changed what the browser holds. A page that was out of touch is drawn anew when it is in touch again.
    """
    _component(
        key=KEY,
        data=asdict(stored),
        on_held_change=on_held,
        on_second_change=on_second,
        on_again_change=lambda: None,
    )


def second_in_browser() -> str | None:
    """The secret that another tab has put into the browser's storage, "" for none; None where none has."""
    told: Any = getattr(st.session_state.get(KEY), "second", None)
    return told if isinstance(told, str) and len(told) <= MOST_LETTERS else None


def held_in_tab() -> Held | None:
    """What the storage held."""
    told: Any = getattr(st.session_state.get(KEY), "held", None)
    kinds = {"visit": str, "secret": str, "second": str, "copy": bool, "lost": bool, "link": bool}
    if not isinstance(told, dict) or kinds != {name: type(value) for name, value in told.items()}:
        return None
    if any(len(told[name]) > MOST_LETTERS for name in ("visit", "secret", "second")):
        return None
    return Held(**told)
