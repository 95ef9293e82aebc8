"""A part of a page that is drawn anew alone."""

from collections.abc import Callable

import streamlit as st


def alone(draw: Callable, *, every: float | None = None) -> Callable:
    """`draw` as a fragment, drawn anew by itself every so many seconds, in a container of its own.

    Where a fragment begins to be drawn anew while the page before it is still to be sent, Streamlit takes the
    fragment's older drawing out of that page, and the browser closes the gap: all that stands beside it moves up by
    one, and what is sent to its place next comes to another's, or to none, which ends the page ("Cannot set a node
    at a delta path"). In a container nothing stands beside it.
    """

    def drawn(*args, **kwargs) -> None:
        with st.container():
            st.fragment(draw, run_every=every)(*args, **kwargs)

    return drawn
