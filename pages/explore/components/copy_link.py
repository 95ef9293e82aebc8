"""A button that copies the page's address, which is the whole sweep."""

import streamlit as st

JS = """
function old(text) {
  const box = document.createElement("textarea")
  box.value = text
  document.body.append(box)
  box.select()
  const done = document.execCommand("copy")
  box.remove()
  if (!done) throw new Error("not copied")
}

export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button")
  const say = text => (button.lastChild.textContent = text)
  say(data.label)
  button.title = data.help
  button.onclick = async () => {
    try {
      // Browsers have a clipboard for pages only where nobody can listen in; elsewhere the old way.
      if (navigator.clipboard) await navigator.clipboard.writeText(location.href)
      else old(location.href)
      say("Copied")
    } catch {
      say("Not copied: take it from the address bar")
    }
    clearTimeout(button.later)
    button.later = setTimeout(() => say(data.label), 2500)
  }
}
"""
CSS = """
.copy-link {
  display: inline-flex; align-items: center; gap: 0.35rem; font: inherit; font-size: 0.875rem; cursor: pointer;
  color: var(--st-text-color); background: var(--st-background-color); white-space: nowrap;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius, 0.5rem);
  padding: 0.25rem 0.75rem; min-height: 2.25rem;
}
.copy-link:hover, .copy-link:focus-visible { border-color: var(--st-primary-color); color: var(--st-primary-color); }
.copy-link i { font-family: "Material Symbols Rounded"; font-style: normal; font-size: 1.25rem; line-height: 1; }
"""
HTML = """<button type="button" class="copy-link"><i aria-hidden="true" translate="no">link</i><span></span></button>"""
HELP = "The address of this page: opened elsewhere it is the same table, net and sweep, ready to be played."

_button = st.components.v2.component("tape_deck_copy_link", html=HTML, js=JS, css=CSS, isolate_styles=False)


def copy_link() -> None:
    """The button, under the key copy_link."""
    _button(key="copy_link", data={"label": "Copy link", "help": HELP}, width="content", height="content")
