"""The deck: press Play and watch the net learn."""

import streamlit as st

from pages.deck.panels import panels
from pages.deck.predictions import TICK_S, predictions
from pages.deck.transport import tick, transport
from pages.shared.session import current

session = current()
view = session.tape.view()

transport(session)
st.fragment(panels, run_every=tick(view))(session)
st.fragment(predictions, run_every=TICK_S if view.moving else None)(session)
