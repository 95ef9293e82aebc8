"""The row, or for an RNN the time step, that the page takes apart."""

import streamlit as st

from pages.shared.markdown import plain
from pages.shared.session import Session

MOST_FEATURES = 6


def row_chooser(session: Session) -> int:
    """The chosen row's number among the dataset's, 0 up."""
    dataset = session.loaded.dataset
    if (st.session_state.get("autodiff_row") or 1) > dataset.n_rows:
        session.given.put("autodiff_row", 1)
    session.given.keep("autodiff_row", first=1)
    what = "Time step" if session.settings.net == "rnn" and dataset.sequence_starts is None else "Row"
    with st.container(horizontal=True, vertical_alignment="center", key="row_chooser"):
        st.markdown(f"**{what}**", width="content")
        row = st.number_input(
            what,
            1,
            dataset.n_rows,
            step=1,
            key="autodiff_row",
            persist_state="session",
            width=150,
            label_visibility="collapsed",
        )
        inputs = [
            f"{plain(name, 20)} = {value:.6g}"
            for name, value in zip(dataset.features[:MOST_FEATURES], dataset.inputs_of(row - 1), strict=False)
        ]
        more = " …" if len(dataset.features) > MOST_FEATURES else ""
        label = plain(dataset.classes[dataset.targets[row - 1]], 30)
        st.markdown(f"label **{label}**, inputs {', '.join(inputs)}{more}", width="content")
    return row - 1
