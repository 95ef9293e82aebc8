"""The deck's transport, for all runs of a sweep: Play, Pause, Step, Reset, the speed, and one playhead."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from nets.sweep.names import sweep_words
from nets.sweep.panels.progress import best_of, epochs_between, share_done
from nets.sweep.view import State, SweepView
from pages.explore.status_text import in_words
from pages.explore.sweeping import Asked, play, reset, step, terms_of, view_of
from pages.explore.vary import words_of
from pages.shared.components.live_updates import Rates, ask_for
from pages.shared.components.rewind import Rewound, move_after, rewind
from pages.shared.components.status.line import Status, status_line
from pages.shared.components.status.metrics import Number, Numbers, numbers
from pages.shared.markdown import plain
from pages.shared.session import Session
from pages.shared.status_text import duration
from pages.shared.trainers import trainers
from pages.shared.transport import FASTEST, pace, speed

RATES = Rates(watched=0.4, studied=0.8, read=3.0, worked_out=1.0)  # drawing must not take from training its core
PLAYHEAD = "Shows any epoch so far, of all runs at once: scores, maps and table are those of that epoch."


class Drawn(NamedTuple):
    """What the page was drawn from; `at` is the playhead's epoch where the runs do not play."""

    tape: str | None
    state: State | None
    at: int
    has_validation: bool
    problem: str | None
    moving: bool

    def is_past(self, now: "Drawn") -> bool:
        """Whether the whole page is to be drawn anew: all has come to rest since, or more than that moves changed. What
        stands still shows its panels even while maps are on their way.
        """
        return self != now._replace(moving=self.moving) or (self.moving and not now.moving)


def transport(session: Session, asked: Asked | None) -> None:
    """What is swept, the controls, and how far it is. While maps are on their way it is drawn anew alone."""
    with st.container(border=True, key="transport"):
        st.fragment(_transport)(session, asked, _drawn(session))


def _transport(session: Session, asked: Asked | None, page: Drawn) -> None:
    view, now = view_of(session), _drawn(session)
    if session.feed.page_is_due or page.is_past(now):
        st.rerun()  # the whole page
    _definition(session, asked)
    controls, beside = st.columns([6, 7], vertical_alignment="center")
    with controls, st.container(gap="xsmall"):
        _buttons(session, asked, view)
    if view is None:
        with beside:
            st.caption("Play trains all runs of the sweep at once." if asked else "Ask a question, or vary something.")
        return
    with beside, st.container(key="numbers", gap=None):
        numbers(_numbers(session), feed=session.feed)
        status_line(_status(session), feed=session.feed)
    if now.moving:
        session.feed.move(RATES, until=lambda: now.is_past(_drawn(session)))
    ask_for(session.feed)


def _definition(session: Session, asked: Asked | None) -> None:
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="definition"
    ):
        if asked is None:
            is_empty = session.explore.definition.is_empty
            words = "Nothing is varied yet." if is_empty else "It is said above why this cannot be trained."
            st.markdown(f":gray[{words}]")
            return
        estimate = asked.estimate
        about = f"about {duration(estimate.seconds)}, {max(1, round(estimate.n_bytes / 2**20)):,} MB"
        words = plain(sweep_words(asked.sweep, n_runs=estimate.n_runs), 400)
        st.markdown(f"**{words}** :gray[{about}]")
    if left_out := words_of(asked):
        st.caption(left_out)


def _buttons(session: Session, asked: Asked | None, view: SweepView | None) -> None:
    playing = view is not None and view.state == "playing"
    is_asked = asked is not None and session.explore.is_trained(asked.sweep, session.dataset.sha256)
    tape = session.explore.trained.tape if view else None
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="buttons"):
        st.button(
            "Play",
            key="play",
            icon=":material/play_arrow:",
            type="primary",
            disabled=asked is None or (playing and is_asked),
            on_click=lambda: play(session),
        )
        st.button(
            "Pause",
            key="pause",
            icon=":material/pause:",
            disabled=not playing,
            on_click=tape.pause if tape else None,
        )
        st.button(
            "Step",
            key="step",
            icon=":material/skip_next:",
            disabled=asked is None or playing or (view is not None and view.state in ("failed", "finished")),
            on_click=lambda: step(session),
        )
        st.button(
            "Reset",
            key="reset",
            icon=":material/replay:",
            disabled=view is None or (view.state in ("ready", "waiting")),
            on_click=lambda: reset(session),
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="sliders"):
        if view is not None:
            _playhead(session, view)
        speed(session, first=FASTEST, on_change=lambda: _retune(session))


def _retune(session: Session) -> None:
    session.explore.pace = pace()
    view = view_of(session)
    if view is not None and view.state == "playing":
        session.explore.trained.tape.play(session.explore.pace)


def _playhead(session: Session, view: SweepView) -> None:
    """The slider that takes all runs to any epoch so far. While they play there is nothing to choose."""
    tape = session.explore.trained.tape
    now = Rewound(tape.id, session.n_moves(tape.id), view.at)
    last = epochs_between(view)[1]

    def look() -> None:
        move = move_after(now)
        if move:
            session.note_move(tape.id, move.n)
            tape.look_at(move.epoch)

    rewind(now, end=last, disabled=view.state == "playing" or last == 0, on_move=look, about=PLAYHEAD)


def _drawn(session: Session) -> Drawn:
    view = view_of(session)
    if view is None:
        return Drawn(None, None, 0, False, session.problem, False)
    at = 0 if view.state == "playing" else view.at
    tape = session.explore.trained.tape
    return Drawn(tape.id, view.state, at, view.has_validation, session.problem, view.moving)


def _numbers(session: Session) -> Callable[[], Numbers]:
    trained = session.explore.trained

    def now() -> Numbers:
        view = trained.tape.view()
        return Numbers(_row(session, view), share_done(view), view.moving)

    return now


def _status(session: Session) -> Callable[[], Status]:
    trained, pool = session.explore.trained, trainers()

    def now() -> Status:
        view = trained.tape.view()
        return Status(in_words(view, trainer_ready=pool.ready), view.moving)

    return now


def _row(session: Session, view: SweepView) -> tuple[Number, ...]:
    terms = terms_of(session, view)
    right = "validation_accuracy" if view.has_validation else "accuracy"
    losses, shares = (best_of(view, name, terms) for name in ("loss", right))
    rows = "rows they were not trained on" if view.has_validation else "the training rows"
    return (
        Number(f"Epoch of {view.end:,}", f"{view.at:,}"),
        Number("Runs", f"{len(view.members):,}"),
        Number("Least loss", "–" if losses is None else f"{losses:.3g}", "Of all runs, in nats."),
        Number(
            "Best validation" if view.has_validation else "Best accuracy",
            "–" if shares is None else f"{shares:.1%}",
            f"The highest accuracy of all runs on {rows}.",
        ),
        Number("Elapsed", duration(view.elapsed_s)),
    )
