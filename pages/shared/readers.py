"""The server's readers of files, one set for all sessions."""

import streamlit as st

from nets.data.csv_process.pool import ReaderPool


@st.cache_resource(show_spinner=False)
def readers() -> ReaderPool:
    """The readers, the first started at the first call."""
    return ReaderPool()
