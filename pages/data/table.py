"""The table as it was read, to be edited in place."""

import re
from typing import Any

import pandas as pd
import streamlit as st

from nets.data.editing import MAX_CELLS, MAX_ROWS, not_editable
from nets.data.table import TEXT, Table
from nets.figures.text import told_apart
from pages.shared.components.download import csv_download
from pages.shared.markdown import plain
from pages.shared.session import Session

MAX_COLUMNS = 300  # shown, where cells cannot be edited
ROW, LINE = "row", "line"  # columns of their own; those of the table go by number
PLACE = 60  # px
MAX_TEXT = 300  # characters of a cell, where cells cannot be edited
HEIGHT = 320


def table(session: Session) -> None:
    """The cells, what can be taken back, and the download."""
    shown = session.table
    with st.container(border=True, key="table"):
        changed = ", changed here" if shown is not session.start else ""
        st.markdown(
            f"**{plain(shown.name, 60)}** :gray[{_n(shown.n_rows, 'row')}, {_n(len(shown.columns), 'column')}{changed}]"
        )
        sentence = not_editable(shown)
        said = _to_look_at(session, sentence) if sentence else _to_edit(session)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.caption(plain(said, 400), width="content")
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
            help="The table as it was before it was changed here; Undo brings the changes back.",
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
    """The editor begins with the table of its first run and keeps what was typed since; another change of the table,
    or coming back to the page, begins a new one."""
    key = f"editor_{session.n_changes}"
    base = session.table if key not in st.session_state else session.editor_base
    session.editor_base = base
    cells, names = _by_place(base, n_rows=base.n_rows, n_columns=len(base.columns))
    after = st.data_editor(
        cells,
        key=key,
        disabled=[ROW, LINE],
        num_rows="dynamic",
        height=min(38 + 35 * (base.n_rows + 2), HEIGHT),
        column_config=names,
    )
    after = after.drop(columns=[ROW, LINE], errors="ignore").set_axis(base.cells.columns, axis=1)
    if after.fillna("").to_numpy().tolist() != session.table.cells.to_numpy().tolist():
        session.edit(after)
        st.rerun()
    return "Double-click a cell to change it, add rows at the bottom, tick rows and press Delete to take them out."


def _by_place(table: Table, *, n_rows: int, n_columns: int) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The first rows and columns with the place of each row; columns go by number, and by name to be shown.

    Any text may be the name of a column, also one that Streamlit keeps for itself.
    """
    config = {ROW: st.column_config.NumberColumn(width=PLACE, pinned=True)}
    config[LINE] = st.column_config.NumberColumn(width=PLACE, pinned=True, help="Of the file.")
    for k, shown in enumerate(told_apart(table.columns[:n_columns], 60)):
        config[str(k)] = st.column_config.TextColumn(shown, width=None if n_columns < 5 else 110)
    cells = table.cells.iloc[:n_rows, :n_columns].astype(TEXT)
    cells = cells.set_axis([str(k) for k in range(cells.shape[1])], axis=1)
    cells.insert(0, ROW, pd.Series(range(1, len(cells) + 1), dtype="Int64"))
    if table.lines is not None:
        cells.insert(1, LINE, pd.Series(table.lines[: len(cells)], dtype="Int64"))
    return cells, config


def _to_look_at(session: Session, sentence: str) -> str:
    shown = session.table
    n_columns = min(len(shown.columns), MAX_COLUMNS)
    n_rows = min(shown.n_rows, MAX_ROWS, MAX_CELLS // n_columns)
    cells, names = _by_place(shown, n_rows=n_rows, n_columns=n_columns)
    cells = cells.map(lambda cell: cell[:MAX_TEXT] if isinstance(cell, str) else cell)
    st.dataframe(
        cells,
        key="table_shown",
        hide_index=True,
        height=HEIGHT,
        column_config=names,
    )
    if n_rows < shown.n_rows:
        sentence += f" The first {n_rows:,} rows are shown; the download has them all."
    if n_columns < len(shown.columns):
        sentence += f" The first {n_columns:,} columns are shown."
    return sentence
