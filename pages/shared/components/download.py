"""Download buttons: of a text, or of a table as CSV that a spreadsheet opens without running anything in it."""

import base64
from collections.abc import Callable
from mimetypes import guess_type
from pathlib import Path

import pandas as pd
import streamlit as st

from nets.data.csv.write import csv_of

AT_ONCE = 20_000  # cells; a larger file is written only when it is asked for

CSS = """
.take-away {
  display: inline-flex; align-items: center; gap: 0.5rem; min-height: 2.5rem; padding: 0.25rem 0.75rem;
  font: inherit; font-size: 0.875rem; line-height: 1.6; white-space: nowrap;
  cursor: pointer; color: var(--st-text-color);
  background: var(--st-background-color); border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius, var(--st-base-radius));
}
.take-away:hover, .take-away:focus-visible { color: var(--st-primary-color); border-color: var(--st-primary-color); }
.take-away:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
.take-away:disabled {
  cursor: not-allowed; border-color: var(--st-border-color);
  color: color-mix(in srgb, var(--st-text-color) 40%, transparent);
}
.take-away span { font-family: "Material Symbols Rounded"; font-size: 1.25rem; line-height: 1; }
"""

_button = st.components.v2.component(
    "tape_deck_download",
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    css=CSS,
    isolate_styles=False,
)


def csv_download(
    cells: Callable[[], pd.DataFrame | None],
    *,
    n_cells: int,
    file_name: str,
    key: str,
    help_: str | None = None,
    disabled: bool = False,
) -> None:
    """A button that downloads what `cells` returns, as CSV. A large table is made only when clicked; None is no file.

    A page that is drawn anew all the time has it `disabled`, and no file.
    """
    asked = bool(getattr(st.session_state.get(key), "asked", None))
    ready = not disabled and (asked or n_cells <= AT_ONCE)
    table = cells() if ready else None
    text = None if table is None else csv_of(table).decode()
    download("Download as CSV", text, file_name=file_name, key=key, help_=help_ or "", disabled=disabled)


def download(
    label: str, text: str | bytes | None, *, file_name: str, key: str, help_: str = "", disabled: bool = False
) -> None:
    """A button that downloads a text, or bytes; where that is None the page is drawn anew for the click, and has to
    bring it.

    The text goes to this page alone, and the browser saves it from there: a file with an address of its own is gone as
    soon as the page has another, and the browser asks for it in vain.
    """
    mime = guess_type(file_name)[0] or "text/plain"
    is_base64 = isinstance(text, bytes)
    sent = {"text": base64.b64encode(text).decode("ascii") if is_base64 else text, "is_base64": is_base64}
    data = {"label": label, "help": help_, "file": file_name, "mime": mime, "disabled": disabled, **sent}
    _button(key=key, width="content", height="content", data=data, on_asked_change=_drawn_anew)


def _drawn_anew() -> None:
    """The page is drawn anew for a click."""
