"""The loss panel: the cost of every epoch as it falls."""

import numpy as np
import streamlit as st

from nets.figures.loss import loss_figure
from pages.deck.height import height
from pages.shared.heading import heading
from pages.shared.live import live
from pages.shared.session import Session


def loss(session: Session) -> None:
    """The curve, on a linear or a logarithmic axis."""
    view = session.tape.view()
    held_out = view.scores[:, 1] if view.scores.shape[1] > 1 else None
    with st.container(border=True, key="loss", gap="xsmall", height="stretch"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            heading("Loss", "mean −log p, nats" if held_out is None else "mean −log p, nats; dotted: held-out rows")
            log = st.toggle("log axis", key="log", persist_state="session")
        panel = loss_figure(
            np.arange(len(view.losses)),
            view.losses,
            n_epochs=view.settings.epochs,
            log=log,
            tape=session.tape.id,
            diverged_at=view.diverged_at,
            held_out=held_out,
            at=view.epoch,
        )
        live(panel.figure, key="loss_chart", height=height(session), grows=True, label=panel.label)
