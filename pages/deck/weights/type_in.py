"""Weights typed or pasted in: a whole matrix at a time."""

import numpy as np
import streamlit as st

from nets.errors import Refusal
from nets.models.parameters import BIAS
from nets.workspace.events.typed_weights import typed_matrix
from pages.deck.weights.by_hand import set_weights, undo_button
from pages.shared.markdown import plain
from pages.shared.session import Session

MOST_SHOWN = 2000  # numbers that the field begins with
ABOUT = (
    "Sets the weights of a whole matrix by hand, at the epoch that is shown. Training then goes on from them; what the "
    "optimiser keeps of earlier steps stays as it was. Undo takes them back."
)
FORMAT = (
    "A line for each row, with blanks, tabs or commas between the numbers; or rows in brackets, as numpy and JSON "
    "write them. Numbers have a decimal point."
)


def type_in(session: Session) -> None:
    """The button that opens the field, and one that takes back what was set last."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        is_there = session.tape.view().snapshot is not None
        if st.button(
            "Type in", key="type_in", icon=":material/edit:", type="tertiary", help=ABOUT, disabled=not is_there
        ):
            _dialog(session)
        undo_button(session, key="undo_weights")


@st.dialog("Type in weights", width="large")
def _dialog(session: Session) -> None:
    fields(session)


def fields(session: Session) -> None:
    """The choice of a matrix, the field for its weights as they are, and the button that sets them as typed."""
    view = session.tape.view()
    if view.snapshot is None:
        st.caption("The weights appear as soon as the trainer has evaluated the net.")
        return
    by_name = {weight.name: weight for weight in session.loaded.weights(view.settings)}
    name = st.segmented_control("Matrix", list(by_name), default=next(iter(by_name)), required=True, key="typed_matrix")
    weight = by_name[name]
    st.caption(_shape(weight.rows, weight.columns))
    text = st.text_area(
        f"Weights of {name}",
        value=_as_text(view.snapshot.params[name][0]),
        height=240,
        key=f"typed_{name}",
        help=FORMAT,
    )
    if st.button("Set weights", key="set_weights", type="primary"):
        try:
            values = typed_matrix(text, weight, precision=view.settings.precision)
            set_weights(session, name, values)
        except Refusal as refusal:
            st.error(plain(refusal.sentence, 500), icon=":material/error:")
        else:
            st.rerun()


def _shape(rows: tuple[str, ...], columns: tuple[str, ...]) -> str:
    bias = " (the bias)" if columns[-1] == BIAS else ""
    return (
        f"{len(rows):,} rows, for {plain(rows[0], 30)} to {plain(rows[-1], 30)}; "
        f"{len(columns):,} numbers in each, for {plain(columns[0], 30)} to {plain(columns[-1], 30)}{bias}."
    )


def _as_text(weights: np.ndarray) -> str:
    """The weights as they are, to the last digit; "" where they are too many to be edited by hand."""
    return "\n".join("\t".join(map(str, row)) for row in weights) if weights.size <= MOST_SHOWN else ""
