"""Prints a dark page light: its colours are turned round, each keeping its hue."""

import streamlit as st

# Seen in Chromium 150: to print, it gives a page that follows the system's dark colours light ones, and Streamlit
# follows within the same turn; of a page whose theme was chosen both leave it dark.
JS = """
const look = () => {
  const isDark = getComputedStyle(document.querySelector(".stApp")).colorScheme === "dark"
  document.body.classList.toggle("prints-dark", isDark)
}
window.addEventListener("beforeprint", look)
matchMedia("print").addEventListener("change", () => {
  look()
  window.dispatchEvent(new CustomEvent("tape-deck-paper")) // what is painted takes the colours of now: no frame follows
})

export default function () {}
"""

_component = st.components.v2.component("tape_deck_paper", js=JS, isolate_styles=False)


def print_light() -> None:
    """Have the browser do so, on this page and from now on."""
    _component(key="prints_light")
