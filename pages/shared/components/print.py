"""A button that prints the worksheet alone, or saves it as a PDF, by the browser's own print."""

import streamlit as st

JS = """
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button")
  button.textContent = data.label
  button.onclick = () => {
    const body = document.body
    body.classList.add("prints-worksheet")
    window.addEventListener("afterprint", () => body.classList.remove("prints-worksheet"), { once: true })
    window.print()
  }
}
"""
CSS = """
button {
  font: inherit; color: var(--st-text-color); background: var(--st-background-color); cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius, 0.5rem);
  padding: 0.25rem 0.75rem; min-height: 2.5rem; white-space: nowrap;
}
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
"""

_button = st.components.v2.component("tape_deck_print", html="<button type='button'>Print</button>", js=JS, css=CSS)


def print_button(label: str, *, key: str) -> None:
    """The button; what is printed is the container with the key "worksheet"."""
    _button(key=key, data={"label": label}, width="content", height="content")
