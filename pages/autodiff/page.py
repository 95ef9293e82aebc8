"""The page Autodiff: what GradientTape does inside the net on the deck, part by part."""

import streamlit as st

from nets.autodiff.written.notation import of_net
from pages.autodiff.parts import PARTS, Part
from pages.autodiff.shown import Shown
from pages.shared.components.fragment import fed
from pages.shared.rows.chosen import row_chooser
from pages.shared.session import Session, current
from pages.shared.transport import transport

ALL = "all"
TITLES = {ALL: "All parts", **{part.key: part.title for part in PARTS}}


def draw(session: Session, number: int, part: Part, row: int, *, large: bool) -> None:
    """One part in its frame: its opening, then its numbers. Alone on the page its text is larger."""
    with st.container(border=True, key=f"part_{part.key}"), st.container(key="alone" if large else None):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.subheader(f"{number}. {part.title}", anchor=False, width="content")
            clicked = st.button(
                "All parts" if large else "Open alone",
                key=f"open_{part.key}",
                type="tertiary",
                icon=":material/close_fullscreen:" if large else ":material/open_in_full:",
                help="Back to the whole page." if large else "This part alone and large; the address leads here.",
                on_click=_open,
                args=(ALL if large else part.key,),
            )
        if clicked:
            st.rerun()  # the whole page, not this part of it alone
        st.markdown(part.opening)
        if part.formula:
            st.latex(part.formula)
        part.draw(Shown(session, session.tape.view(), row, large, part.room))


def _open(key: str) -> None:
    st.session_state["part"] = TITLES[key]


session = current()
transport(session)
st.markdown(
    "`tf.GradientTape` records a net's operations in the forward pass and goes back through the record by the chain "
    "rule. This page shows how, with this table's numbers, for the net on the deck at its epoch. Read from top to "
    "bottom, or open one part alone: its address leads there, with this table's name and these settings."
)
st.latex(of_net(session.settings))
if st.session_state.get("part") not in TITLES.values():  # as an address may ask
    session.given.show("part", TITLES[ALL])
session.given.keep("part", first=TITLES[ALL])
title = st.pills(
    "Parts", list(TITLES.values()), required=True, key="part", persist_state="session", label_visibility="collapsed"
)
chosen = next(key for key, each in TITLES.items() if each == title)
row = row_chooser(session)
for number, part in enumerate(PARTS, start=1):
    if chosen in (ALL, part.key):
        part_drawn = fed(draw, key=part.key, feed=session.feed, often="worked_out")
        part_drawn(session, number, part, row, large=chosen != ALL)
