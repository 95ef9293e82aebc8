"""A sentence where what is drawn is not the sweep that is asked for: what belongs together stands together."""

import streamlit as st

from nets.sweep.names import sweep_words
from pages.explore.sweeping import Asked
from pages.shared.markdown import plain
from pages.shared.session import Session


def stale(session: Session, asked: Asked | None) -> None:
    """Said above the panels, until Play has trained the other sweep."""
    explore = session.explore
    with st.container():  # there also when nothing is said, so that the panels keep their place
        trained = explore.trained
        if trained is None or asked is None or explore.is_trained(asked.sweep, session.dataset.sha256):
            return
        now = f"Play trains {sweep_words(asked.sweep, n_runs=asked.estimate.n_runs)} anew"
        if trained.data != session.dataset.sha256:
            of, on = trained.loaded.table.name, session.table.name
            sentence = f"These runs are of another table, {of}. {now}, on {on}."
        elif trained.sweep.axes != asked.sweep.axes or trained.sweep.n_seeds != asked.sweep.n_seeds:
            sentence = (
                f"These runs are of another sweep: {sweep_words(trained.sweep, n_runs=len(trained.cells.row))}. {now}."
            )
        else:
            sentence = f"The settings have changed since these runs were trained. {now}."
        st.info(plain(sentence, 600), icon=":material/info:")
