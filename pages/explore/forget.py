"""The panel's part about forgetting: the trained RNN with its state set to zero before one row."""

import streamlit as st

from nets.comparison.running import RunningPair
from nets.comparison.standing import compared
from nets.figures.explore.forget import forget_figure, forget_words
from nets.queries.forget import ForgetQuery
from nets.queries.query import Declined
from pages.shared.components.chart import live
from pages.shared.components.fragment import draw_page_when
from pages.shared.markdown import plain
from pages.shared.panel_title import heading

ABOUT = (
    "The RNN's state is all it knows of the rows before. Here it is set to zero before one row, with the weights as "
    "they are: where the predictions change, they had rested on what was remembered."
)
HEIGHT = 330
GLANCE_S = 0.3
FIRST = 4  # the row (0 up) that is proposed where MLP and RNN differ in none


def forget(running: RunningPair) -> None:
    """What forgetting before the chosen row changes, and for how long."""
    tape, dataset = running.rnn, running.pair.dataset
    heading("Forget at row k", "the RNN with its state set to zero before it", help_=ABOUT)
    view = tape.view()
    if view.moving or view.failure or not view.epoch:
        st.caption("Shown when the RNN has been trained and stands still.")
        return
    key = f"pair_forget_{tape.id}"
    _propose(key, running)
    row = st.number_input("Forget before row", 1, dataset.n_rows, key=key, width=180)
    query = ForgetQuery(int(row) - 1)
    answer = tape.ask(query, part="forget", wait_s=GLANCE_S)
    if answer is None or not answer.fresh:
        st.caption("The trainer is working this out.")
        draw_page_when(lambda: _has_answered(running, query))
    elif isinstance(answer.found, Declined):
        st.info(plain(answer.found.sentence, 400), icon=":material/info:")
    else:
        panel = forget_figure(answer.found, dataset.targets, classes=dataset.classes)
        live(panel, key="pair_forgotten", height=HEIGHT)
        st.markdown(plain(forget_words(answer.found), 400))
        if panel.note:
            st.caption(panel.note)


def _propose(key: str, running: RunningPair) -> None:
    """Choose the first row in which MLP and RNN differ now, unless a person has chosen another than was proposed."""
    first = compared(running.standings()).first
    proposed = 1 + (FIRST if first is None else first) % running.pair.dataset.n_rows
    before = st.session_state.get(f"{key}_proposed")
    if st.session_state.get(key, before) == before:
        st.session_state[key] = st.session_state[f"{key}_proposed"] = proposed


def _has_answered(running: RunningPair, query: ForgetQuery) -> bool:
    answer = running.rnn.ask(query, part="forget", wait_s=0)
    return answer is not None and answer.fresh
