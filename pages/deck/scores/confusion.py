"""The confusion panel: how many rows of each class are predicted as each class, at this epoch."""

from dataclasses import replace

import numpy as np
import streamlit as st

from nets.data.prepare.dataset import Dataset
from nets.figures.deck.confusion import confusion_figure
from nets.figures.panel import Panel
from nets.metrics import confusion_counts
from nets.training.client.view import View
from pages.deck.height import growth, height
from pages.deck.rows import CHOICE, choice_of_rows, rows_among
from pages.deck.scores.cell_rows import cell_rows, choose_cell, is_chosen
from pages.shared.components.chart import Place, clickable
from pages.shared.panel_title import heading
from pages.shared.session import Session

MOST_CLASSES = 20
BESIDE = 4  # classes whose counts are still legible beside the curve


def is_shown(session: Session) -> bool:
    """Whether there are few enough classes for the matrix to be legible."""
    return len(session.loaded.dataset.classes) <= MOST_CLASSES


def is_narrow(session: Session) -> bool:
    """Whether it is small enough to stand beside another panel."""
    return len(session.loaded.dataset.classes) <= BESIDE


def confusion(session: Session) -> None:
    """Labels downwards, predicted classes across: right predictions are on the diagonal."""
    tape, view, loaded = session.tape, session.tape.view(), session.loaded
    narrow, dataset = is_narrow(session), loaded.dataset
    with st.container(border=True, key="confusion", gap="xsmall", height="stretch"):
        heading("Confusion", "label by prediction", help_="Click a cell to see its rows.")
        among = rows_among(loaded, choice_of_rows("confusion_rows", with_all=False)) if loaded.n_validation else None
        if view.snapshot is None:
            st.caption("It appears as soon as the trainer has evaluated the net.")
            return
        high = height(session) - CHOICE * (among is not None) if narrow else 180 + 26 * len(dataset.classes)
        clickable(
            lambda: _panel(tape.view(), dataset, among, narrow=narrow),
            Place("confusion_chart", high, growth(session) if narrow else 0),
            feed=session.feed,
            often="read",
            on_pick=lambda x, y: choose_cell(session, label=round(y), predicted=round(x)),
        )
    if session.panels.alone == "confusion" and is_chosen(session):
        cell_rows(session)


def _panel(view: View, dataset: Dataset, among: np.ndarray | None, *, narrow: bool) -> Panel:
    n_classes = len(dataset.classes)
    counts = confusion_counts(view.snapshot.predicted[0], dataset.targets, n_classes=n_classes, among=among)
    panel = confusion_figure(counts, classes=dataset.classes, narrow=narrow)
    return replace(panel, epoch=view.epoch)
