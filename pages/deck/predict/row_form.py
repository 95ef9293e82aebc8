"""Rows typed by hand: a form with a field for each input column, or for an RNN a table of time steps."""

from typing import Any

import pandas as pd
import streamlit as st

from nets.data.prepare.new_rows.fields import FIRST_DAY, LAST_DAY, InputField, Typed, frame_of, input_fields, rows_of
from nets.data.prepare.split import Prepared
from nets.figures.text import told_apart
from pages.deck.predict.new_rows import in_sequences, known
from pages.shared.markdown import contained, plain
from pages.shared.session import Session

MOST_FIELDS = 60
WIDTH = 236  # px
HEIGHT = 250
CAN_BE_EMPTIED = ("number", "date", "moment", "clock")  # if the widget itself has no value to go back to


def row_form(session: Session) -> None:
    """What is typed is taken at a press of its button."""
    fields = _fields(session)
    if len(fields) > MOST_FIELDS:
        st.caption(f"The net reads {len(fields):,} columns, too many to type: give a file.")
        return
    of_table = f"predict_{session.loaded.table.sha256[:12]}"
    with st.form("predict_form", border=False):
        rows = (
            _steps(fields, of_table)
            if in_sequences(session)
            else [_row(fields, session.loaded.table.columns, of_table)]
        )
        typed = st.form_submit_button("Predict", key="predict_typed", icon=":material/arrow_forward:")
    if typed:
        session.new_rows.type(fields, rows, loaded=session.loaded)
        st.rerun()


def _fields(session: Session) -> tuple[InputField, ...]:
    loaded = session.loaded
    trained = Prepared(loaded.dataset, loaded.is_validation)
    return session.memoized("fields", [loaded], lambda: input_fields(loaded.table, trained, known=known(session)))


def _row(fields: tuple[InputField, ...], columns: tuple[str, ...], of_table: str) -> list[Typed]:
    names = told_apart([field.column for field in fields], 40)
    with st.container(horizontal=True):
        return [
            _widget(field, plain(name), key=f"{of_table}_{field.kind}_{columns.index(field.column)}")
            for field, name in zip(fields, names, strict=True)
        ]


def _widget(field: InputField, name: str, *, key: str) -> Typed:
    common: dict[str, Any] = {"key": key, "persist_state": "session", "width": WIDTH}
    if field.kind in CAN_BE_EMPTIED:
        st.session_state.setdefault(key, field.first)
    match field.kind:
        case "number":
            about = f"In the training rows from {field.low:.6g} to {field.high:.6g}."
            return st.number_input(name, value=None, step=field.step, format="%.10g", help=about, **common)
        case "date":
            return st.date_input(
                name, value=None, min_value=FIRST_DAY, max_value=LAST_DAY, format="YYYY-MM-DD", **common
            )
        case "moment":
            return st.datetime_input(
                name, value=None, min_value=FIRST_DAY, max_value=LAST_DAY, format="YYYY-MM-DD", step=60, **common
            )
        case "clock":
            return st.time_input(name, value=None, step=60, **common)
        case "duration":
            return st.text_input(name, value=field.first, **common)
    choices = list(dict.fromkeys((*field.choices, field.first)))
    return st.selectbox(
        name,
        choices,
        index=choices.index(field.first),
        format_func=lambda text: contained(text) or "(empty)",
        accept_new_options=True,
        **common,
    )


def _steps(fields: tuple[InputField, ...], of_table: str) -> list[list[Typed]]:
    st.caption("Each row is a time step of one sequence, in this order. Add steps at the bottom.")
    names = told_apart([field.column for field in fields], 40)
    edited: pd.DataFrame = st.data_editor(
        frame_of(fields),
        key=f"{of_table}_steps",
        num_rows="dynamic",
        hide_index=True,
        height=HEIGHT,
        column_config={str(k): _column(field, names[k]) for k, field in enumerate(fields)},
    )
    return rows_of(edited)


def _column(field: InputField, name: str) -> Any:
    config = st.column_config
    match field.kind:
        case "number":
            return config.NumberColumn(name, default=field.first)
        case "date":
            return config.DateColumn(name, default=field.first, format="YYYY-MM-DD")
        case "moment":
            return config.DatetimeColumn(name, default=field.first, format="YYYY-MM-DD HH:mm")
        case "clock":
            return config.TimeColumn(name, default=field.first, format="HH:mm")
    return config.TextColumn(name, default=field.first, help=", ".join(field.choices[:20]))
