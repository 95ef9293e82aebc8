"""The rows of one cell of the confusion: those of a label that are predicted as a class."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from nets.figures.deck.predictions import Lines
from nets.training.client.view import View
from pages.deck.listed_rows import listed_rows
from pages.deck.rows import choice_of, rows_among
from pages.shared.components.fragment import fed
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.session import Session


@dataclass(frozen=True)
class Cell:
    """The numbers of the label and of the predicted class, and the dataset they are of."""

    label: int
    predicted: int
    data: str


def choose_cell(session: Session, *, label: int, predicted: int) -> None:
    """Have the rows of this cell listed, or, if they are, no longer."""
    dataset = session.loaded.dataset
    chosen = Cell(label, predicted, dataset.sha256)
    if max(label, predicted) < len(dataset.classes):
        st.session_state["confusion_cell"] = None if chosen == _chosen(session) else chosen


def cell_rows(session: Session) -> None:
    """The panel of the chosen cell."""
    fed(_listed, key="cell_rows_table", feed=session.feed, often="read")(session)


def is_chosen(session: Session) -> bool:
    """Whether the panel has a cell to list."""
    return _chosen(session) is not None


def _chosen(session: Session) -> Cell | None:
    cell = st.session_state.get("confusion_cell")
    return cell if cell and cell.data == session.loaded.dataset.sha256 else None


def _listed(session: Session) -> None:
    if session.feed.page_is_due:
        st.rerun()  # a row was chosen: other panels look into it
    view, loaded, cell = session.tape.view(), session.loaded, _chosen(session)
    if cell is None or view.snapshot is None:
        return
    label, predicted = (f"“{plain(loaded.dataset.classes[k], 30)}”" for k in (cell.label, cell.predicted))
    part = choice_of("confusion_rows") if loaded.n_validation else ""
    is_in_cell = _is_in_cell(view, session, cell, part)
    n_rows = int(is_in_cell.sum())
    with st.container(border=True, key="cell_rows", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            among = f" of {part}" if part else ""
            heading("Rows of the cell", f"label {label}, predicted {predicted}: {n_rows:,}{among}")
            st.button("Close", key="close_cell", type="tertiary", on_click=_close, args=(session,))
        if n_rows == 0:
            st.caption(f"No row with the label {label} is predicted as {predicted}.")
            return
        lines = Lines(among=is_in_cell, is_validation=loaded.is_validation)
        shown = listed_rows(session, view.snapshot, lines, key="cell_table")
        if len(shown) < n_rows:
            st.caption(f"{len(shown):,} of {n_rows:,} rows are shown; Predictions has a download of all rows.")


def _is_in_cell(view: View, session: Session, cell: Cell, part: str) -> np.ndarray:
    """True for each of its rows, (B,)."""
    targets, predicted = session.loaded.dataset.targets, view.snapshot.predicted[0]
    is_in_cell = (targets == cell.label) & (predicted == cell.predicted)
    among = rows_among(session.loaded, part) if part else None
    return is_in_cell if among is None else is_in_cell & among


def _close(session: Session) -> None:
    st.session_state["confusion_cell"] = None
    session.feed.page_is_due = True
