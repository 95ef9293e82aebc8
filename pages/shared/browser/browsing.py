"""Keeps a session and its browser's tab in step: the address, Back and Forward, and what is drawn."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

import msgspec
import streamlit as st

from nets.settings import settings_from
from nets.training.protocol.events import Events
from nets.workspace.events.in_address import with_events
from pages.shared.browser.address import Asked, choice_called, missing_table, query_of, read_address, with_epoch
from pages.shared.browser.focus import keep_focus
from pages.shared.browser.formulas import reach_formulas
from pages.shared.browser.paper import print_light
from pages.shared.browser.reopening import keep_in_tab
from pages.shared.components.tab import Arrival, Entry, Heard, arrival_in_tab, tab
from pages.shared.drawn import tell_when_drawn
from pages.shared.session import Session
from pages.shared.settings_form import show_settings


def begin(session: Session) -> None:
    """Begin a visit with what the page's address asks for. What was opened again stays where that is the same; of a
    link to another epoch, or to a run by other settings, a new tape is made, as anywhere else.
    """
    params = st.query_params.to_dict()
    if "vary" in params:
        params["vary"] = ";".join(st.query_params.get_all("vary"))  # it may be there several times
    asked = read_address(params)
    is_reopened, session.is_reopened = session.is_reopened, False
    is_link = is_reopened and session.is_link
    is_elsewhere = is_link and asked.epoch not in (0, session.tape.view().epoch)
    if is_reopened and _is_there(session, asked) and not is_elsewhere:
        _take_besides(session, asked)
    else:
        problem = session.problem  # why nothing was opened again
        _take(session, asked)
        if is_link and session.plan is None:
            session.plan = Events(settings_from(asked.settings))
        session.problem = session.problem or problem


def follow_tab(session: Session, *, pages: Sequence[str]) -> None:
    """Have the tab's address and history say what is on the page. To be called when all else is drawn.

    `pages` are the ends of the addresses of all pages but the deck.
    """
    session.stand()
    visit = session.visit
    query = query_of(
        session,
        session.settings,
        page=session.page,
        sweep=session.explore.definition,
        panels=session.panels,
        besides=session.map_choice if session.page == "" else {},
    )
    tape, shown = session.tape, session.settings

    def entry() -> Entry:
        done = with_events(query, tape.events_by(shown))
        return Entry(visit.id, visit.at, with_epoch(done, tape.view()), session.page)

    with st.container(key="unseen"):
        keep_in_tab(session)
        heard = Heard(visit.arrived, on_arrival=lambda: _hear(session))
        tab(entry, feed=session.feed, pages=pages, heard=heard)
        tell_when_drawn(visit.id, session.given.number, on_drawn=session.given.drawn)
        keep_focus()
        print_light()
        reach_formulas()


def _hear(session: Session) -> None:
    arrival = arrival_in_tab()
    if arrival and arrival.n > session.visit.arrived:
        session.visit.arrived = arrival.n
        _go(session, arrival)


def _go(session: Session, arrival: Arrival) -> None:
    """Be where the tab is: at a step of this visit as it was left, or at what the address of an older entry asks."""
    entry, visit = arrival.entry, session.visit
    if entry.visit != visit.id or not visit.has(entry.step):
        session.n_puts += 1  # a step of its own, so that what is left comes back whole
        _take(session, read_address(dict(parse_qsl(entry.query))))
        return
    step = visit.go(entry.step, left=arrival.left)
    if step:
        session.return_to(step)
        show_settings(session, msgspec.structs.asdict(step.settings))


def _take(session: Session, asked: Asked) -> None:
    choice = choice_called(session, asked.table)
    if choice is not None and choice != session.choice:
        session.choose(choice)
    show_settings(session, msgspec.structs.asdict(settings_from(asked.settings)))
    session.plan = asked.plan if choice is not None else None
    session.epoch_asked = asked.epoch if choice is not None else 0
    _take_besides(session, asked)
    session.problem = asked.refused or (missing_table(asked.table) if choice is None else None)
    session.notice = " ".join(filter(None, [session.notice, *asked.told])) or None


def _is_there(session: Session, asked: Asked) -> bool:
    """Whether what the address asks for is on the deck: the table, the settings, and what was done to the tape."""
    done = session.run.events_to_be.of_steps().later
    asks = asked.plan.of_steps().later if asked.plan else ()
    is_known_in_part = bool(done) and all(event in asks for event in done)  # the rest was not saved
    has_same_events = is_known_in_part or all(event in done for event in asks)
    is_same_table = choice_called(session, asked.table) in (session.choice, None)  # None: what the own one was called
    return is_same_table and has_same_events and settings_from(asked.settings) == session.settings


def _take_besides(session: Session, asked: Asked) -> None:
    """What is neither table nor settings."""
    for key, value in asked.widgets.items():
        session.given.put(key, value)
    if session.page == "explore" or not asked.sweep.is_empty:  # no other page's address tells of one
        session.explore.definition = asked.sweep
    session.panels = asked.panels
