"""A button that copies the page's address: opened elsewhere it is the same table, settings and changes."""

import streamlit as st

from nets.figures.text import shorten
from nets.workspace.workspace import OWN_FILE
from pages.shared.session import Session

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
  const note = parentElement.querySelector(".copy-link-note")
  const say = text => (button.lastChild.textContent = text)
  say(data.label)
  button.title = data.help
  button.setAttribute("aria-label", data.label)
  button.onclick = async () => {
    try {
      // Browsers have a clipboard for pages only where nobody can listen in; elsewhere the old way.
      if (navigator.clipboard) await navigator.clipboard.writeText(location.href)
      else old(location.href)
      say("Copied")
      note.textContent = data.note
    } catch {
      say("Not copied: take it from the address bar")
    }
    button.classList.add("copy-link-told")
    clearTimeout(button.later)
    button.later = setTimeout(() => {
      say(data.label)
      note.textContent = ""
      button.classList.remove("copy-link-told")
    }, data.note ? 12000 : 4000)
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
@media (max-width: 640px) { .copy-link:not(.copy-link-told) > :last-child { display: none; } }
.copy-link-place { position: relative; display: inline-block; }
.copy-link-note {
  position: absolute; inset: calc(100% + 0.35rem) 0 auto auto; z-index: 1000; width: min(22rem, 75vw);
  padding: 0.5rem 0.75rem; font-size: 0.875rem; color: var(--st-text-color); background: var(--st-background-color);
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius, 0.5rem);
}
.copy-link-note:empty { display: none; }
.copy-link > :first-child { font-family: "Material Symbols Rounded"; font-size: 1.25rem; line-height: 1; }
"""
HTML = """<span class="copy-link-place"><button type="button" class="copy-link">
<span aria-hidden="true" translate="no">link</span><span></span></button>
<span class="copy-link-note" role="status"></span></span>"""
HELP = "Copies this page's address: elsewhere it opens the same table, settings and changes, ready to be played."
WITHOUT = (
    "Copied for this tab alone: no address carries your table, and opened elsewhere it says that {name} is missing. "
    "For somebody else take “Save tape”, below the panels of the deck: a file that has all of it."
)

_button = st.components.v2.component("tape_deck_copy_link", html=HTML, js=JS, css=CSS, isolate_styles=False)


def copy_link(session: Session) -> None:
    """The button, under the key copy_link; of a table that no address carries it says so."""
    data = {"label": "Copy link", "help": HELP, "note": ""}
    if session.choice == OWN_FILE:
        name = shorten(session.loaded.table.name, 30)
        data["note"] = WITHOUT.format(name=name)
    _button(key="copy_link", data=data, width="content", height="content")
