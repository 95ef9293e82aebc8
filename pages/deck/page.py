"""The deck: press Play and watch the net learn."""

import streamlit as st

from pages.deck.confusion import confusion, is_beside, is_shown
from pages.deck.decision import is_awaited, is_mapped
from pages.deck.hidden import hidden
from pages.deck.panels import panels
from pages.deck.predictions import predictions
from pages.deck.weights import is_half, weights
from pages.shared.fragment import alone
from pages.shared.session import current
from pages.shared.transport import transport, watching

session = current()
view = session.tape.view()
watched, studied, read = watching(view)

transport(session)
with st.container(key="upper"):
    beside = is_beside(session)
    wide, narrow = st.columns([3, 1]) if beside else (st.container(), None)
    with wide:
        awaited = is_mapped(session) and is_awaited(session)
        st.fragment(panels, run_every=watched or (0.3 if awaited else None))(session, awaited=awaited)
    if narrow:
        with narrow:
            st.fragment(confusion, run_every=read)(session)
if view.settings.net == "rnn":
    alone(hidden, every=studied)(session)
with st.container(key="lower"):
    left, right = st.columns([6, 7]) if is_half(session) else (st.container(), st.container())
    with left:
        st.fragment(weights, run_every=studied)(session)
    with right:
        st.fragment(predictions, run_every=read)(session)
if is_shown(session) and not beside:
    alone(confusion, every=read)(session)
