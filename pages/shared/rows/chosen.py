"""The row, or for an RNN the time step, that is looked into; the deck and the page Autodiff have the same one."""

import streamlit as st

from pages.shared.markdown import plain
from pages.shared.session import Session

KEY = "autodiff_row"
MOST_FEATURES = 6


def chosen_row(session: Session) -> int:
    """The chosen row's number among the dataset's, 0 up."""
    row = st.session_state.get(KEY) or 1
    return (row if row <= session.loaded.dataset.n_rows else 1) - 1


def choose_row(session: Session, row: int) -> None:
    """Have this row (0 up) looked into. To be called before its widget is drawn."""
    session.given.put(KEY, row + 1, first=1)


def row_chooser(session: Session) -> int:
    """The widget, with what the row has beside it; returns what `chosen_row` does."""
    dataset = session.loaded.dataset
    if (st.session_state.get(KEY) or 1) > dataset.n_rows:
        session.given.put(KEY, 1)
    session.given.keep(KEY, first=1)
    what = "Time step" if session.settings.net == "rnn" and dataset.sequence_starts is None else "Row"
    with st.container(horizontal=True, vertical_alignment="center", key="row_chooser"):
        st.markdown(f"**{what}**", width="content")
        row = st.number_input(
            what,
            1,
            dataset.n_rows,
            step=1,
            key=KEY,
            persist_state="session",
            width=150,
            label_visibility="collapsed",
            on_change=_is_chosen,
            args=(session,),
        )
        inputs = [
            f"{plain(name, 20)} = {value:.6g}"
            for name, value in zip(dataset.features[:MOST_FEATURES], dataset.inputs_of(row - 1), strict=False)
        ]
        more = " …" if len(dataset.features) > MOST_FEATURES else ""
        label = plain(dataset.label_of(row - 1), 30)
        in_table = dataset.rows is not None and int(dataset.rows[row - 1]) + 1
        place = f"row {in_table:,} of the table, " if in_table and in_table != row else ""
        st.markdown(f"{place}label **{label}**, inputs {', '.join(inputs)}{more}", width="content")
    return row - 1


def _is_chosen(session: Session) -> None:
    session.feed.page_is_due = True  # other panels mark it
