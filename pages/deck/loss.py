"""The loss panel: the loss of every epoch as it falls, in colour those of pinned runs, in grey of earlier ones."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec
import numpy as np
import streamlit as st

from nets.figures.deck.loss import MOST_EARLIER, EarlierCurve, LossCurve, earlier_curve, loss_figure
from nets.figures.panel import Panel
from nets.figures.text import shorten
from nets.training.client.tape import Tape
from nets.workspace.difference import SAME, names_of, news_of, what_differs
from nets.workspace.events.in_address import is_too_long
from nets.workspace.events.text import changes_told
from nets.workspace.run import Run
from nets.workspace.runs import MOST_PINS
from pages.deck.height import growth, height
from pages.shared.components.chart import moving
from pages.shared.components.playhead.playhead import playhead
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.session import Session
from pages.shared.settings_form import show_settings

TOO_LONG = (
    "More was changed by hand on the way than an address carries: opened elsewhere, this page's gives another curve."
)
MOST_NEWS = 34  # characters
MOST_LISTED = 30  # earlier runs that can be chosen from the list


class _Listed(NamedTuple):
    """A run beside that on the deck; `name` says what differs, and `pin` is the number of a pinned one."""

    run: Run
    name: str
    pin: int | None = None


def loss(session: Session) -> None:
    """The curve, on a linear or a logarithmic axis."""
    if session.feed.page_is_due:
        st.rerun()  # a run was put back: the whole page is its
    tape, earlier, pinned = session.tape, _earlier(session), _pinned(session)
    n_epochs = max(session.settings.epochs, tape.view().end)
    curves = [
        earlier_curve(each.name, each.run.tape.view().losses, n_epochs=n_epochs, pin=each.pin)
        for each in (*earlier[:MOST_EARLIER], *pinned)
    ]
    with st.container(border=True, key="loss", gap="xsmall", height="stretch"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            heading("Loss", _what(session, earlier))
            with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
                _pin_button(session)
                log = st.toggle("log axis", key="log", persist_state="session")
        moving(
            lambda: _panel(tape, curves, log=log),
            key="loss_chart",
            height=height(session),
            grows=growth(session),
            feed=session.feed,
            often="watched",
        )
        playhead(tape, chart="loss_chart", pace=lambda: session.pace, feed=session.feed)
        if is_too_long(session.run.events_to_be):
            st.caption(TOO_LONG)
        if pinned or earlier:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                if pinned:
                    _pins(session, pinned)
                if earlier:
                    _put_back_buttons(session, earlier)


def _what(session: Session, earlier: Sequence[_Listed]) -> str:
    """What is drawn, and what is new of the run on the deck after the one before it."""
    is_tested, is_weighted = session.loaded.n_validation > 0, session.settings.class_weights != "none"
    parts = ["nats, by class weights" if is_weighted else "nats" if is_tested or earlier else "mean −log p, nats"]
    if is_tested:
        parts.append("dotted: validation" if earlier else "dotted: validation rows")
    if earlier and (news := news_of(session.run.facts_on_deck, earlier[0].run.facts)):
        parts.append(f"now {shorten(news, MOST_NEWS)}")
    return plain("; ".join(parts), 120)


def _earlier(session: Session) -> list[_Listed]:
    """The kept runs that are not pinned, with a curve that neither the deck nor a pinned one has, the latest first."""
    deck, pinned = session.run.facts_on_deck, [run for _, run in session.runs.pinned()]
    others = [deck, *(run.facts for run in pinned)]
    runs = [
        run
        for run in session.runs.newest()
        if not session.runs.is_pinned(run) and not any(run.facts.is_same_curve(other) for other in others)
    ][:MOST_LISTED]
    names = names_of([run.facts for run in runs], deck)
    return [_Listed(run, name) for run, name in zip(runs, names, strict=True)]


def _pinned(session: Session) -> list[_Listed]:
    """The pinned runs but for that on the deck, in the order of their numbers."""
    found = session.runs.pinned()
    names = names_of([run.facts for _, run in found], session.run.facts_on_deck)
    return [_Listed(run, name or SAME, pin) for (pin, run), name in zip(found, names, strict=True)]


def _pin_button(session: Session) -> None:
    is_pinned = session.runs.is_pinned(session.run)
    st.button(
        "Unpin" if is_pinned else "Pin",
        key="pin",
        type="tertiary",
        help=f"A pinned run stays on this chart as a thin curve, whatever net or table comes next. Up to {MOST_PINS}.",
        on_click=_unpin if is_pinned else _pin,
        args=(session, session.run),
    )


def _pins(session: Session, pinned: Sequence[_Listed]) -> None:
    """A list of the pinned runs: what differs from that on the deck, and what can be done."""
    with st.container(key="pins", width="content"), st.popover(f"Pinned: {len(pinned)}", type="tertiary"):
        for each in pinned:
            with st.container(horizontal=True, vertical_alignment="center", key=f"pinned_{each.run.tape.id}"):
                st.markdown(plain(_what_it_is(session, each.run), 400), width="stretch")
                st.button("Put back", key=f"put_back_{each.run.tape.id}", on_click=_put_back, args=(session, each.run))
                st.button("Unpin", key=f"unpin_{each.run.tape.id}", on_click=_unpin, args=(session, each.run))


def _put_back_buttons(session: Session, earlier: Sequence[_Listed]) -> None:
    """A button for each run that is drawn, and a list of those kept from before them."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="put_back", width="stretch"):
        st.markdown(":gray[Put back:]", width="content")
        for each in earlier[:MOST_EARLIER]:
            _put_back_button(session, each)
        if older := earlier[MOST_EARLIER:]:
            with st.popover(f"{len(older)} more", type="tertiary", help="Earlier runs that are kept but not drawn."):
                for each in older:
                    _put_back_button(session, each)


def _put_back_button(session: Session, listed: _Listed) -> None:
    st.button(
        plain(listed.name, 60),
        key=f"put_back_{listed.run.tape.id}",
        type="tertiary",
        help=plain(f"{_what_it_is(session, listed.run)}. Puts this run back as it was left.", 400),
        on_click=_put_back,
        args=(session, listed.run),
    )


def _what_it_is(session: Session, run: Run) -> str:
    """As in "Learning rate 0.1 instead of 1; epoch 100"."""
    what = what_differs(run.facts, session.run.facts_on_deck) or SAME
    return f"{what[0].upper()}{what[1:]}; epoch {run.tape.view().epoch:,}"


def _put_back(session: Session, run: Run) -> None:
    session.put_back(run)
    show_settings(session, msgspec.structs.asdict(session.settings))
    session.feed.page_is_due = True


def _pin(session: Session, run: Run) -> None:
    session.pin(run)
    session.feed.page_is_due = True  # above the panels it says what could not be


def _unpin(session: Session, run: Run) -> None:
    session.unpin(run)
    session.feed.page_is_due = True


def _panel(tape: Tape, earlier: Sequence[EarlierCurve], *, log: bool) -> Panel:
    view = tape.view()
    curve = LossCurve(
        epochs=np.arange(len(view.losses)),
        losses=view.losses,
        validation=view.scores[:, 1] if view.scores.shape[1] > 1 else None,
        at=view.epoch,
        diverged_at=view.diverged_at,
        changes=changes_told(view.events.before(view.end)),
    )
    figure = loss_figure(curve, n_epochs=view.settings.epochs, log=log, tape=tape.id, earlier=earlier)
    return replace(figure, epoch=view.epoch)
