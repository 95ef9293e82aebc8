"""The strip beside the tabs: what this is, and a switch that makes it legible from the back of a room."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.session import Session

KEY = "large"
NAME = "<h1><strong>Tape Deck</strong></h1> <p>watch a small net learn your table</p>"
LARGE = Path(__file__).parents[1] / "large.css"


def strip() -> DeltaGenerator:
    """Show the name, one sentence, and the switch; the place between them is the page's own."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="strip", width="content"):
        st.html(NAME, width="content")
        place = st.container(horizontal=True, vertical_alignment="center", gap="small", width="content")
        st.toggle("large", key=KEY, persist_state="session", help="Larger letters, for a projector.")
    return place


def letters() -> None:
    """Have the page in larger letters if that is chosen, or if one panel stands alone."""
    if is_large():
        st.html(LARGE)


def is_large() -> bool:
    """Whether letters are to be legible from the back of a room."""
    session: Session | None = st.session_state.get("session")
    is_alone = session is not None and session.page == "" and session.panels.alone is not None
    return bool(st.session_state.get(KEY)) or is_alone
