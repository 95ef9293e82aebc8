"""The picked run: its name and star, and the ways to take it along."""

import streamlit as st

from nets.errors import Refusal
from nets.sweep.names import run_name
from nets.sweep.panels.progress import epoch_to_take
from nets.sweep.sweep import Member
from nets.sweep.view import SweepView
from nets.training.client.sweep_tape import Taken
from pages.shared.markdown import plain
from pages.shared.session import Session

ANSWER_WAIT_S = 10.0
SILENT = "The trainer has not answered: press the button again in a moment."
TO_THE_DECK = (
    "The deck's tape becomes this run, at this epoch and with its curve; Play there trains on. Trained alone from the "
    "start it has the same curve but for rounding."
)
PIN = "Its curve stays on the deck's loss chart, whatever comes next."
OF_ANOTHER_TABLE = "This run is of another table than the one that is on the deck now."


def picked(session: Session, view: SweepView) -> None:
    """What is picked, if anything is, and the buttons that take it along."""
    marks = session.explore.marks
    run = marks.picked
    if run is None:
        st.caption("Pick a run: click a curve, a cell, a map or a row.")
        return
    name = marks.names.get(run) or run_name(view.sweep, view.members[run])
    st.markdown(f"**Picked:** {plain(name, 120)}")
    is_of_table = session.explore.trained.data == session.dataset.sha256
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="picked"):
        st.button(
            "To the deck",
            key="to_deck",
            icon=":material/album:",
            help=TO_THE_DECK if is_of_table else OF_ANOTHER_TABLE,
            disabled=not is_of_table,
            on_click=_to_deck,
            args=(session, run),
        )
        st.button(
            "Pin",
            key="pin",
            icon=":material/push_pin:",
            help=PIN if is_of_table else OF_ANOTHER_TABLE,
            disabled=not is_of_table,
            on_click=_pin,
            args=(session, run),
        )
        is_starred = run in marks.starred
        st.button(
            "Starred" if is_starred else "Star",
            key="star",
            icon=":material/star:",
            type="primary" if is_starred else "secondary",
            on_click=lambda: marks.starred.symmetric_difference_update({run}),
        )
        st.text_input(
            "Name",
            value=marks.names.get(run, ""),
            key=f"name_run_{run}",
            placeholder="name it",
            label_visibility="collapsed",
            width=140,
            max_chars=60,
            on_change=lambda: marks.names.update({run: st.session_state[f"name_run_{run}"].strip()}),
        )


def _to_deck(session: Session, run: int) -> None:
    """Put the run on the deck, and open that."""
    taken = _taken(session, run)
    if taken:
        session.put_on_deck(_member(session, run).settings, history=taken.scores, snapshot=taken.snapshot)
        session.explore.opens_deck = session.problem is None


def _pin(session: Session, run: int) -> None:
    taken, member = _taken(session, run), _member(session, run)
    if taken is None:
        return
    try:
        session.pin(session.run_from(member.settings, history=taken.scores, snapshot=taken.snapshot))
    except Refusal as refusal:
        session.problem = refusal.sentence
    if session.problem is None:
        session.notice = f"Pinned to the deck's loss chart: {run_name(session.explore.trained.sweep, member)}."


def _member(session: Session, run: int) -> Member:
    return session.explore.trained.tape.view().members[run]


def _taken(session: Session, run: int) -> Taken | None:
    """The run with its weights at the playhead; None, and why, if the trainer is silent."""
    session.problem = session.notice = None
    session.feed.page_is_due = True  # what comes of it is said above the panels, or on another page
    tape = session.explore.trained.tape
    taken = tape.take(run, epoch_to_take(tape.view(), run), wait_s=ANSWER_WAIT_S)
    if taken is None:
        session.problem = SILENT
    return taken
