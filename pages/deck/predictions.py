"""The prediction table: label, predicted class and probabilities of each row."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from nets.figures.deck.predictions import Lines, prediction_table
from nets.queries.probabilities import Probabilities, ProbabilitiesQuery
from nets.training.client.tape import Tape
from nets.training.protocol.snapshot import Snapshot
from pages.deck.listed_rows import MAX_COLUMNS, feature_columns, listed_rows, probability_columns
from pages.deck.probability_table import MOST_CLASSES
from pages.deck.rows import ALL, choice_of_rows, rows_among
from pages.shared.components.download import csv_download
from pages.shared.panel_title import heading
from pages.shared.session import Session

ANSWER_WAIT_S = 30.0  # for the probabilities of all rows of a large table


def predictions(session: Session) -> None:
    """Each row with its label, the predicted class and every class's probability; a click on one chooses it."""
    if session.feed.page_is_due:
        st.rerun()  # a row was chosen: other panels look into it
    view = session.tape.view()
    with st.container(border=True, key="predictions", gap="xsmall", height="stretch"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            heading("Predictions", "of each row")
            with st.container(horizontal=True, width="content", vertical_alignment="center"):
                rows = choice_of_rows("prediction_rows", with_all=True) if session.loaded.n_validation else ALL
                wrong_first = st.toggle("wrong rows first", key="wrong_first", persist_state="session")
                button = st.container(width="content")  # st.empty would let the switch slide while it is empty
        if view.snapshot is None:
            st.caption("They appear as soon as the trainer has evaluated the net.")
            return
        loaded, dataset, snapshot = session.loaded, session.loaded.dataset, view.snapshot
        among = rows_among(loaded, rows)
        n_rows = dataset.n_rows if among is None else int(among.sum())
        every = Lines(wrong_first=wrong_first, among=among, is_validation=loaded.is_validation)
        table = st.container()
        all_digits = st.toggle("all digits", key="all_digits", persist_state="session")
        with table:
            shown = listed_rows(session, snapshot, every, key="prediction_table", all_digits=all_digits)
        probabilities, columns = probability_columns(dataset), feature_columns(loaded)
        lines = partial(prediction_table, dataset, snapshot.predicted[0], cells=loaded.table.cells[columns])
        with button:
            more = len(probabilities[MOST_CLASSES:]) + len(columns[MAX_COLUMNS:])
            csv_download(
                partial(_all_lines, session.tape, snapshot, partial(lines, lines=every)),
                n_cells=n_rows * (len(shown.columns) + more),
                file_name="predictions.csv",
                key="download",
                disabled=view.moving,
            )
        if len(probabilities) > MOST_CLASSES:
            st.caption(f"The probabilities of the first {MOST_CLASSES} of {len(probabilities):,} classes are shown.")
        if len(columns) > MAX_COLUMNS:
            st.caption(f"The first {MAX_COLUMNS} of {len(columns):,} columns are shown; the download has them all.")
        if len(shown) < n_rows:
            which = f"{rows} rows" if among is not None else "rows"
            first = "" if among is not None else "The first "
            st.caption(f"{first}{len(shown):,} of {n_rows:,} {which} are shown; the download has them all.")


def _all_lines(tape: Tape, snapshot: Snapshot, lines: Callable[..., pd.DataFrame]) -> pd.DataFrame | None:
    """The lines of all rows. The trainer is asked for what is not here; None, and why, if it is silent."""
    if len(snapshot.rows) == snapshot.predicted.shape[1]:
        return lines(probs_of=lambda rows: snapshot.probs_of(rows)[0])
    answer = tape.ask(ProbabilitiesQuery(), part="probabilities", wait_s=ANSWER_WAIT_S)
    found = answer.found if answer and answer.fresh else None
    if isinstance(found, Probabilities):
        return lines(probs_of=lambda rows: found.probs[rows])
    st.toast(found.sentence if found else "The trainer has not answered: press Download again in a moment.")
    return None
