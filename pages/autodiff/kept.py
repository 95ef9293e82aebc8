"""Choices that stay through a change of page, and within bounds that change with the net."""

from collections.abc import Sequence

import streamlit as st


def kept_slider(label: str, low: int, high: int, first: int, *, key: str, help_: str | None = None) -> int:
    """A slider from low to high, which are not the same; what it stood at, if that is within them."""
    st.session_state[key] = min(max(st.session_state.get(key, first), low), high)
    return st.slider(label, low, high, key=key, persist_state="session", help=help_)


def kept_choice(label: str, names: Sequence[str], *, key: str) -> str:
    """One of these names; what was chosen before, if it is among them, else the first."""
    if st.session_state.get(key) not in names:
        st.session_state[key] = names[0]
    return st.segmented_control(label, names, key=key, required=True, persist_state="session") or names[0]
