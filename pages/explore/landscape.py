"""The landscape panel: the loss over a plane through the net's weights, and the tape's path on it."""

from typing import NamedTuple

import streamlit as st

from nets.errors import Refusal
from nets.figures.explore.landscape import landscape_figure
from nets.landscape.paths import Question, question_of
from nets.processes.serialization import encode
from nets.queries.landscape import Landscape
from nets.queries.query import Declined
from nets.workspace.difference import names_of
from nets.workspace.run import Run
from pages.shared.components.chart import live
from pages.shared.components.fragment import alone, draw_page_when
from pages.shared.kept import kept_choice
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.session import Session

ABOUT = (
    "A net's weights are one point among all that it could have, and training is a path through them. Here is the loss "
    "on a plane cut through that space: 64 by 64 nets, evaluated on the training rows. Along the principal components "
    "of the tape's own path it shows where training went; along two random directions, each unit's weights as long as "
    "the net's own, it shows how flat the place is where it ended (Li et al. 2018)."
)
PLANES = {"the path's plane": "path", "random directions": "random"}
FORMS = ("contours", "surface")
HEIGHT = 460
GLANCE_S = 0.3
ON = "landscape_on"  # asked for once, it follows the tape for as long as the visitor stays
FOUND = "landscape_found"


class Found(NamedTuple):
    """The landscape of a question, whose bytes are `key`."""

    key: bytes
    question: Question
    landscape: Landscape


def landscape(session: Session) -> None:
    """The panel; it draws itself anew when the trainer has answered."""
    alone(_landscape)(session)


def _landscape(session: Session) -> None:
    with st.container(border=True, key="landscape", gap="xsmall"):
        heading("Landscape", "the loss over a plane through the weights", help_=ABOUT)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            plane = PLANES[kept_choice("Plane", list(PLANES), key="landscape_plane")]
            form = kept_choice("Drawn as", list(FORMS), key="landscape_form")
            seed = _seed() if plane == "random" else 0
            if not st.session_state.get(ON):
                st.button("Draw the landscape", key="landscape_draw", type="primary", on_click=_turn_on)
        if not st.session_state.get(ON):
            return
        tape, view = session.tape, session.tape.view()
        if view.failure:
            st.caption(plain(view.failure, 400))
            return
        if view.moving or view.snapshot is None:
            st.caption("The landscape is drawn when the tape stands still.")
            draw_page_when(lambda: not tape.view().moving)
            return
        try:
            question = question_of(session.run, _others(session), directions=plane, seed=seed)
        except Refusal as refusal:
            st.info(plain(refusal.sentence, 400), icon=":material/info:")
            return
        found = _found(session, question)
        if isinstance(found, Found):
            _draw(session, found, is_surface=form == "surface")
        elif isinstance(found, Declined):
            st.info(plain(found.sentence, 400), icon=":material/info:")
        else:
            st.caption("The trainer evaluates 4,096 nets; of a larger net on a larger table that takes some seconds.")
            draw_page_when(lambda: tape.ask(question.query, part="landscape", wait_s=0) is not None)


def _others(session: Session) -> list[Run]:
    """The kept runs, the pinned ones first: not all may have room."""
    return sorted(session.runs.newest(), key=lambda run: not session.runs.is_pinned(run))


def _turn_on() -> None:
    st.session_state[ON] = True


def _seed() -> int:
    return st.number_input(
        "Seed", 0, 2**32 - 1, 1, key="landscape_seed", persist_state="session", width=120, help="Draws the directions."
    )


def _found(session: Session, question: Question) -> Found | Declined | None:
    """The landscape, asked for once: what the question needs of the net stands in it, whichever epoch is looked at."""
    key = encode(question.query)
    kept = st.session_state.get(FOUND)
    if kept is not None and kept.key == key:
        return kept
    answer = session.tape.ask(question.query, part="landscape", wait_s=GLANCE_S)
    if answer is None or isinstance(answer.found, Declined):
        return answer and answer.found
    st.session_state[FOUND] = Found(key, question, answer.found)
    return st.session_state[FOUND]


def _draw(session: Session, found: Found, *, is_surface: bool) -> None:
    runs, query = found.question.runs, found.question.query
    names = names_of([run.facts for run in runs], session.run.facts_on_deck) if runs else []
    panel = landscape_figure(
        found.landscape,
        names=[name or "the same settings" for name in names],
        directions=query.directions,
        surface=is_surface,
        at=session.tape.view().epoch,
        tape=session.tape.id,
    )
    live(panel, key="landscape_surface" if is_surface else "landscape_contours", height=HEIGHT, grows=True)
    st.caption(plain(panel.note, 1200))
