"""The deck: press Play and watch the net learn."""

import streamlit as st

from pages.deck.panels import panels
from pages.deck.rows import TICK_S, rows
from pages.shared.session import current
from pages.shared.transport import tick, transport

session = current()
view = session.tape.view()

transport(session)
st.fragment(panels, run_every=tick(view))(session)
st.fragment(rows, run_every=TICK_S if view.moving else None)(session)
