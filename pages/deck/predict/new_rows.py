"""The new rows of the deck: what is asked about them, and what the trainer has answered."""

import streamlit as st

from nets.data.prepare.new_rows.encode import NewRows
from nets.queries.predictions import Predictions, PredictionsQuery
from nets.training.client.query_cache import Answer
from nets.training.client.tape import Tape
from pages.shared.session import Session

SOURCES = ("typed", "file")
GLANCE_S = 0.3  # a page that stands still waits so long for the predictions, and shows them later if they take longer


def new_rows(session: Session) -> NewRows | str | None:
    """The rows that are asked about, as the net reads them, or why it cannot; None where there are none."""
    session.new_rows.is_typed = st.session_state.get("predict_source") != "file"
    loaded = session.loaded
    return session.new_rows.encoded(loaded, in_sequences=in_sequences(session), known=known(session))


def in_sequences(session: Session) -> bool:
    """Whether the net reads rows as sequences."""
    return session.tape.view().settings.net == "rnn"


def known(session: Session) -> dict | None:
    """What was found of each column of the tape's table, for `columns_of`; None where another table is looked at."""
    table = session.loaded.table
    return session.known(table) if table is session.table else None


def answer_of(tape: Tape, new: NewRows, *, wait_s: float) -> Answer[Predictions] | None:
    """The predictions at the epoch that is shown, or the last there are if they take longer."""
    return tape.ask(PredictionsQuery(new.columns, new.targets, new.groups), part="predict", wait_s=wait_s)


def are_awaited(session: Session) -> bool:
    """Whether the net stands still and its predictions for the new rows have not come yet."""
    view, new = session.tape.view(), new_rows(session)
    if not isinstance(new, NewRows) or view.moving or view.snapshot is None or view.failure:
        return False
    answer = answer_of(session.tape, new, wait_s=GLANCE_S)
    return answer is None or not answer.fresh
