"""The strip beside the tabs: what this is, and a switch that makes it legible from the back of a room."""

from pathlib import Path

import streamlit as st

KEY = "large"
NAME = "<p><strong>Tape Deck</strong> <span>watch a small net learn your table</span></p>"
LARGE = Path(__file__).parents[1] / "large.css"


def strip() -> None:
    """Show the name, one sentence, and the switch."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="strip", width="content"):
        st.html(NAME, width="content")
        st.toggle("large", key=KEY, persist_state="session", help="Larger letters, for a projector.")
    if is_large():
        st.html(LARGE)


def is_large() -> bool:
    """Whether letters are to be legible from the back of a room."""
    return bool(st.session_state.get(KEY))
