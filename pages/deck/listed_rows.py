"""A table of rows with what the net predicts for each; a click on one has it looked into."""

from functools import partial

import numpy as np
import pandas as pd

from nets.data.prepare.dataset import Dataset
from nets.figures.deck.predictions import Lines, prediction_table
from nets.training.protocol.snapshot import MOST_LISTED, Snapshot
from nets.workspace.loaded_data import LoadedData
from pages.deck.probability_table import MOST_CLASSES, probability_table
from pages.deck.row.opening import open_row
from pages.shared.session import Session

MAX_COLUMNS = 30  # of the table; what stands in each cell takes Streamlit some time


def listed_rows(
    session: Session, snapshot: Snapshot, every: Lines, *, key: str, all_digits: bool = False
) -> pd.DataFrame:
    """Show those of the lines whose probabilities are here, a thousand at most; returns what is shown."""
    loaded, dataset = session.loaded, session.loaded.dataset
    predicted = snapshot.predicted[0]
    here = Lines(every.wrong_first, MOST_LISTED, _here(snapshot, every.among), every.is_validation)
    probabilities = probability_columns(dataset)
    shown = prediction_table(
        dataset,
        predicted,
        probs_of=lambda rows: snapshot.probs_of(rows)[0],
        cells=loaded.table.cells[feature_columns(loaded)[:MAX_COLUMNS]],
        lines=here,
    ).drop(columns=probabilities[MOST_CLASSES:])
    pick = partial(_pick, session, here.places(predicted, dataset.targets))
    probability_table(shown, probabilities, key=key, all_digits=all_digits, on_pick=pick)
    return shown


def feature_columns(loaded: LoadedData) -> pd.Index:
    """The columns of the table beside the label."""
    columns = loaded.table.cells.columns
    return columns[columns != loaded.dataset.label]


def probability_columns(dataset: Dataset) -> list[str]:
    """The name of each class's column."""
    return [f"p({name})" for name in dataset.classes]


def _pick(session: Session, places: np.ndarray, line: int) -> None:
    """Choose the row of this line."""
    if line < len(places):
        open_row(session, int(places[line]))
        session.feed.page_is_due = True  # other panels look into it


def _here(snapshot: Snapshot, among: np.ndarray | None) -> np.ndarray | None:
    """Those of the rows whose probabilities are here; None: the first of all rows, which always are."""
    if among is None:
        return None
    is_here = np.zeros(len(among), bool)
    is_here[snapshot.rows] = True
    return among & is_here
