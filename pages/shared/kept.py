"""Choices that stay through a change of page, and stay within bounds that change with the net."""

from collections.abc import Sequence

import streamlit as st

from pages.shared.session import current


def kept_slider(label: str, low: int, high: int, first: int, *, key: str, help_: str | None = None) -> int:
    """A slider from low to high, which are not the same; what it stood at, if that is within them."""
    now = st.session_state.get(key)
    within = min(max(first if now is None else now, low), high)
    if now == within:
        current().given.keep(key, first=low)
    else:
        current().given.put(key, within, first=low)
    return st.slider(label, low, high, key=key, persist_state="session", help=help_)


def kept_choice(label: str, names: Sequence[str], *, key: str) -> str:
    """One of these names; what was chosen before, if it is among them, else the first."""
    if st.session_state.get(key) in names:
        current().given.keep(key)
    else:
        current().given.put(key, names[0])
    return st.segmented_control(label, names, key=key, required=True, persist_state="session") or names[0]
