"""The server's trainers, one set for all sessions."""

import streamlit as st

from nets.training.client.pool import TrainerPool


@st.cache_resource(show_spinner=False)
def trainers() -> TrainerPool:
    """The trainers, started at the first call."""
    return TrainerPool()
