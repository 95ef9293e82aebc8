"""The server's readers of files, one set for all sessions."""

import streamlit as st

from nets.data.readers import Readers


@st.cache_resource(show_spinner=False)
def readers() -> Readers:
    """The readers, the first started at the first call."""
    return Readers()
