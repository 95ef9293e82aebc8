"""The confusion panel: how many rows of each class are predicted as each class, at this epoch."""

import streamlit as st

from nets.data.prepare.dataset import Dataset
from nets.figures.deck.confusion import confusion_figure
from nets.figures.panel import Panel
from nets.metrics import confusion_counts
from nets.training.client.view import View
from pages.deck.height import height
from pages.shared.components.chart import moving
from pages.shared.panel_title import heading
from pages.shared.session import Session

MOST_CLASSES = 20
BESIDE = 4  # classes whose counts are still legible beside the curve


def is_shown(session: Session) -> bool:
    """Whether there are few enough classes for the matrix to be legible."""
    return len(session.loaded.dataset.classes) <= MOST_CLASSES


def is_beside(session: Session) -> bool:
    """Whether it is small enough to stand beside the loss."""
    return len(session.loaded.dataset.classes) <= BESIDE


def confusion(session: Session) -> None:
    """Labels downwards, predicted classes across: right predictions are on the diagonal."""
    tape, view, dataset = session.tape, session.tape.view(), session.loaded.dataset
    beside = is_beside(session)
    with st.container(border=True, key="confusion", gap="xsmall", height="stretch"):
        heading("Confusion", "label by prediction")
        if view.snapshot is None:
            st.caption("It appears as soon as the trainer has evaluated the net.")
            return
        moving(
            lambda: _panel(tape.view(), dataset, narrow=beside),
            key="confusion_chart",
            height=height(session) if beside else 180 + 26 * len(dataset.classes),
            grows=beside,
            feed=session.feed,
            often="read",
        )


def _panel(view: View, dataset: Dataset, *, narrow: bool) -> Panel:
    counts = confusion_counts(view.snapshot.predicted[0], dataset.targets, n_classes=len(dataset.classes))
    return confusion_figure(counts, classes=dataset.classes, narrow=narrow)
