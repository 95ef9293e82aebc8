"""The loss panel: the cost of every epoch as it falls."""

import numpy as np
import streamlit as st

from nets.figures.deck.loss import loss_figure
from nets.figures.panel import Panel
from nets.training.client.tape import Tape
from pages.deck.height import height
from pages.shared.components.chart import moving
from pages.shared.panel_title import heading
from pages.shared.session import Session


def loss(session: Session) -> None:
    """The curve, on a linear or a logarithmic axis."""
    tape = session.tape
    with st.container(border=True, key="loss", gap="xsmall", height="stretch"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            is_tested = session.loaded.n_validation > 0
            heading("Loss", "mean −log p, nats; dotted: validation rows" if is_tested else "mean −log p, nats")
            log = st.toggle("log axis", key="log", persist_state="session")
        moving(
            lambda: _panel(tape, log=log),
            key="loss_chart",
            height=height(session),
            grows=True,
            feed=session.feed,
            often="watched",
        )


def _panel(tape: Tape, *, log: bool) -> Panel:
    view = tape.view()
    return loss_figure(
        np.arange(len(view.losses)),
        view.losses,
        n_epochs=view.settings.epochs,
        log=log,
        tape=tape.id,
        diverged_at=view.diverged_at,
        is_validation=view.scores[:, 1] if view.scores.shape[1] > 1 else None,
        at=view.epoch,
    )
