"""Synthetic problems: tables made by a known rule."""

import streamlit as st

from nets.data.datasets.synthetic import MAX_POINTS, MAX_SEED, PROBLEMS
from pages.shared.panel_title import heading
from pages.shared.session import Session

BY_KEY = {problem.key: problem for problem in PROBLEMS}
NETS = {"mlp": "MLP", "rnn": "RNN"}


def problems(session: Session) -> None:
    """The problem, its number of rows, noise and seed. The button makes it the visitor's table."""
    with st.container(border=True, key="problems"):
        heading("Synthetic problems", "tables made by a known rule")
        key = st.selectbox(
            "Problem",
            list(BY_KEY),
            format_func=lambda key: f"{BY_KEY[key].title} ({NETS[BY_KEY[key].net]})",
            key="problem",
            persist_state="session",
            on_change=_usual_noise,
        )
        problem = BY_KEY[key]
        st.caption(problem.formula)
        left, middle, right = st.columns(3)
        left.number_input("Rows", 4, MAX_POINTS, 200, step=50, key="problem_rows", persist_state="session")
        middle.number_input(
            "Noise",
            0.0,
            10.0,
            problem.noise,
            step=0.05,
            key="problem_noise",
            persist_state="session",
            help="The standard deviation of a normal number added to each feature.",
        )
        right.number_input("Seed", 0, MAX_SEED, 0, step=1, key="problem_seed", persist_state="session")
        st.button(
            "Make this table",
            key="make_problem",
            icon=":material/casino:",
            on_click=_make,
            args=(session,),
        )
        st.caption(f"It replaces your own table. Train the {NETS[problem.net]} on it: see Net in the sidebar.")


def _usual_noise() -> None:
    problem = BY_KEY.get(st.session_state["problem"])
    if problem:
        st.session_state["problem_noise"] = problem.noise


def _make(session: Session) -> None:
    """By what the widgets tell with the click: the page may not have been drawn since they were changed."""
    of = st.session_state
    if of["problem"] in BY_KEY:
        session.make_problem(of["problem"], n=of["problem_rows"], noise=of["problem_noise"], seed=of["problem_seed"])
