"""The hidden panel: the hidden state of an RNN over time."""

import numpy as np
import streamlit as st

from nets.data.prepare.dataset import Dataset
from nets.figures.deck.hidden import hidden_figure
from nets.figures.panel import Panel
from nets.training.client.view import View
from pages.shared.components.chart import moving
from pages.shared.panel_title import heading
from pages.shared.session import Session

HEIGHT = 260
GAPS = (
    "Rows with a missing value were left out: the steps before and after them are neighbours here, and the state is "
    "carried over the gap. The Data page can fill missing values instead."
)


def hidden(session: Session) -> None:
    """The state after each time step, and under it the labels."""
    tape, dataset = session.tape, session.loaded.dataset
    with st.container(border=True, key="hidden", gap="xsmall"):
        heading("Hidden state", "h after each time step; the strip below is the label")
        panel = moving(
            lambda: _panel(tape.view(), dataset),
            key="hidden_chart",
            height=HEIGHT,
            feed=session.feed,
            often="studied",
        )
        for note in (panel.note, GAPS if dataset.has_gaps else ""):
            if note:
                st.caption(note)


def _panel(view: View, dataset: Dataset) -> Panel:
    states = view.snapshot.hidden[0] if view.snapshot else np.zeros((1, view.settings.hidden_units))
    return hidden_figure(
        states,
        units=[f"h{i + 1}" for i in range(states.shape[1])],
        labels=dataset.targets,
        classes=dataset.classes,
    )
