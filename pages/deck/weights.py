"""The weights panel: every matrix of the net as a heatmap."""

import streamlit as st

from nets.figures.weights import bound_of, weight_figure
from nets.models.parameters import Weight, initialise, weights_of
from pages.shared.heading import heading
from pages.shared.live import live
from pages.shared.session import Session

SMALL = 9  # columns that still show their values in half a row
LARGE = 26  # columns that show no values in a whole one either
MOST_BESIDE = 3  # matrices in half a row
LEAST_SHARE = 0.3  # of the width, for a matrix beside wider ones
SHORT, LONG = 8, 12  # characters of a name, in half a row and in a whole one
NAMES = 26  # of columns that half a row has room for, upright
HEIGHT = 276


def is_half(session: Session) -> bool:
    """Whether half a row is enough: for few columns, or for so many that they are a picture without numbers."""
    matrices = _weights(session)
    n_columns = sum(len(matrix.columns) for matrix in matrices)
    return n_columns <= SMALL or (n_columns > LARGE and len(matrices) <= MOST_BESIDE)


def weights(session: Session) -> None:
    """The matrices, side by side."""
    view, matrices, half = session.tape.view(), _weights(session), is_half(session)
    with st.container(border=True, key="weights", gap="xsmall", height="stretch"):
        widths = [len(matrix.columns) + 1 for matrix in matrices]  # one for the names of the rows
        widths = [max(width, LEAST_SHARE * sum(widths)) for width in widths]
        places = st.columns(widths)
        params = view.snapshot.params if view.snapshot else initialise(matrices, runs=[view.settings])
        bounds = session.kept("bounds", [session.tape], dict)  # of the colours, by matrix, as they were drawn last
        for matrix, place, width in zip(matrices, places, widths, strict=True):
            with place, st.container(gap="xsmall"):
                heading(matrix.name, f"{matrix.shape[0]}×{matrix.shape[1]}")
                panel = weight_figure(
                    params[matrix.name][0],
                    rows=matrix.rows,
                    columns=matrix.columns,
                    before=bounds.get(matrix.name),
                    limit=SHORT if half else LONG,
                    room=max(2, round(NAMES * width / sum(widths)) - 3) if half else 16,
                )
                bounds[matrix.name] = bound_of(panel)
                live(panel.figure, key=f"{matrix.name}_chart", height=HEIGHT, label=panel.label)
                if panel.note:
                    st.caption(panel.note)


def _weights(session: Session) -> tuple[Weight, ...]:
    dataset = session.cassette.dataset
    return weights_of(session.tape.view().settings, features=dataset.features, classes=dataset.classes)
