"""What the panel Weights is to show: which numbers, as a matrix or a histogram, in colours of which scale."""

from dataclasses import dataclass

import streamlit as st

from nets.workspace.step.shown import Kind
from pages.shared.session import Session

KINDS: dict[Kind, str] = {"weights": "Weights", "gradients": "Gradients", "updates": "Updates"}
# What is on the screen in each part of a step that is taken in its parts.
OF_PART: dict[str, Kind] = {"forward": "weights", "loss": "weights", "backward": "gradients", "update": "weights"}


@dataclass(frozen=True)
class Choice:
    """`is_one_scale`: one scale for all epochs, else one for each."""

    kind: Kind
    is_histogram: bool
    is_one_scale: bool


def chosen(session: Session) -> Choice:
    """The choice, to be made here; while a step is taken in parts its part decides which numbers there are."""
    with st.popover("", icon=":material/tune:", key="weights_view", type="tertiary", help="Histogram, and the scale."):
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
            "and updates the largest that was shown of this run. Else as far as those of the epoch need.",
        )
    stepping = session.stepping
    if stepping:
        return Choice(OF_PART[stepping.part], is_histogram, is_one_scale)
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
    return Choice(kind or "weights", is_histogram, is_one_scale)
