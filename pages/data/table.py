"""The cells of the table, to be edited in place."""

import re
from collections.abc import Sequence
from typing import Any

import streamlit as st

from nets.data.editing import MAX_CELLS, MAX_ROWS, not_editable
from nets.figures.data.table import LINE, ROW, cells_shown, shown_cells
from nets.figures.text import told_apart
from pages.shared.components.download import csv_download
from pages.shared.markdown import plain
from pages.shared.session import Session

MAX_COLUMNS = 300  # shown, where cells cannot be edited
PLACE = 60  # px
MAX_TEXT = 300  # characters of a cell, where cells cannot be edited
HEIGHT = 320


def table(session: Session) -> None:
    """The cells, Undo, Back to the file, and the download."""
    shown = session.table
    with st.container(border=True, key="table"):
        changed = ", changed here" if shown is not session.start else ""
        st.markdown(
            f"**{plain(shown.name, 60)}** :gray[{_n(shown.n_rows, 'row')}, {_n(len(shown.columns), 'column')}{changed}]"
        )
        sentence = not_editable(shown)
        help_text = _to_look_at(session, sentence) if sentence else _to_edit(session)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.caption(plain(help_text, 400), width="content")
            _buttons(session)


def _n(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _buttons(session: Session) -> None:
    what = "Back to the file" if session.file else "Back to the problem"
    with st.container(horizontal=True, width="content", gap="small"):
        st.button("Undo", key="undo", icon=":material/undo:", disabled=not session.can_undo, on_click=session.undo)
        st.button(
            what,
            key="back_to_file",
            icon=":material/history:",
            disabled=session.table is session.start,
            on_click=session.back_to_start,
            help="Takes back all changes made here. Undo brings them back.",
        )
        cells = session.table.cells
        csv_download(
            lambda: cells,
            n_cells=cells.size,
            file_name=_file_name(session.table.name),
            key="download_table",
            help_="The table as it stands here. A text that a spreadsheet would run as a formula gets an apostrophe.",
        )


def _file_name(name: str) -> str:
    stem = re.sub(r"\.(csv|tsv|txt)$", "", name, flags=re.IGNORECASE)
    return (re.sub(r"[^\w. -]+", "_", stem).strip(" ._")[:60] or "table") + ".csv"


def _to_edit(session: Session) -> str:
    """The editor begins with the table of its first run, and keeps what was typed since. Another change of the table,
    or coming back to the page, begins a new editor."""
    key = f"editor_{session.n_changes}"
    base = session.table if key not in st.session_state else session.editor_base
    session.editor_base = base
    shown = st.data_editor(
        shown_cells(base, n_rows=base.n_rows, n_columns=len(base.columns)),
        key=key,
        disabled=[ROW, LINE],
        num_rows="dynamic",
        height=min(38 + 35 * (base.n_rows + 2), HEIGHT),
        column_config=_config(base.columns),
    )
    if session.edit(cells_shown(shown, base)):
        st.rerun()
    return "Double-click a cell to change it. Add rows at the bottom. Tick rows and press Delete to remove them."


def _config(names: Sequence[str]) -> dict[str, Any]:
    config = {ROW: st.column_config.NumberColumn(width=PLACE, pinned=True)}
    config[LINE] = st.column_config.NumberColumn(width=PLACE, pinned=True, help="Of the file.")
    for k, name in enumerate(told_apart(names, 60)):
        config[str(k)] = st.column_config.TextColumn(name, width=None if len(names) < 5 else 110)
    return config


def _to_look_at(session: Session, sentence: str) -> str:
    shown = session.table
    n_columns = min(len(shown.columns), MAX_COLUMNS)
    n_rows = min(shown.n_rows, MAX_ROWS, MAX_CELLS // n_columns)
    st.dataframe(
        shown_cells(shown, n_rows=n_rows, n_columns=n_columns, max_characters=MAX_TEXT),
        key="table_shown",
        hide_index=True,
        height=HEIGHT,
        column_config=_config(shown.columns[:n_columns]),
    )
    if n_rows < shown.n_rows:
        sentence += f" The first {n_rows:,} rows are shown; the download has them all."
    if n_columns < len(shown.columns):
        sentence += f" The first {n_columns:,} columns are shown."
    return sentence
