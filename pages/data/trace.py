"""One row traced from the text of the file to the inputs of the net, and back."""

import streamlit as st

from nets.data.prepare.dataset import feature_columns
from nets.data.prepare.trace import trace_of
from nets.figures.data.trace import back_table, target_table, trace_table
from nets.models.outputs import outputs_of
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.session import Session

HEIGHT = 38 + 35 * 14
WIDTHS = {name: st.column_config.TextColumn(width=160) for name in ("Column", "5 · Scaled", "Input")}


def trace(session: Session) -> None:
    """Each step of one row, to be checked by hand."""
    table, dataset = session.loaded.table, session.loaded.dataset
    with st.container(border=True, key="way"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            heading("Trace of one row", "from the text of the file to the inputs of the net, and back")
            st.session_state["way_row"] = min(max(st.session_state.get("way_row") or 1, 1), dataset.n_rows)
            with st.container(horizontal=True, width="content", vertical_alignment="center"):
                st.markdown("Row", width="content")
                row = st.number_input(
                    "Row",
                    1,
                    dataset.n_rows,
                    step=1,
                    key="way_row",
                    persist_state="session",
                    width=150,
                    label_visibility="collapsed",
                )
        columns = session.memoized(
            "trace",
            [table, dataset],
            lambda: feature_columns(table, dataset.options, session.known(table)),
        )
        traced = trace_of(table, dataset, row - 1, columns=columns)
        whole = "table" if table.lines is None else "file"
        st.markdown(
            f"Row **{row:,}** of the net's {dataset.n_rows:,} is {traced.place} of the {whole}. "
            f"Its label is **{plain(traced.label, 60)}**."
        )
        st.caption("Forwards: a line for each input of the net")
        _table(trace_table(traced, dataset), key="way_forth")
        left, right = st.columns([1, 4])
        with left:
            target = outputs_of(session.settings, traced.target)
            st.caption("The one-hot target" if len(target) > 1 else "The target of the one output")
            _table(target_table(target), key="way_target")
        with right:
            st.caption("Back: from the inputs to the units of the file")
            _table(back_table(dataset, row - 1), key="way_back")


def _table(lines, *, key: str) -> None:
    with st.container(key=key):
        st.dataframe(lines, hide_index=True, height=min(38 + 35 * len(lines), HEIGHT), column_config=WIDTHS)
