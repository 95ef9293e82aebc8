"""The hidden panel: what a recurrent net remembers, over time."""

import numpy as np
import streamlit as st

from nets.figures.hidden import hidden_figure
from pages.shared.heading import heading
from pages.shared.live import live
from pages.shared.session import Session

HEIGHT = 260


def hidden(session: Session) -> None:
    """The state after each time step, and under it the labels."""
    view, dataset = session.tape.view(), session.cassette.dataset
    with st.container(border=True, key="hidden", gap="xsmall"):
        heading("Hidden state", "h after each time step; the strip below is the label")
        states = view.snapshot.hidden[0] if view.snapshot else np.zeros((1, view.settings.hidden_units))
        panel = hidden_figure(
            states,
            units=[f"h{i + 1}" for i in range(states.shape[1])],
            labels=dataset.targets,
            classes=dataset.classes,
        )
        live(panel.figure, key="hidden_chart", height=HEIGHT, label=panel.label)
        if panel.note:
            st.caption(panel.note)
