"""Through time: how far back gradients reach in an RNN, and what truncation leaves out."""

import streamlit as st

from nets.figures.autodiff.through_time import distance_figure, reach_figure
from nets.queries.autodiff.through_time import ThroughTime, ThroughTimeQuery
from pages.autodiff.shown import Shown

GONE = 0.01  # of a gradient's norm at its own step


def through_time(shown: Shown) -> None:
    """The triangle of norms, the products' singular values, and the cut gradient."""
    found = shown.ask(ThroughTimeQuery(shown.row), part="time")
    if found is None:
        return
    left, right = st.columns(2)
    with left:
        st.caption("The norm of ∂ℓ(t)/∂h(k) for every loss t and every earlier state k")
        panel = reach_figure(found.reach)
        shown.draw(panel, key="time_reach", height=440)
        st.markdown(_far(found))
    with right:
        if len(found.largest) > 1:
            st.caption("Singular values of the product of recurrent Jacobians, from the chosen step back")
            curves = {"largest": found.largest, "smallest": found.smallest}
            panel = distance_figure(curves, across="steps back", start=0)
            shown.draw(panel, key="time_values", height=220)
        else:
            st.caption(
                "The chosen step is the first one: choose a later one to see the products that lead back from it."
            )
        st.caption("What is left out of the gradient of W_H, relative to the whole, if it is cut after so many steps")
        panel = distance_figure({"left out": found.left_out}, across="steps kept", start=1)
        shown.draw(panel, key="time_cut", height=220)
    if found.n_steps < shown.dataset.n_rows:
        st.caption(f"These are the first {found.n_steps:,} steps of the chosen row's sequence.")


def _far(found: ThroughTime) -> str:
    """How many steps back the gradient of half of the losses reaches."""
    return (
        f"A gradient falls to {GONE:.0%} of its norm at its own step after **{found.median_steps_to(GONE)}** steps "
        f"(median of {len(found.reach)}); {found.reach_first(GONE)} of them still reach the first step."
    )
