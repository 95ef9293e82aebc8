"""The runs panel: a table of all runs that begins with what differs, and what can be done with the picked one."""

from typing import Any

import streamlit as st

from nets.settings import fields
from nets.sweep.panels.runs_view import ONLY, marked_table, parquet_of, rows_of, shared_words
from nets.sweep.scores import scores_of
from nets.sweep.table import WHOLE, runs_table
from nets.sweep.view import SweepView
from pages.explore.picked import picked
from pages.explore.sweeping import chosen_runs, pick, terms_of, view_of
from pages.shared.components.download import csv_download, download
from pages.shared.components.fragment import fed
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.session import Session

ROW_PX = 28
HEIGHT = 340
HELP = (
    "Click a row to pick its run, a heading to sort by it. What is brushed below, among all runs, narrows the table. ★ "
    "marks starred runs; –: no value, as of a run that has diverged. The picked run can be put on the deck as it is at "
    "the playhead, or pinned to the deck's loss chart."
)


def runs(session: Session) -> None:
    """The table, drawn anew while runs train, and the picked run above it."""
    if view_of(session) is None:
        return
    with st.container(border=True, key="runs", gap="xsmall", height="stretch"):
        fed(_runs, key="runs_table", feed=session.feed, often="read")(session)


def _runs(session: Session) -> None:
    if session.feed.page_is_due:
        st.rerun()  # what is picked stands out in every panel
    view, trained, marks = view_of(session), session.explore.trained, session.explore.marks
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
        heading("Runs", f"{len(view.members):,}, what differs first", help_=HELP)
        only = st.segmented_control(
            "Show", list(ONLY), default=ONLY[0], required=True, key="runs_only", label_visibility="collapsed"
        )
    st.caption(plain(shared_words(trained.sweep, view.members), 400))
    picked(session, view)
    whole = runs_table(view, terms_of(session, view))
    shown = marked_table(whole, view, marks, only=only, chosen=chosen_runs(session, view))
    in_order = shown["run"].tolist()
    ticked = rows_of(marks.picked, in_order)
    key = _key(ticked)
    st.dataframe(
        shown.drop(columns="run"),
        key=key,
        hide_index=True,
        row_height=ROW_PX,
        height=min(38 + ROW_PX * max(len(shown), 1), HEIGHT),
        on_select=lambda: _select(session, in_order, key),
        selection_mode="single-row",
        selection_default={"selection": {"rows": ticked}},
        column_config=_columns(view),
        placeholder="–",
    )
    with st.container(horizontal=True, gap="small"):
        csv_download(
            lambda: whole,
            n_cells=whole.size,
            file_name="runs.csv",
            key="runs_csv",
            disabled=view.state == "playing",
        )
        is_asked = bool(getattr(st.session_state.get("runs_parquet"), "asked", None)) and view.state != "playing"
        download(
            "Parquet",
            parquet_of(whole) if is_asked else None,
            file_name="runs.parquet",
            key="runs_parquet",
            help_="All runs with their settings and scores.",
            disabled=view.state == "playing",
        )


def _key(ticked: list[int]) -> str:
    """The table's key: another one, so that it is a new table, where another row is ticked than is to be. The browser
    keeps the tick by its row's number, whichever run stands there by now, and takes it away when it sorts.
    """
    n, before = st.session_state.get("runs_frame_shown", (0, []))
    state = st.session_state.get(f"runs_frame_{n}")
    now = before if state is None else list(state.selection.rows)
    if now != ticked and (now or before != ticked):
        n += 1
    st.session_state["runs_frame_shown"] = (n, ticked)
    return f"runs_frame_{n}"


def _select(session: Session, in_order: list[int], key: str) -> None:
    """A click on a row picks its run."""
    rows = st.session_state[key].selection.rows
    if rows and rows[0] < len(in_order) and in_order[rows[0]] != session.explore.marks.picked:
        pick(session, in_order[rows[0]])


def _columns(view: SweepView) -> dict[str, Any]:
    """Settings by their titles, scores by theirs, in few digits."""
    config: dict[str, Any] = {"": st.column_config.TextColumn("", width=42, pinned=True)}
    for field in fields():
        number = "localized" if field.kind is int else "%.4g"
        is_text = field.choices or field.has_widths
        column = st.column_config.TextColumn if is_text else st.column_config.NumberColumn
        config[field.name] = column(field.title, width=92, **({} if is_text else {"format": number}))
    for score in scores_of(view):
        number = "percent" if score.name.endswith("accuracy") else "localized" if score.name in WHOLE else "%.3g"
        config[score.name] = st.column_config.NumberColumn(
            score.title, format=number, width=88 if len(score.title) < 12 else 150, help=score.help
        )
    return config
