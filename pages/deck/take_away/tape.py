"""The tape as a file, to be opened again here or on another computer."""

import re
from pathlib import PurePath

import streamlit as st

from nets.errors import Refusal
from nets.saved.tape_file import SUFFIX, file_of
from pages.shared.components.download import download
from pages.shared.markdown import plain
from pages.shared.session import Session

KEY = "save_tape"
HELP = (
    "One file with the table and the file it was read from, your choices and edits, the settings, the tape with all "
    "that was done to it, and the pinned runs. Give it to “Or your own CSV, or a saved tape” in the sidebar, here or "
    "on another computer, and you have this screen again."
)


def save_tape(session: Session) -> None:
    """The button; the file is made when it is clicked."""
    content = None
    if getattr(st.session_state.get(KEY), "asked", None):
        try:
            content = file_of(session.work)
        except Refusal as refusal:
            st.error(plain(refusal.sentence, 500), icon=":material/error:")
    download("Save tape", content, file_name=_name(session), key=KEY, help_=HELP)


def _name(session: Session) -> str:
    """As in iris-mlp-epoch-100.tape.zip."""
    table = re.sub(r"[^\w.-]+", "-", PurePath(session.loaded.table.name).stem).strip("-.")[:40] or "table"
    return f"{table}-{session.settings.net}-epoch-{session.tape.view().epoch}{SUFFIX}"
