"""Step through: its button, and the line that says which part of a step is on the screen and what comes next."""

import streamlit as st

from nets.training.client.view import View
from nets.workspace.step.step_through import PARTS
from nets.workspace.step.text import step_text
from pages.shared.components.fragment import draw_page_when
from pages.shared.session import Session
from pages.shared.settings_form import follow_fields

HELP = (
    "Takes one epoch, or one batch of it, in its parts: forward, loss, backward, update. Each press takes the next. "
    "After the last the epoch is the same, to the last bit, as after Step."
)


def is_deck(session: Session) -> bool:
    """Whether the page has the panels that show a step's parts."""
    return not session.page


def step_through_button(session: Session, view: View) -> None:
    """The button beside Step."""
    ended = view.state in ("failed", "diverged", "waiting") or view.epoch >= session.settings.epochs
    st.button(
        "Step through",
        key="step_through",
        help=HELP,
        disabled=ended or view.state == "playing",
        on_click=_press,
        args=(session,),
    )


def _press(session: Session) -> None:
    follow_fields(session)
    session.step_through()


def step_in_parts(session: Session) -> None:
    """The lines, while a step is taken in parts."""
    stepping = session.stepping
    stepping.look(session.settings, wait_s=0)
    settings = stepping.tape.settings_from(stepping.epoch, session.settings)
    text = step_text(stepping, settings, n_rows=session.loaded.dataset.n_rows)
    with st.container(key="step_line", gap=None):
        parts = " · ".join(f"**{part}**" if part == stepping.part else f":gray[{part}]" for part in PARTS)
        st.markdown(f"{parts} :gray[in {text.which}. {text.following}]")
        st.markdown(f"${text.formula}$ &ensp; {text.now}")
        if stepping.is_awaited:
            draw_page_when(lambda: _has_come(session))


def _has_come(session: Session) -> bool:
    """Whether what the step shows is known now, or is asked for no more."""
    stepping = session.stepping
    if stepping:
        stepping.look(session.settings, wait_s=0)
    return not (stepping and stepping.is_awaited)
