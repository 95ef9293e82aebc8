"""The line above a panel."""

import streamlit as st


def heading(name: str, what: str, *, help_: str | None = None) -> None:
    """A heading: the panel's name, then what it is, and what more there is to say under a question mark."""
    st.header(f"**{name}** :gray[{what}]", anchor=False, help=help_)
