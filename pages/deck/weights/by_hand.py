"""Weights set by hand on the tape of a session, and the last of them taken back."""

import msgspec
import streamlit as st

from nets.errors import Code, Refusal
from nets.training.protocol.events import WeightsChange
from nets.workspace.deck import LOOK_S
from nets.workspace.events.text import weights_set
from pages.shared.session import Session
from pages.shared.settings_form import show_settings
from pages.shared.transport import pace


def set_weights(
    session: Session, matrix: str, values: tuple[float, ...], *, cell: tuple[int, int] | None = None
) -> None:
    """Put these values, which fit the matrix, into the net at the epoch that is shown; what plays goes on from there.

    A curve that goes on beyond that epoch, or is pinned, is kept as a run of its own. Raises `Refusal`, all staying as
    it is, where the trainer does not answer.
    """
    before, is_playing = session.run, _come_to_rest(session)
    view = before.tape.view()
    change = WeightsChange(view.epoch, matrix, values, cell)
    now = view.snapshot.params
    if (change.put_into(now)[matrix] != now[matrix]).any():
        keep = view.epoch < view.end or session.runs.is_pinned(before)
        session.swap_tape(before.tape.with_weights(change), keep=keep)
        session.changed_from[session.tape.id] = before.tape.id
        session.tape.wait_until_at_rest(LOOK_S)
        session.notice = None
    if is_playing:
        session.tape.play(session.settings, pace=pace())


def undo_button(session: Session, *, key: str) -> None:
    """A button that takes the last weights back that were set by hand."""
    last = next(reversed(session.tape.events.by_hand), None)
    st.button(
        f"Undo {last.name}" if last else "Undo",
        key=key,
        icon=":material/undo:",
        type="tertiary",
        help=f"{weights_set(last)} at epoch {last.epoch:,}: takes that back." if last else "No weight is set by hand.",
        disabled=last is None,
        on_click=undo,
        args=(session,),
    )


def undo(session: Session) -> None:
    """Take the last weights back that were set by hand: the tape is as it was before. Where that cannot be, `problem`
    says why. What was trained from them is kept as a run of its own.
    """
    session.problem = session.notice = None
    try:
        _come_to_rest(session)
        _take_back(session)
    except Refusal as refusal:
        session.problem = refusal.sentence


def _take_back(session: Session) -> None:
    tape = session.tape
    by_hand = tape.events.by_hand
    if not by_hand:
        return
    origin = session.changed_from.get(tape.id)
    kept = next((run for run in session.runs.newest() if run.tape.id == origin), None)
    if kept:
        session.put_back(kept)
        show_settings(session, msgspec.structs.asdict(session.settings))
        return
    change = by_hand[-1]
    keep = tape.view().end > change.epoch or session.runs.is_pinned(session.run)
    session.swap_tape(tape.without(change), keep=keep)
    session.tape.train_to(change.epoch)
    session.tape.wait_until_at_rest(LOOK_S)


def _come_to_rest(session: Session) -> bool:
    """Have the tape stand still where it is; whether it had played. Raises `Refusal` where it does not."""
    session.leave_step_through()
    tape = session.tape
    is_playing = tape.view().state == "playing"
    if is_playing:
        tape.pause()
    tape.wait_until_at_rest(LOOK_S)
    view = tape.view()
    if view.moving or view.snapshot is None or view.failure:
        raise Refusal(Code.BUSY, "The trainer has not answered yet: set the weight again in a moment.")
    return is_playing
