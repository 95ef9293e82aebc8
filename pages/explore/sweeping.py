"""What is done to the sweep of a visitor: asked for, played, paused, reset, and picked from."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from nets.errors import Refusal
from nets.settings import Settings
from nets.sweep.estimate import Estimate, check_memory, estimate_of
from nets.sweep.panels.dimensions import dimensions_of, within
from nets.sweep.panels.grid import median_run
from nets.sweep.panels.progress import majority_share
from nets.sweep.plan import plan_of
from nets.sweep.scores import SCORES, Terms
from nets.sweep.sweep import Member, Sweep
from nets.sweep.view import SweepView
from nets.training.protocol.examples import Examples
from nets.workspace.exploration import Definition
from nets.workspace.loaded_data import LoadedData
from pages.shared.session import Session
from pages.shared.trainers import trainers

SWEEP = "sweep"  # the visitor's one sweep, among what is kept in memory


@dataclass(frozen=True)
class Asked:
    """The sweep that is asked for, its runs, and about what it takes."""

    sweep: Sweep
    members: tuple[Member, ...]
    n_left_out: int
    estimate: Estimate


def asked_for(session: Session) -> Asked | None:
    """What is asked for, None if nothing is. Raises `Refusal` where it cannot be trained."""
    explore = session.explore
    if explore.definition.is_empty:
        return None
    sweep = explore.sweep(session.settings)
    members, n_left_out = explore.members(sweep)
    dataset = session.dataset
    estimate = session.memoized(
        "sweep_estimate",
        [members, dataset],
        lambda: estimate_of(
            members, n_rows=dataset.n_rows, n_features=len(dataset.features), n_classes=len(dataset.classes)
        ),
    )
    check_memory(sweep, estimate, most=session.runs.room_for(SWEEP))
    return Asked(sweep, members, n_left_out, estimate)


def ask(session: Session, definition: Definition) -> None:
    """Ask for this sweep and play it; where it cannot be had, `problem` says why."""
    try:
        session.explore.define(definition, session.settings)
    except Refusal as refusal:
        session.problem = refusal.sentence
        return
    play(session)


def play(session: Session) -> None:
    """Train the sweep that is asked for on to its last epoch; anew, if another is trained, or if it has ended."""
    session.problem = None
    try:
        asked = asked_for(session)
        if asked is None:
            return
        trained = session.explore.trained
        is_over = trained is not None and trained.tape.view().state in ("finished", "failed")
        if is_over or not session.explore.is_trained(asked.sweep, session.dataset.sha256):
            _open(session, asked)
    except Refusal as refusal:
        session.problem = refusal.sentence
        return
    session.explore.trained.tape.play(session.explore.pace)


def step(session: Session) -> None:
    """Train one epoch of every run."""
    try:
        asked = asked_for(session)
        if asked and not session.explore.is_trained(asked.sweep, session.dataset.sha256):
            _open(session, asked)
    except Refusal as refusal:
        session.problem = refusal.sentence
        return
    if session.explore.trained:
        session.explore.trained.tape.step()


def reset(session: Session) -> None:
    """Have all runs at their initial weights again."""
    session.problem = None
    try:
        asked = asked_for(session)
        if asked:
            _open(session, asked)
    except Refusal as refusal:
        session.problem = refusal.sentence


def pick(session: Session, run: int | None) -> None:
    """Have this run stand out everywhere; picked once more it does so no longer."""
    marks = session.explore.marks
    marks.picked = None if run == marks.picked else run
    show_marks(session)


def show_marks(session: Session) -> None:
    """Have every panel show what is marked now. While runs train the feed brings it, which is quicker than the page."""
    view = view_of(session)
    if view is not None and view.moving:
        session.feed.hurry()
    else:
        session.feed.page_is_due = True


def panel_of_page(draw: Callable[..., None], *, every: float | None = None) -> Callable[..., None]:
    """`draw` as a panel that is drawn anew alone, when it is clicked on and every so many seconds, or the whole page
    where that is due.
    """

    def drawn(session: Session, **kwargs) -> None:
        if session.feed.page_is_due:
            st.rerun()
        draw(session, **kwargs)

    def framed(session: Session, **kwargs) -> None:
        with st.container(height="stretch"):
            st.fragment(drawn, run_every=every)(session, **kwargs)

    return framed


def view_of(session: Session) -> SweepView | None:
    """The sweep that is trained as it stands now, None if none is."""
    trained = session.explore.trained
    return trained.tape.view() if trained else None


def terms_of(session: Session, view: SweepView) -> Terms:
    """On what terms its runs are scored now."""
    trained = session.explore.trained
    share = session.memoized("majority", [trained], lambda: majority_share(trained.loaded))
    return Terms(epoch=view.at, baseline=share)


def shown_run_of(session: Session, view: SweepView) -> Callable[[np.ndarray], int]:
    """What says which of the runs of one cell stands for it: the picked one, else the one in the middle. While they
    train it is the first, so that it stays the same.
    """
    picked = session.explore.marks.picked
    name = "validation_loss" if view.has_validation else "loss"
    scores = None if view.state == "playing" else SCORES[name].of(view, terms_of(session, view))

    def shown(runs: np.ndarray) -> int:
        if picked in runs:
            return picked
        return int(runs[0]) if scores is None else median_run(scores, runs)

    return shown


def chosen_runs(session: Session, view: SweepView) -> np.ndarray | None:
    """Which runs (N,) are brushed; None: no brush is drawn."""
    brushed = session.explore.marks.brushed
    if not brushed:
        return None
    return within(dimensions_of(view, terms_of(session, view)), brushed)


def _open(session: Session, asked: Asked) -> None:
    kinds: list[LoadedData] = []

    def examples_for(settings: Settings) -> Examples:
        loaded, examples = session.prepare(settings)
        kinds.append(loaded)
        return examples

    plan = plan_of(asked.members, examples_for)
    tape = trainers().open_sweep(asked.sweep, asked.members, plan)
    session.explore.take(tape, sweep=asked.sweep, kinds=kinds, data=session.dataset.sha256)
    session.runs.hold(SWEEP, asked.estimate.n_bytes)
