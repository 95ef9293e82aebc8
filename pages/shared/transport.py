"""Play, Pause, Step, Step through, Reset and the speed, with the numbers a class asks for beside them."""

import math
import time
from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from nets.figures.text import shorten
from nets.metrics import baseline_of
from nets.saved.keeper import Saver
from nets.training.client.tape import Tape
from nets.training.client.view import View
from nets.workspace.events.text import play_text
from pages.shared.components.live_updates import Rates, Wish, ask_for
from pages.shared.components.rewind import Rewound, follow, move_after, rewind
from pages.shared.components.status.line import Status, status_line
from pages.shared.components.status.metrics import Numbers, numbers
from pages.shared.run_numbers import Counted, number_row
from pages.shared.session import Session
from pages.shared.settings_form import follow_fields
from pages.shared.status_text import in_words, tells_remark
from pages.shared.step_through.line import is_deck, step_in_parts, step_through_button
from pages.shared.trainers import trainers

FASTEST = "max"
SPEEDS = (2, 5, 10, 20, 50, 100, 1000, FASTEST)  # epochs a second
DEFAULT_SPEED = 20
PACED = Rates(watched=0.1, studied=0.1, read=0.5, worked_out=1.0)
ASKED = Rates(watched=math.inf, studied=math.inf, read=math.inf, worked_out=0.3)  # at rest, until an answer comes
RUSH = Rates(watched=0.5, studied=2.0, read=4.0, worked_out=2.0)  # drawing must not take from training its core
AT_ONCE_S = 0.05  # so long is waited for the start of a net, and for an epoch that is wished for: else the nearest
REST_S = 0.4  # after the last wish
GLANCE_S = 0.1  # at full speed Play waits so long for the first epochs, and they are drawn with the answer to the click


class Drawn(NamedTuple):
    """What a page was drawn from; not the view itself, whose snapshot would be held as long as the page stands."""

    tape: str
    moving: bool
    epoch: int
    seen: bool
    notice: str | None
    part: tuple[int, int, str] | None  # of a step that is taken in parts


def transport(session: Session, *, below: Callable[[Session], None] | None = None) -> None:
    """The row of controls and numbers, and what is drawn `below` it. Play draws this alone anew: all else on the page
    moves by the feed. A net that was opened just now is mostly looked at within some milliseconds: with that awaited
    the page is drawn once, not twice.
    """
    if session.tape.view().state == "waiting" and trainers().ready:
        session.tape.wait_until_at_rest(AT_ONCE_S)
    with st.container(border=True, key="transport"):
        st.fragment(_transport)(session, _drawn(session, session.tape.view()), below)


def _transport(session: Session, page: Drawn, below: Callable[[Session], None] | None) -> None:
    session.saver.capture()
    view = session.tape.view()
    now = _drawn(session, view)
    is_another = (now.tape, now.notice) != (page.tape, page.notice)
    if session.feed.page_is_due or is_another or not (now.moving or now == page):
        st.rerun()  # the whole page
    controls, beside = st.columns([6, 7], vertical_alignment="center")
    with controls, st.container(gap="xsmall"):
        _buttons(session, view)
    with beside, st.container(key="numbers"):
        numbers(_numbers(session), feed=session.feed)
    with st.container(key="said" if below else "said_shortly", gap=None):
        status_line(_status(session), feed=session.feed)
        if session.stepping:
            step_in_parts(session)
        elif below:
            below(session)
    if view.moving:
        is_rushing = view.state == "playing" and pace() is None
        session.feed.move(RUSH if is_rushing else PACED, until=_is_over(session, view))
    elif session.checkup.is_awaited(view):
        checkup, tape = session.checkup, session.tape
        session.feed.move(ASKED, until=lambda: not checkup.is_awaited(tape.view()))
    session.feed.take_wishes(lambda wish: _heed(session, wish))
    ask_for(session.feed)


def _heed(session: Session, wish: Wish) -> None:
    """Show the epoch that is wished for, and have the page drawn whole once no other has been for a while."""
    tape, wished_at = session.tape, time.monotonic()
    if tape.id != wish.tape or tape.view().state in ("waiting", "playing", "failed"):
        return
    session.leave_step_through()
    tape.look_at(wish.epoch)
    tape.wait_for_look(AT_ONCE_S)
    session.feed.move(PACED, until=lambda: time.monotonic() - wished_at > REST_S and not tape.view().moving)


def pace() -> float | None:
    """The chosen speed in epochs a second; None is as fast as it goes."""
    speed = st.session_state.get("speed", DEFAULT_SPEED)
    return None if speed == FASTEST else float(speed)


def speed(session: Session, *, first: int | str, on_change: Callable[[], None] | None = None) -> None:
    """The slider of the speed, which begins with `first` on this page; each page has its own.

    It is always told what it shows, so it has no default of its own besides; what tells it nothing has the first speed.
    """
    page = session.page
    if session.speed_of != page:
        if session.speed_of is not None:
            session.speeds[session.speed_of] = st.session_state["speed"]
        session.given.put("speed", session.speeds.get(page, first), first=SPEEDS[0])
        session.speed_of = page
    session.given.keep("speed", first=SPEEDS[0])
    st.select_slider(
        "Speed",
        SPEEDS,
        format_func=lambda speed: "as fast as it goes" if speed == FASTEST else f"{speed}/s",
        key="speed",
        persist_state="session",
        on_change=on_change,
        help="How many epochs a second are trained.",
    )


def _buttons(session: Session, view: View) -> None:
    playing = view.state == "playing" and not session.tape.is_stepping  # a click in the midst of a step counts too
    at_start = view.state in ("ready", "waiting")
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="buttons"):
        st.button(
            "Play",
            key="play",
            icon=":material/play_arrow:",
            type="primary",
            disabled=playing or view.state == "failed",
            on_click=lambda: _play(session),
        )
        st.button("Pause", key="pause", icon=":material/pause:", disabled=not playing, on_click=session.pause)
        st.button(
            "Step",
            key="step",
            icon=":material/skip_next:",
            disabled=playing or view.state in ("failed", "diverged") or view.epoch >= session.settings.epochs,
            on_click=_step,
            args=(session,),
        )
        if is_deck(session):
            step_through_button(session, view)
        st.button(
            "Reset",
            key="reset",
            icon=":material/replay:",
            disabled=at_start,
            on_click=session.reset,
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="sliders"):
        _rewind(session, view)
        speed(session, first=DEFAULT_SPEED)
    session.pace = pace()
    session.tape.retune(session.settings, pace=session.pace)


def _play(session: Session) -> None:
    follow_fields(session)
    session.play(pace())
    if pace() is None:
        session.tape.wait_for_epoch(GLANCE_S)


def _step(session: Session) -> None:
    follow_fields(session)
    session.step()


def _rewind(session: Session, view: View) -> None:
    """The slider that takes the tape to any epoch it has. While it plays there is nothing to choose."""
    tape = session.tape
    still = view.state != "playing"  # also while an epoch is looked up: a key held down goes on
    now = Rewound(tape.id, session.n_moves(tape.id), tape.looked_at)

    def look() -> None:
        move = move_after(now)
        if move:
            session.rewind(move.n, move.epoch)

    rewind(now, end=view.end, disabled=not still or view.end == 0, on_move=look)
    follow(lambda: (Rewound(tape.id, session.n_moves(tape.id), tape.looked_at), tape.view().end), feed=session.feed)


def _drawn(session: Session, view: View) -> Drawn:
    part = session.stepping.place if session.stepping else None
    return Drawn(session.tape.id, view.moving, view.epoch, view.snapshot is not None, session.notice, part)


def _is_over(session: Session, view: View) -> Callable[[], bool]:
    """Whether the tape stands still, or has the first weights that the page waits for."""
    tape, waits = session.tape, view.snapshot is None

    def is_over() -> bool:
        now = tape.view()
        return not now.moving or (waits and now.snapshot is not None)

    return is_over


def _kept_view(tape: Tape, saver: Saver) -> View:
    """The tape as it stands; if it stands still, it is on disk before that is said."""
    view = tape.view()
    if not view.moving:
        saver.acknowledge(tape)
    return view


def _numbers(session: Session) -> Callable[[], Numbers]:
    """How the tape stands, in numbers."""
    tape, loaded, saver = session.tape, session.loaded, session.saver
    dataset = loaded.dataset
    baseline = session.memoized(
        "baseline",
        [loaded],
        lambda: baseline_of(dataset.targets, n_classes=len(dataset.classes), is_validation=loaded.is_validation),
    )
    counted = Counted(loaded.n_training, loaded.n_validation, baseline)
    commonest = shorten(dataset.classes[baseline.majority], 30)

    def now() -> Numbers:
        view = _kept_view(tape, saver)
        n_epochs = view.settings.epochs if view.state == "playing" else session.settings.epochs
        done = min(1.0, view.epoch / n_epochs)
        return Numbers(number_row(view, counted, commonest, n_epochs=n_epochs), done, view.moving)

    return now


def _status(session: Session) -> Callable[[], Status]:
    """How the tape stands, in words: none while a step is taken in parts, of which other lines tell."""
    tape, shown, speed, pool = session.tape, session.settings, pace(), trainers()
    checkup, is_stepping, saver = session.checkup, session.stepping is not None, session.saver

    def now() -> Status:
        view = _kept_view(tape, saver)
        if is_stepping and not view.failure:
            return Status("", view.moving)
        remarks = checkup.remarks(view) if tells_remark(view) else ()
        words = in_words(view, trainer_ready=pool.ready, pace=speed, play=play_text(view, shown), remarks=remarks)
        return Status(words, view.moving)

    return now
