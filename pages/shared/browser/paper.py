"""Prints a dark page light: its colours are turned round, each keeping its hue."""

import streamlit as st

JS = """
window.addEventListener("beforeprint", () => {
  const isDark = getComputedStyle(document.querySelector(".stApp")).colorScheme === "dark"
  document.body.classList.toggle("prints-dark", isDark)
})

export default function () {}
"""

_component = st.components.v2.component("tape_deck_paper", js=JS, isolate_styles=False)


def print_light() -> None:
    """Have the browser do so, on this page and from now on."""
    _component(key="prints_light")
