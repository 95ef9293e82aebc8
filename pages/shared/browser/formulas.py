"""Formulas wider than their place can be scrolled by keys too: the focus stops at them."""

import streamlit as st

JS = """
const LOOK_MS = 500 // after the page has changed
let due = null

function look() {
  due = null
  for (const formula of document.querySelectorAll(".katex-display")) {
    const isWide = formula.scrollWidth > formula.clientWidth
    if (isWide === formula.hasAttribute("tabindex")) continue
    if (!isWide) for (const name of ["tabindex", "role", "aria-label"]) formula.removeAttribute(name)
    else for (const [name, text] of [["tabindex", "0"], ["role", "region"], ["aria-label", "Wide formula"]])
      formula.setAttribute(name, text)
  }
}

const later = () => (due ??= setTimeout(look, LOOK_MS))
const changes = new MutationObserver(later)
changes.observe(document.body, { childList: true, subtree: true })
document.fonts.addEventListener("loadingdone", later) // letters of another width
window.addEventListener("resize", later)

export default function () {}
"""

_component = st.components.v2.component("tape_deck_formulas", js=JS, isolate_styles=False)


def reach_formulas() -> None:
    """Have the browser do so, on this page and from now on."""
    _component(key="reaches_formulas")
