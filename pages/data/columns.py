"""The columns at a glance: the rows of each class, and the kind and distribution of each column."""

import streamlit as st

from nets.data.columns.summary import summary_of
from nets.figures.data.classes import class_figure, height_of
from nets.figures.data.columns import columns_table
from pages.data.understood import understood
from pages.shared.components.chart import live
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.session import Session

MAX_COLUMNS = 300


def classes(session: Session) -> None:
    """A bar for each class."""
    dataset = session.dataset
    with st.container(border=True, key="classes"):
        heading("Classes", f"label {plain(dataset.label, 30)}, {dataset.n_rows:,} rows")
        panel = class_figure(dataset.class_counts)
        live(panel, key="classes_chart", height=height_of(dataset.class_counts))
        if panel.note:
            st.caption(panel.note)


def columns(session: Session) -> None:
    """A line for each column."""
    table, found = session.table, understood(session)
    summaries = session.memoized("summaries", [found], lambda: [summary_of(column) for column in found[:MAX_COLUMNS]])
    with st.container(border=True, key="columns"):
        heading("Columns", "what each holds, and how often")
        st.dataframe(
            columns_table(summaries, session.options),
            hide_index=True,
            height=min(38 + 35 * len(summaries), 320),
            column_config={
                "Column": st.column_config.TextColumn(width=180, pinned=True),
                "Used as": st.column_config.TextColumn(width=100),
                "Holds": st.column_config.TextColumn(width=100),
                "Distribution": st.column_config.BarChartColumn(
                    width=220, y_min=0, help="Numbers: a histogram. Texts: the most frequent first."
                ),
                "Missing": st.column_config.NumberColumn(width=90, format="localized"),
                "Distinct": st.column_config.NumberColumn(width=90, format="localized"),
                "Values": st.column_config.TextColumn(width="large"),
            },
        )
        if len(table.columns) > MAX_COLUMNS:
            st.caption(f"The first {MAX_COLUMNS} of {len(table.columns):,} columns are shown.")
