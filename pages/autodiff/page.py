"""The page Autodiff: what GradientTape does inside the net on the deck, part by part."""

import streamlit as st

from nets.autodiff.written.notation import of_net
from pages.autodiff.parts import PARTS, Part
from pages.autodiff.shown import Shown
from pages.shared.components.fragment import fed
from pages.shared.rows.chosen import chosen_row, row_chooser
from pages.shared.session import Session, current
from pages.shared.transport import transport

ALL = "all"
TITLES = {**{part.key: part.title for part in PARTS}, ALL: "All parts"}
FIRST = PARTS[0].title
ALONE = "part_alone"  # whether the chosen part stands alone and large


def draw(session: Session, number: int, part: Part, row: int, *, large: bool) -> None:
    """One part in its frame: its opening, then its numbers. Alone on the page its text is larger."""
    with st.container(border=True, key=f"part_{part.key}"), st.container(key="alone" if large else None):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.subheader(f"{number}. {part.title}", anchor=False, width="content")
            clicked = st.button(
                "Back" if large else "Open alone",
                key=f"open_{part.key}",
                type="tertiary",
                icon=":material/close_fullscreen:" if large else ":material/open_in_full:",
                help="Back to the page around it." if large else "This part alone and large.",
                on_click=_open,
                args=(part.key,),
                kwargs={"alone": not large},
            )
        if clicked:
            st.rerun()  # the whole page, not this part of it alone
        st.markdown(part.opening)
        if part.formula:
            st.latex(part.formula)
        part.draw(Shown(session, session.tape.view(), row, large, part.room))


def _open(key: str, *, alone: bool) -> None:
    st.session_state["part"] = TITLES[key]
    st.session_state[ALONE] = alone


def _parts(session: Session, chosen: str, row: int, *, large: bool) -> None:
    for number, part in enumerate(PARTS, start=1):
        if chosen in (ALL, part.key):
            fed(draw, key=part.key, feed=session.feed, often="worked_out")(session, number, part, row, large=large)


def _choice(session: Session) -> str:
    """The key of the chosen part, or that all are wanted."""
    session.given.keep("part", first=FIRST)
    title = st.pills(
        "Parts", list(TITLES.values()), required=True, key="part", persist_state="session", label_visibility="collapsed"
    )
    return _key_of(title)


def _key_of(title: str) -> str:
    return next(key for key, each in TITLES.items() if each == title)


session = current()
if st.session_state.get("part") not in TITLES.values():  # as an address may ask
    session.given.show("part", FIRST)
if st.session_state.get(ALONE) and st.session_state["part"] != TITLES[ALL]:
    _parts(session, _key_of(st.session_state["part"]), chosen_row(session), large=True)
    row_chooser(session)
    with st.container(key="transport_below"):
        transport(session)
else:
    transport(session)
    chosen = _choice(session)
    if chosen == ALL:
        st.markdown(
            "`tf.GradientTape` records a net's operations in the forward pass and goes back through the record by the "
            "chain rule. This page shows how, with this table's numbers, for the net on the deck at its epoch."
        )
    st.latex(of_net(session.settings))
    _parts(session, chosen, row_chooser(session), large=False)
