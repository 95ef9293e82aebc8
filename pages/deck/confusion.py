"""The confusion panel: how often each class is taken for each, at this epoch."""

import streamlit as st

from nets.figures.confusion import confusion_counts, confusion_figure
from pages.shared.heading import heading
from pages.shared.live import live
from pages.shared.session import Session

MOST_CLASSES = 20
BESIDE = 6  # classes whose counts are still legible beside the predictions


def confusion(session: Session) -> None:
    """Labels downwards, predictions across: what is right stands on the diagonal."""
    view, dataset = session.tape.view(), session.cassette.dataset
    with st.container(border=True, key="confusion"):
        heading("Confusion", "rows of each label, by what is predicted")
        if view.snapshot is None:
            st.caption("It appears as soon as the trainer has looked at the net.")
            return
        counts = confusion_counts(view.snapshot.probs[0], dataset.targets, n_classes=len(dataset.classes))
        panel = confusion_figure(counts, classes=dataset.classes)
        live(panel.figure, key="confusion_chart", height=_height(len(dataset.classes)), label=panel.label)


def _height(n_classes: int) -> int:
    return 400 if n_classes <= BESIDE else 180 + 26 * n_classes
