"""The questions that Explore opens with: a click defines the sweep that answers one, and plays it."""

import streamlit as st

from nets.sweep.names import sweep_words
from nets.sweep.questions import Question, questions_for
from nets.workspace.exploration import Definition
from pages.explore.sweeping import ask
from pages.shared.markdown import plain
from pages.shared.session import Session


def questions(session: Session) -> None:
    """A button for each, then one to vary anything."""
    explore = session.explore
    with st.container(horizontal=True, gap="xsmall", key="questions"):
        for question in questions_for(session.settings):
            st.button(
                question.title,
                key=f"question_{question.key}",
                type="primary" if explore.definition == Definition(question.vary, question.n_seeds) else "secondary",
                on_click=_ask,
                args=(session, question),
            )
        st.button(
            "Vary it yourself",
            key="question_own",
            icon=":material/tune:",
            type="tertiary",
            on_click=_open,
            args=(session,),
        )

    if explore.trained and explore.definition.is_empty:  # Back has led here
        words = sweep_words(explore.trained.sweep, n_runs=len(explore.trained.cells.row))
        st.caption(plain(f"Nothing is asked for here. The runs below are still those of {words}.", 400))


def _ask(session: Session, question: Question) -> None:
    """Also a step of the visit, for Back to come back from."""
    asked = Definition(question.vary, question.n_seeds)
    if asked != session.explore.definition:
        session.n_puts += 1
    ask(session, asked)


def _open(session: Session) -> None:
    session.explore.is_varying = not session.explore.is_varying
