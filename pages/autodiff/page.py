"""Autodiff, opened: what GradientTape does inside the net on the deck, part by part."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.autodiff.chain import chain
from pages.autodiff.modes import modes
from pages.autodiff.predict import predict
from pages.autodiff.pushes import pushes
from pages.autodiff.row import row_chooser
from pages.autodiff.shown import Shown
from pages.autodiff.softmax import softmax_part
from pages.autodiff.tape import tape
from pages.autodiff.time import through_time
from pages.autodiff.update import update
from pages.autodiff.ways import ways
from pages.shared.session import Session, current
from pages.shared.transport import transport

TICK_S = 1.0  # derivatives are read, not watched
ALL = "all"


@dataclass(frozen=True)
class Part:
    """A part of the page; `key` is its name in the address, `draw` puts it on the page."""

    key: str
    title: str
    draw: Callable[[Shown], None]


PARTS = (
    Part("chain", "The chain", chain),
    Part("softmax", "Softmax", softmax_part),
    Part("tape", "The tape", tape),
    Part("ways", "Three ways", ways),
    Part("modes", "Forward and reverse", modes),
    Part("time", "Through time", through_time),
    Part("pushes", "Who pushes", pushes),
    Part("update", "One update by hand", update),
    Part("predict", "Predict, then reveal", predict),
)


def draw(session: Session, part: Part, row: int, *, large: bool) -> None:
    """One part in its frame; alone on the page its letters are larger too."""
    with st.container(border=True, key=f"part_{part.key}"), st.container(key="alone" if large else None):
        part.draw(Shown(session, session.tape.view(), row, large))


session = current()
transport(session)
st.markdown(
    "A tape of operations is recorded on the way forward, and read backwards by the chain rule. Here it lies open, for "
    "the net above at the epoch it stands at. Read from top to bottom, or open one part alone: the address then leads "
    "to that part, with this table's name and these settings."
)
titles = {ALL: "All parts", **{part.key: part.title for part in PARTS}}
chosen = st.pills(
    "Parts",
    list(titles),
    default=ALL,
    required=True,
    format_func=titles.get,
    key="part",
    bind="query-params",
    label_visibility="collapsed",
)
row = row_chooser(session)
moving = session.tape.view().moving
for part in PARTS:
    if chosen in (ALL, part.key):
        st.fragment(draw, run_every=TICK_S if moving else None)(session, part, row, large=chosen != ALL)
