"""The table as it was read, to be edited in place."""

import re

import streamlit as st

from nets.data.editing import not_editable
from nets.data.export import csv_of
from pages.shared.session import Session
from pages.shared.text import plain

MAX_SHOWN = 1000
MAX_TEXT = 300  # characters of a cell, where cells cannot be edited
HEIGHT = 320


def table(session: Session) -> None:
    """The cells, what can be taken back, and the download."""
    shown = session.table
    with st.container(border=True, key="table"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            changed = ", changed here" if shown is not session.start else ""
            size = f"{shown.n_rows:,} rows, {len(shown.columns):,} columns{changed}"
            st.markdown(f"**{plain(shown.name, 60)}** :gray[{size}]", width="content")
            _buttons(session)
        sentence = not_editable(shown)
        if sentence:
            _to_look_at(session, sentence)
        else:
            _to_edit(session)


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
        st.download_button(
            "Download as CSV",
            data=lambda: csv_of(cells),
            file_name=_file_name(session.table.name),
            mime="text/csv",
            key="download_table",
            icon=":material/download:",
            on_click="ignore",
            help="The table as it stands here. A text that a spreadsheet would run as a formula gets an apostrophe.",
        )


def _file_name(name: str) -> str:
    stem = re.sub(r"\.(csv|tsv|txt)$", "", name, flags=re.IGNORECASE)
    return (re.sub(r"[^\w. -]+", "_", stem).strip(" ._")[:60] or "table") + ".csv"


def _to_edit(session: Session) -> None:
    """The editor begins with the table of its first run and keeps what was typed since; another change of the table,
    or coming back to the page, begins a new one."""
    key = f"editor_{session.n_changes}"
    base = session.table if key not in st.session_state else session.editor_base
    session.editor_base = base
    names = [str(place) for place in range(len(base.columns))]  # any text may be the name of a column, "_index" too
    after = st.data_editor(
        base.cells.set_axis(names, axis=1),
        key=key,
        num_rows="dynamic",
        height=min(38 + 35 * (base.n_rows + 2), HEIGHT),
        column_config={
            name: st.column_config.TextColumn(column, width="small" if len(names) > 4 else None)
            for name, column in zip(names, base.columns, strict=True)
        },
    ).set_axis(base.cells.columns, axis=1)
    if not after.fillna("").reset_index(drop=True).equals(session.table.cells.reset_index(drop=True)):
        session.edit(after)
        st.rerun()
    st.caption("Double-click a cell to change it, add rows at the bottom, tick rows and press Delete to take them out.")


def _to_look_at(session: Session, sentence: str) -> None:
    shown = session.table
    cells = shown.cells.head(MAX_SHOWN)
    names = [str(place) for place in range(len(shown.columns))]
    st.dataframe(
        cells.set_axis(names, axis=1).map(lambda text: text[:MAX_TEXT]),
        key="table_shown",
        hide_index=True,
        height=HEIGHT,
        column_config={
            name: st.column_config.TextColumn(column) for name, column in zip(names, shown.columns, strict=True)
        },
    )
    rest = f" The first {MAX_SHOWN:,} rows are shown; the download has them all." if shown.n_rows > MAX_SHOWN else ""
    st.caption(plain(sentence + rest, 300))
