"""Keeps the focus near the button that had it, when that is disabled or drawn anew."""

import streamlit as st

JS = """
let last = null // the button that has the focus, or had it until it was disabled or drawn anew
let key = null // of its widget

const ROW = "[data-testid=stVerticalBlock], [data-testid=stHorizontalBlock]"
const isFree = () => [null, document.body, last].includes(document.activeElement)

function neighbour() {
  const again = last.isConnected ? null : document.querySelector(`.${key} button:not(:disabled)`)
  const widget = again ?? (last.isConnected ? last : document.querySelector(`.${key} button`))
  if (!widget || again) return again
  const buttons = [...widget.closest(ROW).querySelectorAll("button")]
  const place = buttons.indexOf(widget)
  const far = button => Math.abs(buttons.indexOf(button) - place)
  return buttons.filter(button => !button.disabled).sort((a, b) => far(a) - far(b))[0]
}

document.addEventListener("focusin", ({ target }) => {
  last = target.closest("button")
  key = last?.closest("[class*=st-key-]")?.className.match(/st-key-\\S+/)[0] ?? null
  if (!key) last = null
})
document.addEventListener("pointerdown", ({ target }) => target.closest("button") || (last = null))
new MutationObserver(() => {
  if (last && (last.disabled || !last.isConnected) && isFree()) neighbour()?.focus({ preventScroll: true })
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] })

export default function () {}
"""

_component = st.components.v2.component("tape_deck_focus", js=JS, isolate_styles=False)


def keep_focus() -> None:
    """Have the browser do so, on this page and from now on."""
    _component(key="keeps_focus")
