"""The scores panel: how good the predictions are, over all rows and class by class, training beside validation."""

import threading
from collections.abc import Sequence

import numpy as np
import streamlit as st

from nets.data.prepare.validation_text import validation_text
from nets.figures.deck.scores import SIDE, auc_grid, class_grid, no_curves, overall_grid, roc_figure
from nets.figures.grid import Grid
from nets.figures.panel import Panel
from nets.metrics import Curves, Split, load, split_curves, split_scores
from nets.queries.probabilities import Probabilities, ProbabilitiesQuery
from nets.training.client.query_cache import digest_of
from nets.training.client.tape import Tape
from nets.training.client.view import View
from nets.workspace.loaded_data import LoadedData
from pages.shared.components.chart import moving
from pages.shared.components.table import tables
from pages.shared.markdown import in_a_list, plain
from pages.shared.panel_title import heading
from pages.shared.session import Session

ANSWER_WAIT_S = 30.0  # for the probabilities of all rows of a large table
MOST_CELLS = 10_000_000  # probabilities of a ROC curve's rows: 40 MB
HELP = (
    "Counted over all rows. **Precision**: of the rows predicted as a class, the share whose label it is. **Recall**: "
    "of the rows with a label, the share predicted as it. **F1**: their harmonic mean. **Balanced accuracy**: the mean "
    "recall of the classes. A dash is a number that is not defined: precision where no row is predicted as the class, "
    "recall where no row has the label."
)
ROC_HELP = (
    "Each class against all others: the true positive rate, the share of its rows that are predicted as it, against "
    "the false positive rate, the share of other rows that are predicted as it, as the threshold on its probability "
    "falls. The area under the curve (AUC) is 0.5 for guessing, 1 where one threshold tells the class from all others."
)
UNSPLIT = "There is no validation split: every row that is scored here is one the net is trained on."
STILL = "Drawn when the run stands still."
LATER = "The ROC curves of a table of so many rows are drawn when the run stands still."
TOO_MANY = "There are too many rows and classes for ROC curves: they need the probabilities of each row."
SILENT = "The trainer has not answered: the ROC curves are drawn with the next change."


def scores(session: Session) -> None:
    """Both tables, and the ROC curves on a switch."""
    tape, loaded = session.tape, session.loaded
    _loading()
    with st.container(border=True, key="scores", gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            heading("Scores", "of the predictions, over all rows", help_=HELP)
            with_roc = st.toggle("ROC curves", key="roc", persist_state="session", help=ROC_HELP)
        if tape.view().snapshot is None:
            st.caption("They appear as soon as the trainer has evaluated the net.")
            return
        names = tuple(in_a_list(loaded.dataset.classes, 24).values())
        tables(lambda: _grids(tape.view(), loaded, names), key="scores_tables", feed=session.feed, often="read")
        st.caption(validation_text(tape.view().settings, loaded.dataset, loaded.is_validation) or UNSPLIT)
        if with_roc:
            _roc(session, names)


@st.cache_resource(show_spinner=False)
def _loading() -> None:
    """Have scikit-learn loaded while TensorFlow is, so that the first page waits for neither."""
    threading.Thread(target=load, daemon=True, name="scikit-learn").start()


def _grids(view: View, loaded: LoadedData, names: Sequence[str]) -> tuple[Grid, Grid]:
    dataset = loaded.dataset
    split = split_scores(
        view.snapshot.predicted[0],
        dataset.targets,
        n_classes=len(dataset.classes),
        is_validation=loaded.is_validation,
    )
    return overall_grid(split, classes=names), class_grid(split, classes=names)


class Roc:
    """The ROC curves of the net as it is shown, worked out once for each net."""

    def __init__(self) -> None:
        self._key: bytes | None = None
        self._curves: Split[Curves] | str = ""

    def of(self, tape: Tape, loaded: LoadedData) -> Split[Curves] | str:
        """The curves, or why there are none."""
        view = tape.view()
        key = tape.id.encode() + digest_of(view.snapshot.params)
        if key != self._key:
            probs = _all_probs(tape, view)
            if isinstance(probs, str):
                return probs
            curves = split_curves(probs, loaded.dataset.targets, is_validation=loaded.is_validation)
            self._key, self._curves = key, curves
        return self._curves


def _all_probs(tape: Tape, view: View) -> np.ndarray | str:
    """The probabilities (B, K) of all rows, for which the trainer of a large table is asked; or why there are none."""
    snapshot = view.snapshot
    n_rows = snapshot.predicted.shape[1]
    if len(snapshot.rows) == n_rows:
        return snapshot.probs[0]
    if n_rows * snapshot.probs.shape[2] > MOST_CELLS:
        return TOO_MANY
    if view.moving:
        return LATER
    answer = tape.ask(ProbabilitiesQuery(), part="roc", wait_s=ANSWER_WAIT_S)
    found = answer.found if answer and answer.fresh else None
    if isinstance(found, Probabilities):
        return found.probs
    return found.sentence if found else SILENT


def _roc(session: Session, names: Sequence[str]) -> None:
    """The curves, and beside them the areas under them."""
    roc = st.session_state.setdefault("roc_curves", Roc())
    tape, loaded, feed = session.tape, session.loaded, session.feed
    found = roc.of(tape, loaded)
    if isinstance(found, str):
        st.caption(plain(found, 400))
        return
    left, right = st.columns([4, 5])

    def now() -> tuple[Split[Curves], str]:
        newest = roc.of(tape, loaded)
        return (no_curves(found), STILL) if isinstance(newest, str) else (newest, "")

    def figure() -> Panel:
        split, why = now()
        return roc_figure(split, classes=loaded.dataset.classes, why=why)

    def areas() -> tuple[Grid]:
        split, why = now()
        return (auc_grid(split, classes=names, why=why),)

    with left:
        panel = moving(figure, key="roc_chart", height=SIDE, feed=feed, often="read")
    with right:
        tables(areas, key="roc_tables", feed=feed, often="read")
        lines = "Solid lines: training rows; dotted: validation rows. " if loaded.n_validation else ""
        st.caption(f"{lines}The grey diagonal is what guessing gives. {panel.note}")
