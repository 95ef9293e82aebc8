"""The server's trainers, one set for all sessions."""

import streamlit as st

from nets.training.trainers import Trainers


@st.cache_resource(show_spinner=False)
def trainers() -> Trainers:
    """The trainers, started at the first call."""
    return Trainers()
