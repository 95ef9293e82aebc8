"""The line above a panel."""

import streamlit as st


def heading(name: str, what: str, *, help_: str | None = None) -> None:
    """The panel's name, then what it is, and what more there is to say under a question mark."""
    st.markdown(f"**{name}** :gray[{what}]", help=help_)
