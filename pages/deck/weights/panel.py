"""The weights panel: every matrix of the net as a heatmap."""

from functools import partial

import numpy as np
import streamlit as st

from nets.figures.deck.weights import bound_of, weight_figure
from nets.figures.panel import Panel
from nets.models.parameters import Weight, initialise, weights_of
from nets.training.client.tape import Tape
from pages.deck.weights.type_in import type_in
from pages.shared.components.chart import moving
from pages.shared.panel_title import heading
from pages.shared.session import Session

SMALL = 9  # columns that still show their values in half a row
LARGE = 26  # columns that show no values in a whole one either
MOST_BESIDE = 3  # matrices in half a row
LEAST_SHARE = 0.3  # of the width, for a matrix beside wider ones
SHORT, LONG = 8, 12  # characters of a name, in half a row and in a whole one
NAMES = 25  # of columns that half a row has room for, upright
ROW_NAMES = 5  # of these take as much room as the names of a matrix's rows
HEIGHT = 249


def is_half(session: Session) -> bool:
    """Whether half a row is enough: for few columns, or for so many that they are a picture without numbers."""
    matrices = _weights(session)
    n_columns = sum(len(matrix.columns) for matrix in matrices)
    return n_columns <= SMALL or (n_columns > LARGE and len(matrices) <= MOST_BESIDE)


def weights(session: Session) -> None:
    """The matrices, side by side."""
    tape, view, matrices, half = session.tape, session.tape.view(), _weights(session), is_half(session)
    with st.container(border=True, key="weights", gap="xsmall", height="stretch"):
        widths = [len(matrix.columns) + 1 for matrix in matrices]  # one for the names of the rows
        widths = [max(width, LEAST_SHARE * sum(widths)) for width in widths]
        places = st.columns(widths)
        first = initialise(matrices, runs=[view.settings])
        bounds = session.memoized("bounds", [tape], dict)  # of the colours, by matrix, as they were drawn last
        for matrix, place, width in zip(matrices, places, widths, strict=True):
            room = max(3, round(NAMES * width / sum(widths)) - ROW_NAMES) if half else 16
            panel = partial(_panel, tape, matrix, first=first, bounds=bounds, limit=SHORT if half else LONG, room=room)
            with place, st.container(gap="xsmall"):
                heading(matrix.name, f"{matrix.shape[0]}×{matrix.shape[1]}")
                key = f"{matrix.name}_chart"
                shown = moving(panel, key=key, height=HEIGHT, feed=session.feed, often="studied")
                if shown.note:
                    st.caption(shown.note)
        type_in(session)


def _panel(
    tape: Tape,
    matrix: Weight,
    *,
    first: dict[str, np.ndarray],
    bounds: dict[str, float],
    limit: int,
    room: int,
) -> Panel:
    snapshot = tape.view().snapshot
    panel = weight_figure(
        (snapshot.params if snapshot else first)[matrix.name][0],
        rows=matrix.rows,
        columns=matrix.columns,
        before=bounds.get(matrix.name),
        limit=limit,
        room=room,
    )
    bounds[matrix.name] = bound_of(panel)
    return panel


def _weights(session: Session) -> tuple[Weight, ...]:
    dataset = session.loaded.dataset
    return weights_of(session.tape.view().settings, features=dataset.features, classes=dataset.classes)
