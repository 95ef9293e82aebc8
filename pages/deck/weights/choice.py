"""What the panel Weights is to show: which numbers, as a matrix or a histogram, in colours of which scale."""

from dataclasses import dataclass

import streamlit as st

from nets.models.parameters import Weight
from nets.workspace.step.shown import Kind
from pages.deck.weights.cell import cell_field
from pages.shared.session import Session

KINDS: dict[Kind, str] = {"weights": "Weights", "gradients": "Gradients", "updates": "Updates"}
# What is on the screen in each part of a step that is taken in its parts.
OF_PART: dict[str, Kind] = {"forward": "weights", "loss": "weights", "backward": "gradients", "update": "weights"}

HELP: dict[Kind, str] = {
    "weights": "A row for each unit, a column for each of its inputs. Green is above zero, violet below. Click a cell "
    "for its history.",
    "gradients": "The gradient of the loss and the penalties, before it is clipped, at the epoch that is shown. The "
    "rows are those of the next step: all that are trained on, or those of its first batch, with the units left out "
    "that dropout leaves out then.",
    "updates": "What the next step adds to each weight: what the optimiser makes of the gradient. ‖ΔW‖/‖W‖ is the "
    "length of the update of a matrix over that of its weights. As a rule of thumb it is about 1e-3: far less is slow, "
    "far more may overshoot. Small nets with plain gradient descent, as the lecture's, often stand more.",
}


@dataclass(frozen=True)
class Choice:
    """`is_one_scale`: one scale for all epochs, else one for each."""

    kind: Kind
    is_histogram: bool
    is_one_scale: bool


def chosen(session: Session, matrices: tuple[Weight, ...]) -> Choice:
    """The choice, to be made here; while a step is taken in parts its part decides which numbers there are."""
    with st.popover("View", key="weights_view", type="tertiary"):
        about = st.empty()
        is_histogram = st.toggle(
            "Histogram",
            key="weights_histogram",
            persist_state="session",
            help="How many numbers of each matrix there are of each size, in place of the matrix.",
        )
        is_one_scale = st.toggle(
            "One scale for all epochs",
            key="weights_one_scale",
            persist_state="session",
            help="Colours and bins reach as far as the largest weight of all epochs that are kept, and of gradients "
            "and updates the largest that was shown of this run. Else they follow the epoch, in steps.",
        )
        cell_field(matrices)
    kind = OF_PART[session.stepping.part] if session.stepping else _kind()
    about.caption(HELP[kind])
    return Choice(kind, is_histogram, is_one_scale)


def _kind() -> Kind:
    kind = st.segmented_control(
        "Numbers",
        list(KINDS),
        format_func=KINDS.__getitem__,
        default="weights",
        required=True,
        key="weights_shown",
        persist_state="session",
        label_visibility="collapsed",
    )
    return kind or "weights"
