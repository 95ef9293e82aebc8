"""The server's keeper of what visitors have, one for all sessions."""

import streamlit as st

from nets.saved.keeper import Keeper


@st.cache_resource(show_spinner=False)
def keeper() -> Keeper:
    """The keeper, started at the first call."""
    return Keeper()
