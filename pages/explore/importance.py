"""The importance panel: which setting mattered how much for a run to be among the best."""

import threading
from dataclasses import dataclass, field

import streamlit as st

from nets.figures.explore.importance import importance_figure
from nets.sweep.panels.map_places import mapped_cells
from nets.sweep.scores import Terms
from nets.sweep.study.importance import Importance, importance_of
from nets.sweep.view import SweepView
from pages.explore.sweeping import terms_of, view_of
from pages.shared.components.chart import live
from pages.shared.components.fragment import alone
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.session import Session

ROW_PX = 34
LOOK_S = 0.5  # how often to look for what is being worked out
HELP = (
    "PED-ANOVA (Watanabe et al., 2023), as Optuna has it: how differently a setting is distributed among the best "
    "tenth of the runs and among all of them. Whiskers are 90 % intervals. The grey mark is what a setting without any "
    "effect would reach in one of twenty cases: at or below it nothing is known. The better half asks what still "
    "matters among runs that are good already."
)
ONLY_SEEDS = (
    "Only the seed differs from run to run, so there is nothing to compare it with. Vary a setting as well to see "
    "whether it matters more than the start."
)
WHOLE, LOCAL = "whole range", "better half"


@dataclass
class Worked:
    """What a thread works out; `found` is None until it is there."""

    found: Importance | None = None
    over: threading.Event = field(default_factory=threading.Event)


def has_room_below_maps(session: Session) -> bool:
    """Whether the maps leave room for it, so that the table of runs can stand beside both."""
    trained = session.explore.trained
    return trained is not None and mapped_cells(trained.cells).are_low


def importance(session: Session) -> None:
    """The bars; worked out beside the page, when the runs stand still."""
    view = view_of(session)
    if view is None:
        return
    with st.container(border=True, key="importance", gap="xsmall"):
        if not view.sweep.axes:
            heading("What mattered", "for a run to be among the best", help_=HELP)
            st.caption(ONLY_SEEDS)
            return
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            heading("What mattered", "for a run to be among the best", help_=HELP)
            where = st.segmented_control(
                "Where",
                [WHOLE, LOCAL],
                default=WHOLE,
                required=True,
                key="importance_region",
                label_visibility="collapsed",
                persist_state="session",
            )
        if view.state == "playing" or not view.at:
            st.caption("Worked out as soon as the runs stand still.")
            return
        worked = _worked(session, view, region=1.0 if where == WHOLE else 0.5)
        alone(_show, every=None if worked.over.is_set() else LOOK_S)(worked, is_awaited=not worked.over.is_set())


def _show(worked: Worked, *, is_awaited: bool) -> None:
    if not worked.over.is_set():
        st.caption("Working it out…")
        return
    if is_awaited:
        st.rerun()  # the whole page once more, without the timer
    found = worked.found
    if found is None:
        st.caption("It could not be worked out for these runs.")
        return
    if found.settings:
        height = 34 + ROW_PX * len(found.settings)
        live(importance_figure(found), key="importance_chart", height=height)
    if found.warning:
        st.warning(plain(found.warning, 300), icon=":material/warning:")


def _worked(session: Session, view: SweepView, *, region: float) -> Worked:
    """What is worked out of these runs at this epoch, begun when it is asked for first."""
    known: dict[tuple, Worked] = st.session_state.setdefault("importance_worked", {})
    key = (session.explore.trained.tape.id, view.at, tuple(view.epochs.tolist()), region)
    if key not in known:
        known.clear()
        known[key] = Worked()
        score = "validation_loss" if view.has_validation else "loss"
        thread = threading.Thread(
            target=_work, args=(known[key], view, score, terms_of(session, view), region), daemon=True
        )
        thread.start()
    return known[key]


def _work(worked: Worked, view: SweepView, score: str, terms: Terms, region: float) -> None:
    try:
        worked.found = importance_of(view, score, terms, region=region)
    finally:
        worked.over.set()
