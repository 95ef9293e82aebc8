"""Play, Pause, Step, Reset and the speed, with the numbers a class asks for beside them."""

import streamlit as st

from nets.training.tape import View
from pages.shared.session import Session
from pages.shared.trainers import trainers
from pages.shared.words import duration, in_words

FASTEST = "max"
SPEEDS = (2, 5, 10, 20, 50, 100, 1000, FASTEST)  # epochs a second
DEFAULT_SPEED = 20
# How often a moving deck is drawn anew: what is watched, what is studied, and tables, which are read.
TICKS_S = (0.1, 0.1, 0.5)
RUSH_S = (0.5, 1.0, 2.0)  # at full speed, when drawing must not take from training the core it needs
GLANCE_S = 0.1  # at full speed Play waits so long for the first epochs, and they are drawn with the answer to the click


def transport(session: Session) -> None:
    """The row of controls and numbers."""
    view = session.tape.view()
    with st.container(border=True, key="transport"):
        controls, numbers = st.columns([6, 7], vertical_alignment="center")
        with controls, st.container(gap="xsmall"):
            _buttons(session, view)
        with numbers:
            st.fragment(_numbers, run_every=watching(view)[0])(session, moving=view.moving)


def watching(view: View) -> tuple[float | None, ...]:
    """How often to draw what is watched, what is studied and what is read: None while nothing moves."""
    if not view.moving:
        return None, None, None
    return RUSH_S if is_rushing(view) else TICKS_S


def is_rushing(view: View) -> bool:
    """Whether it plays as fast as it goes."""
    return view.state == "playing" and pace() is None


def pace() -> float | None:
    """The chosen speed in epochs a second; None is as fast as it goes."""
    speed = st.session_state.get("speed", DEFAULT_SPEED)
    return None if speed == FASTEST else float(speed)


def _buttons(session: Session, view: View) -> None:
    playing = view.state == "playing"
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
        st.button("Pause", key="pause", icon=":material/pause:", disabled=not playing, on_click=session.tape.pause)
        st.button(
            "Step",
            key="step",
            icon=":material/skip_next:",
            disabled=playing or view.state in ("failed", "diverged") or view.epoch >= view.settings.epochs,
            on_click=session.step,
        )
        st.button(
            "Reset",
            key="reset",
            icon=":material/replay:",
            disabled=at_start,
            on_click=session.reset,
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="sliders"):
        _scrub(session, view)
        st.select_slider(
            "Speed",
            SPEEDS,
            DEFAULT_SPEED,
            format_func=lambda speed: "as fast as it goes" if speed == FASTEST else f"{speed}/s",
            key="speed",
            persist_state="session",
            help="Epochs a second.",
        )
    session.tape.retune(session.settings, pace=pace())


def _play(session: Session) -> None:
    session.play(pace())
    if pace() is None:
        session.tape.wait_for_epoch(GLANCE_S)


def _scrub(session: Session, view: View) -> None:
    """The slider that takes the tape to any epoch it has; while it plays there is nothing to choose."""
    still = view.state != "playing" and view.end > 0  # also while an epoch is looked up: a key held down goes on
    if still and st.session_state.get("scrub_end") != (session.tape.id, view.end):
        st.session_state["scrub_end"] = (session.tape.id, view.end)
        st.session_state["scrub"] = session.tape.looked_at
    stands_at = st.slider(
        "Rewind to epoch",
        0,
        max(view.end, 1),
        key="scrub",
        disabled=not still,
        on_change=lambda: session.tape.look_at(st.session_state["scrub"]),
        help="Look at any epoch so far: weights, predictions and hidden state as they were. Play goes on from there.",
    )
    if still and stands_at == 0 and session.tape.looked_at > 0:  # Streamlit begins it anew on another page
        del st.session_state["scrub_end"]
        st.rerun()


def _numbers(session: Session, *, moving: bool) -> None:
    view = session.tape.view()
    if moving and not view.moving:
        st.rerun()  # the whole page once more, without the timers
    with st.container(gap="xsmall"):
        _measures(session, view)
        st.progress(min(1.0, view.epoch / view.settings.epochs))
        st.caption(in_words(view, trainer_ready=trainers().ready, pace=pace()))


def _measures(session: Session, view: View) -> None:
    snapshot = view.snapshot
    with st.container(horizontal=True, gap="medium", key="numbers"):
        st.metric(f"Epoch of {view.settings.epochs:,}", f"{view.epoch:,}")
        st.metric("Cost", f"{snapshot.cost[0]:.4f}" if snapshot else "–", help="Mean of −log p(label), in nats.")
        st.metric("Accuracy", _right(session, view))
        if snapshot and snapshot.scores.shape[1] > 1:
            st.metric("Held out", f"{snapshot.scores[0, 2]:.1%}", help="Accuracy on rows it was not trained on.")
        st.metric("Elapsed", duration(snapshot.elapsed_s) if snapshot else "–")


def _right(session: Session, view: View) -> str:
    if not view.snapshot:
        return "–"
    n_rows = session.cassette.dataset.n_rows - session.cassette.n_held_out
    share = float(view.snapshot.accuracy[0])
    return f"{round(share * n_rows)} of {n_rows}" if n_rows < 1000 else f"{share:.1%}"
