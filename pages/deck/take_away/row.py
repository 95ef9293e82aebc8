"""What can be taken from the deck: below the panels, a row of buttons."""

import streamlit as st

from pages.deck.take_away.net import net
from pages.deck.take_away.report import report
from pages.deck.take_away.script import script
from pages.deck.take_away.tape import save_tape
from pages.shared.session import Session


def take_away(session: Session) -> None:
    """The row."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="take_away"):
        st.markdown(":gray[Take it with you:]", width="content")
        script(session)
        net(session)
        report(session)
        save_tape(session)
