"""Escape leads back from a panel that stands alone, and the focus stays with its button."""

from pathlib import Path

import streamlit as st

KEY = "asks_panels"  # not seen

_component = st.components.v2.component(
    "tape_deck_panel_keys", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"), isolate_styles=False
)


def panel_keys(alone: str | None) -> None:
    """Listen for Escape; `alone` is the key of the panel that stands alone, None: all are there."""
    _component(key=KEY, data={"alone": alone})
