"""The scores panel: how good the predictions are, over all rows and class by class, training beside validation."""

import threading
from collections.abc import Sequence

import streamlit as st

from nets.data.prepare.validation_text import validation_text
from nets.figures.deck.scores import class_grid, overall_grid
from nets.figures.grid import Grid
from nets.metrics import load, split_scores
from nets.training.client.view import View
from nets.workspace.loaded_data import LoadedData
from pages.deck.scores.curves import class_curves
from pages.shared.components.table import tables
from pages.shared.markdown import in_a_list
from pages.shared.panel_title import heading
from pages.shared.session import Session

HELP = (
    "Counted over all rows. **Precision**: of the rows predicted as a class, the share whose label it is. **Recall**: "
    "of the rows with a label, the share predicted as it. **F1**: their harmonic mean. **Balanced accuracy**: the mean "
    "recall of the classes. A dash is a number that is not defined: precision where no row is predicted as the class, "
    "recall where no row has the label."
)
CURVES_HELP = (
    "Each class against all others, by its probability. **ROC**: as the threshold on it falls, the true positive rate "
    "(the share of the class's rows predicted as it) against the false positive rate (that of the other rows). The "
    "area under it, AUC, is 0.5 for guessing, 1 where one threshold tells the class from all others. "
    "**Precision-recall**: the same thresholds. The average precision, AP, tells more than AUC where a class is rare. "
    "**Calibration**: rows in ten bins by probability; on the diagonal, of the rows with 0.7 seven in ten have the "
    "label. The Brier score is the mean squared difference of probability and label: less is better."
)
UNSPLIT = "There is no validation split: every row that is scored here is one the net is trained on."


def scores(session: Session) -> None:
    """Both tables, and the curves of each class on a switch."""
    tape, loaded = session.tape, session.loaded
    _loading()
    with st.container(border=True, key="scores", gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            heading("Scores", "of the predictions, over all rows", help_=HELP)
            with_curves = st.toggle("Curves", key="roc", persist_state="session", help=CURVES_HELP)
        if tape.view().snapshot is None:
            st.caption("They appear as soon as the trainer has evaluated the net.")
            return
        names = tuple(in_a_list(loaded.dataset.classes, 24).values())
        tables(lambda: _grids(tape.view(), loaded, names), key="scores_tables", feed=session.feed, often="read")
        st.caption(validation_text(tape.view().settings, loaded.dataset, loaded.is_validation) or UNSPLIT)
        if with_curves:
            class_curves(session, names)


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
