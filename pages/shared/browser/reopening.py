"""Gives a tab back what it had before its page was loaded anew, and lets the visitor say what is kept."""

import contextlib

import msgspec
import streamlit as st

from nets.errors import Code, Refusal
from nets.saved.keeper import new_secret
from nets.saved.same_numbers import SameNumbers
from nets.saved.store import StoreError
from nets.saved.tape_file import opened_file
from nets.saved.work import Opened
from nets.workspace.upload import RefusedFile, SourceFile
from pages.shared.browser.storage import Held, Stored, held_in_tab, second_in_browser, storage
from pages.shared.components.fragment import draw_page_when
from pages.shared.keeper import keeper
from pages.shared.markdown import plain
from pages.shared.session import Session
from pages.shared.settings_form import show_settings
from pages.shared.trainers import trainers

BACK = (
    "The server was out of touch, or was started again. Your table and your settings are as they were, and your tape "
    "is as it was a moment before: it stands at epoch {:,}."
)
LOST = (
    "The server was started again, or out of touch for minutes, and has lost the runs and uploaded files of this page. "
    "You did nothing wrong. The settings are those of the address: press Play to train the net again."
)
IS_KEPT = (
    "After a reload of the page, or a restart of the server, this tab has its table, settings, tape and runs again: "
    "they are on the server's disk, for this tab alone, until a day after you used them last."
)
TAKEN = (
    "Another tab of this browser is remembered on this computer now, in place of this one. Tick “Remember on this "
    "computer”, under “Kept for you”, to have this one remembered."
)
REMEMBERED_HERE = "This tab is the one that is remembered on this computer now."
FORGOTTEN = "In another tab of this browser it was chosen that nothing is remembered on this computer any more."
OTHER_DATA = (
    "This version of Tape Deck makes other numbers of the table than the one that kept it: the curve is as it was, and "
    "what is trained from here on may differ."
)


def wait_for_tab(session: Session) -> None:
    """Draw nothing more until the tab has said what it held, or where nothing is to be shown any more."""
    if session.is_known and not session.is_forgotten:
        return
    with st.container(key="unseen"):
        keep_in_tab(session)
    if session.problem:
        st.error(plain(session.problem, 500), icon=":material/error:")
    st.stop()


def keep_in_tab(session: Session) -> None:
    """Have the tab hold the secret of what is kept for it."""
    visit, known = session.visit.id, session.is_known
    stored = Stored(visit, known, session.saver.secret if known else "", session.second, session.is_forgotten)
    storage(stored, on_held=lambda: _hear(session), on_second=lambda: _hear_of_another(session))


def _hear_of_another(session: Session) -> None:
    """Another tab has changed which secret the browser holds."""
    second, store = second_in_browser(), keeper().store
    if second is None or store is None or second == session.second:
        return
    if session.second:
        session.notice = TAKEN if second else FORGOTTEN
    session.others_second, session.second = second, None
    session.can_open_again = False
    with contextlib.suppress(StoreError):
        session.can_open_again = bool(second) and store.is_remembered(second)


def _hear(session: Session) -> None:
    held = held_in_tab()
    if session.is_known or held is None or held.visit != session.visit.id:
        return
    try:
        opened = session.saver.open(held.secret, is_copy=held.copy, from_=keeper()) if held.secret else None
        if opened:
            _take_up(session, opened)
    except Refusal as refusal:
        session.problem = refusal.sentence
        if refusal.code == Code.SERVER_FULL:  # it stays where it is, and is opened when there is room
            return
        session.saver.start_anew()
        opened = None
    session.is_known, session.is_link = True, held.link
    session.can_open_again, session.second = _second_of(session, held)
    if held.lost:
        session.notice = BACK.format(session.tape.view().epoch) if opened else LOST


def _take_up(session: Session, opened: Opened) -> None:
    mine = session.tape and session.work
    session.take_up_work(opened.work.beside(mine) if mine and mine.is_worth_saving else opened.work)
    session.explore.definition = opened.work.sweep
    show_settings(session, msgspec.structs.asdict(session.settings))
    session.is_reopened = True
    if opened.has_other_data:
        session.notice = OTHER_DATA


def open_tape(session: Session, raw: bytes, *, name: str) -> None:
    """Put a saved tape on the deck; what was there is kept beside it. Where it cannot be, `problem` says why."""
    session.problem = None
    try:
        opened = opened_file(raw)
        run, _ = opened.work.deck
        session.take_up_work(opened.work.beside(session.work))
    except Refusal as refusal:
        session.refuse(RefusedFile(SourceFile(raw, name), None, refusal.code), refusal)
        return
    session.explore.definition = opened.work.sweep
    show_settings(session, msgspec.structs.asdict(session.settings))
    session.n_puts += 1  # a step of its own for Back
    session.notice = " ".join(filter(None, [f"Opened {name}.", opened.has_other_data and OTHER_DATA]))
    with contextlib.suppress(Refusal):  # no room for a second tape
        session.same_numbers = SameNumbers(run.tape.recorded(), run.tape.examples, trainers().hold)


def tell_of_numbers(session: Session) -> None:
    """Say whether this computer's numbers are those of the file, as soon as that is known."""
    same = session.same_numbers
    if same and not same.is_awaited:
        session.notice = " ".join(filter(None, [session.notice, same.sentence]))
        session.same_numbers = None


def look_at_numbers(session: Session) -> None:
    """Have the page drawn anew as soon as that is known."""
    same = session.same_numbers
    if same:
        draw_page_when(lambda: not same.is_awaited)


def _second_of(session: Session, held: Held) -> tuple[bool, str | None]:
    """Whether the browser's secret leads to something else than this, and that secret if it leads here."""
    store = keeper().store
    if not held.second or store is None:
        return False, None
    try:
        if store.leads_to(held.second, session.saver.secret):
            return False, held.second
        if store.is_remembered(held.second):
            session.others_second = held.second
            return True, None
    except StoreError:
        return False, None
    return False, ""  # it leads nowhere any more


def offer_again(session: Session) -> None:
    """Say that something else is remembered on this computer, and open it at a click."""
    if not session.can_open_again:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="remembered"):
        st.markdown(":gray[What you had in another tab is remembered on this computer.]", width="content")
        st.button(
            "Open again",
            key="open_again",
            icon=":material/history:",
            on_click=_open_again,
            args=(session,),
            help="A copy of it, in this tab; what is here is kept beside it. From then on this tab is remembered.",
        )


def keeping(session: Session) -> None:
    """What is kept, and the visitor's choices about it."""
    if keeper().store is None:
        return
    with st.expander("Kept for you", icon=":material/save:", key="kept_for_you"):
        st.caption("Nothing new now: see the warning on top of the page." if session.saver.problem else IS_KEPT)
        session.given.show("remember", bool(session.second), first=False)
        st.checkbox(
            "Remember on this computer",
            key="remember",
            on_change=_remember,
            args=(session,),
            help="Another tab of this browser can open it again, also after this one was closed. Leave it off where "
            "others use the browser after you.",
        )
        with st.popover("Forget me", key="forget_me", width="content"):
            st.write("Deletes your table, tape and runs, here and on the server's disk. It cannot be undone.")
            st.button("Delete everything", key="forget_me_now", type="primary", on_click=_forget, args=(session,))


def _remember(session: Session) -> None:
    if session.given.is_echo("remember"):
        return
    is_on, store = st.session_state["remember"], keeper().store
    try:
        if is_on and not session.second:
            session.saver.save()
            _remember_this(session)
        elif not is_on and session.second:
            store.forget_second(session.second)
            session.second = ""
    except StoreError as error:
        session.problem = error.sentence


def _remember_this(session: Session) -> None:
    """Have the browser hold a secret of this tab, in place of another's; by that the other tab learns of it."""
    store, second = keeper().store, new_secret()
    store.remember(session.saver.secret, second)
    if session.others_second:
        store.forget_second(session.others_second)
    session.second, session.others_second, session.can_open_again = second, "", False


def _open_again(session: Session) -> None:
    session.problem, session.can_open_again = None, False
    try:
        opened = session.saver.open_remembered(session.others_second)
        if opened is None:
            session.problem = "What was remembered on this computer is not kept any more."
            return
        _take_up(session, opened)
        session.is_reopened = False  # the address is that of what was here before
        _remember_this(session)
        session.notice = " ".join(filter(None, [session.notice, REMEMBERED_HERE]))
    except Refusal as refusal:
        session.problem = refusal.sentence


def _forget(session: Session) -> None:
    try:
        if session.second:
            keeper().store.forget_second(session.second)
        session.saver.forget()
    except StoreError as error:
        session.problem = error.sentence
        return
    session.is_forgotten = True
    session.taken_over()
