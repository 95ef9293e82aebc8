"""The line above a panel."""

import streamlit as st


def heading(name: str, what: str) -> None:
    """The panel's name, then what it is."""
    st.markdown(f"**{name}** :gray[{what}]")
