"""The panels that move: the loss, the weights, and the RNN's hidden state."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from nets.figures.hidden import hidden_figure
from nets.figures.loss import loss_figure
from nets.figures.weights import weight_figure
from nets.models.parameters import Weight, initialise, weights_of
from nets.training.tape import View
from pages.shared.heading import heading
from pages.shared.live import live
from pages.shared.session import Session

BESIDE = 9  # columns of weights that still show their values beside the loss
ABREAST = 30  # columns of weights that still show their values side by side, in a row of their own


def panels(session: Session) -> None:
    """Every panel that is drawn anew while the tape plays."""
    view = session.tape.view()
    weights = weights_of(
        view.settings, features=session.cassette.dataset.features, classes=session.cassette.dataset.classes
    )
    n_columns = sum(len(weight.columns) for weight in weights)
    left, right = st.columns([5, 4]) if n_columns <= BESIDE else (st.container(), st.container())
    with left:
        _loss(session, view)
    with right:
        _weights(weights, view, abreast=n_columns <= ABREAST)
    if view.settings.net == "rnn":
        _hidden(session, view)


def _loss(session: Session, view: View) -> None:
    held_out = view.scores[:, 1] if view.scores.shape[1] > 1 else None
    with st.container(border=True, key="loss"):
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
        live(panel.figure, key="loss_chart", height=340, label=panel.label)


def _weights(weights: Sequence[Weight], view: View, *, abreast: bool) -> None:
    with st.container(border=True, key="weights"):
        widths = [len(weight.columns) + 1 for weight in weights]  # one for the names of the rows
        places = st.columns(widths) if abreast else [st.container() for _ in weights]
        params = view.snapshot.params if view.snapshot else initialise(weights, runs=[view.settings])
        for weight, place in zip(weights, places, strict=True):
            with place:
                heading(weight.name, f"{weight.shape[0]}×{weight.shape[1]}")
                panel = weight_figure(params[weight.name][0], rows=weight.rows, columns=weight.columns)
                live(panel.figure, key=f"{weight.name}_chart", height=340, label=panel.label)
                if panel.note:
                    st.caption(panel.note)


def _hidden(session: Session, view: View) -> None:
    with st.container(border=True, key="hidden"):
        heading("Hidden state", "h after each time step; the strip below is the label")
        hidden = view.snapshot.hidden[0] if view.snapshot else np.zeros((1, view.settings.hidden_units))
        panel = hidden_figure(
            hidden,
            units=[f"h{i + 1}" for i in range(hidden.shape[1])],
            labels=session.cassette.dataset.targets,
            classes=session.cassette.dataset.classes,
        )
        live(panel.figure, key="hidden_chart", height=260, label=panel.label)
        if panel.note:
            st.caption(panel.note)
