"""The predict panel: rows the net was not trained on, typed or of a second file, and what it says of them."""

from functools import partial

import streamlit as st

from nets.data.limits import MAX_BYTES, MAX_NEW_ROWS
from nets.data.prepare.new_rows.encode import NewRows
from nets.data.table import Note
from nets.figures.deck.new_rows import new_rows_table, without_nan
from nets.queries.predictions import Predictions
from nets.training.client.query_cache import Answer
from nets.training.protocol.snapshot import MOST_LISTED
from pages.deck.predict.new_rows import SOURCES, answer_of, in_sequences, known, new_rows
from pages.deck.predict.row_form import row_form
from pages.deck.probability_table import MOST_CLASSES, probability_table
from pages.shared.components.download import csv_download
from pages.shared.components.fragment import fed
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.session import Session

MAX_COLUMNS = 30  # of the rows' own cells
MAX_NOTES = 60
HELP = (
    "What the net says of these rows at the epoch that is shown. They are prepared as the training rows were: by the "
    "means, categories and fills that were learnt from those. On the decision map they are diamonds."
)
FILE_HELP = (
    "A CSV with the columns of the training table, in any order. The label may be missing; if it is there, accuracy "
    f"and loss are worked out too. Up to {MAX_NEW_ROWS:,} rows and {MAX_BYTES // 1_000_000} MB."
)


def predict(session: Session) -> None:
    """The rows, and their predictions."""
    with st.container(border=True, key="predict", gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            heading("Predict", "rows the net was not trained on", help_=HELP)
            titles = {"typed": "Type steps" if in_sequences(session) else "Type a row", "file": "Give a file"}
            source = st.segmented_control(
                "Which rows",
                SOURCES,
                default=SOURCES[0],
                format_func=titles.get,
                key="predict_source",
                required=True,
                persist_state="session",
                label_visibility="collapsed",
                width="content",
            )
        if source == "file":
            _file(session)
        else:
            row_form(session)
        problem = session.new_rows.file_problem if source == "file" else session.new_rows.typed_problem
        if problem:
            st.error(plain(problem, 600), icon=":material/error:")
        new = new_rows(session)
        if isinstance(new, NewRows):
            fed(_predicted, key="predicted", feed=session.feed, often="read")(session, new)
        elif new:
            st.error(plain(new, 600), icon=":material/error:")


def _file(session: Session) -> None:
    st.file_uploader(
        "A second file with the same columns",
        key="predict_upload",
        on_change=_upload,
        args=(session,),
        help=FILE_HELP,
    )
    file = session.new_rows.file
    if file is None:
        st.caption("The file stays in this server's memory, and goes when you close the tab or load it again.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        rows = "1 row" if file.n_rows == 1 else f"{file.n_rows:,} rows"
        st.markdown(f"**{plain(file.name, 60)}** :gray[{rows}]", width="content")
        st.button("Remove", key="predict_remove", type="tertiary", on_click=session.new_rows.forget_file)


def _upload(session: Session) -> None:
    file = st.session_state["predict_upload"]
    if file is None:  # also on its way from one file to the next: the one before stays
        session.new_rows.file_problem = None
        return
    session.new_rows.take(
        file.getvalue(),
        name=file.name,
        loaded=session.loaded,
        in_sequences=in_sequences(session),
        known=known(session),
    )


def _predicted(session: Session, new: NewRows) -> None:
    """The predictions at the epoch that is shown."""
    answer = answer_of(session.tape, new, wait_s=0)
    if answer is None:
        st.caption("They appear as soon as the trainer has answered.")
    elif isinstance(answer.found, Predictions):
        _table(session, new, answer)
    else:
        st.error(plain(answer.found.sentence, 400), icon=":material/error:")
    _notes((*new.table.notes, *new.notes))


def _table(session: Session, new: NewRows, answer: Answer[Predictions]) -> None:
    dataset, found = session.loaded.dataset, answer.found
    lines = partial(new_rows_table, new, found, classes=dataset.classes, label=dataset.label)
    probabilities = [f"p({name})" for name in dataset.classes]
    shown = lines(most=MOST_LISTED, most_cells=MAX_COLUMNS).drop(columns=probabilities[MOST_CLASSES:])
    n_columns = len(new.table.columns)
    with st.container(horizontal=True, vertical_alignment="center"):  # at the right the table's own tools hover
        st.markdown(_summary(new, answer), width="content")
        csv_download(
            lambda: without_nan(lines()),
            n_cells=new.table.n_rows * (len(shown.columns) + len(probabilities) + n_columns),
            file_name="predicted.csv",
            key="predict_download",
            disabled=session.tape.view().moving,
        )
    probability_table(shown, probabilities, key="predict_table")
    if len(probabilities) > MOST_CLASSES:
        st.caption(f"The probabilities of the first {MOST_CLASSES} of {len(probabilities):,} classes are shown.")
    if n_columns > MAX_COLUMNS + 1:  # with the label, which stands apart
        st.caption(f"The first {MAX_COLUMNS} of {n_columns:,} columns are shown; the download has them all.")
    if new.table.n_rows > len(shown):
        st.caption(f"The first {len(shown):,} of {new.table.n_rows:,} rows are shown; the download has them all.")


def _summary(new: NewRows, answer: Answer[Predictions]) -> str:
    found = answer.found
    words = f"At epoch {answer.epoch:,}"
    if found.accuracy is None:
        return words
    rows = "1 row" if new.n_labelled == 1 else f"{new.n_labelled:,} rows"
    return f"{words}, of {rows} with a label: **accuracy {found.accuracy:.1%}**, **loss {found.loss:.4f}**"


def _notes(notes: tuple[Note, ...]) -> None:
    lines = [f"- {plain(note.sentence, 400)}" for note in notes[:MAX_NOTES]]
    if len(notes) > MAX_NOTES:
        lines.append(f"- … and {len(notes) - MAX_NOTES:,} more.")
    if lines:
        with st.container(height=220 if len(lines) > 6 else "content", border=False):
            st.markdown("\n".join(lines))
