"""The loss panel: the loss of every epoch as it falls, and those of earlier runs in grey, which can be put back."""

from collections.abc import Sequence

import msgspec
import numpy as np
import streamlit as st

from nets.figures.deck.loss import MOST_EARLIER, EarlierCurve, LossCurve, earlier_curve, loss_figure
from nets.figures.panel import Panel
from nets.training.client.tape import Tape
from nets.workspace.difference import names_of, what_differs
from nets.workspace.run import Run
from pages.deck.height import height
from pages.shared.components.chart import moving
from pages.shared.markdown import plain
from pages.shared.panel_title import heading
from pages.shared.session import Session
from pages.shared.settings_form import show_settings

MOST_LISTED = 30  # earlier runs that can be chosen from the list


def loss(session: Session) -> None:
    """The curve, on a linear or a logarithmic axis."""
    if session.feed.page_is_due:
        st.rerun()  # a run was put back: the whole page is its
    tape, earlier = session.tape, _earlier(session)
    n_epochs = max(session.settings.epochs, tape.view().end)
    drawn = earlier[:MOST_EARLIER]
    curves = [earlier_curve(name, run.tape.view().losses, n_epochs=n_epochs) for run, name in drawn]
    with st.container(border=True, key="loss", gap="xsmall", height="stretch"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            is_tested = session.loaded.n_validation > 0
            heading("Loss", "mean −log p, nats; dotted: validation rows" if is_tested else "mean −log p, nats")
            log = st.toggle("log axis", key="log", persist_state="session")
        moving(
            lambda: _panel(tape, curves, log=log),
            key="loss_chart",
            height=height(session),
            grows=True,
            feed=session.feed,
            often="watched",
        )
        if earlier:
            _put_back_buttons(session, earlier)


def _earlier(session: Session) -> list[tuple[Run, str]]:
    """The kept runs with a curve of their own, the latest first, and their names."""
    deck = session.run.facts_on_deck
    runs = [run for run in session.runs.newest() if not run.facts.is_same_curve(deck)][:MOST_LISTED]
    return list(zip(runs, names_of([run.facts for run in runs], deck), strict=True))


def _put_back_buttons(session: Session, earlier: Sequence[tuple[Run, str]]) -> None:
    """A button for each run that is drawn, and a list of those kept from before them."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="put_back"):
        st.markdown(":gray[Put back:]", width="content")
        for run, name in earlier[:MOST_EARLIER]:
            _put_back_button(session, run, name)
        if older := earlier[MOST_EARLIER:]:
            with st.popover(f"{len(older)} more", type="tertiary", help="Earlier runs that are kept but not drawn."):
                for run, name in older:
                    _put_back_button(session, run, name)


def _put_back_button(session: Session, run: Run, name: str) -> None:
    what = f"{what_differs(run.facts, session.run.facts_on_deck)}; epoch {run.tape.view().epoch:,}"
    st.button(
        plain(name, 60),
        key=f"put_back_{run.tape.id}",
        type="tertiary",
        help=plain(f"{what[0].upper()}{what[1:]}. Puts this run back as it was left.", 400),
        on_click=_put_back,
        args=(session, run),
    )


def _put_back(session: Session, run: Run) -> None:
    session.put_back(run)
    show_settings(session, msgspec.structs.asdict(session.settings))
    session.feed.page_is_due = True


def _panel(tape: Tape, earlier: Sequence[EarlierCurve], *, log: bool) -> Panel:
    view = tape.view()
    curve = LossCurve(
        epochs=np.arange(len(view.losses)),
        losses=view.losses,
        validation=view.scores[:, 1] if view.scores.shape[1] > 1 else None,
        at=view.epoch,
        diverged_at=view.diverged_at,
    )
    return loss_figure(curve, n_epochs=view.settings.epochs, log=log, tape=tape.id, earlier=earlier)
