"""The deck: press Play and watch the net learn."""

import streamlit as st

from pages.deck.decision import is_awaited, is_mapped
from pages.deck.diagnosis.panel import diagnosis
from pages.deck.hidden import hidden
from pages.deck.loss_and_decision import loss_and_decision
from pages.deck.network.panel import network
from pages.deck.predict.new_rows import are_awaited
from pages.deck.predict.panel import predict
from pages.deck.predictions import predictions
from pages.deck.scores.confusion import confusion, is_beside, is_shown
from pages.deck.scores.panel import scores
from pages.deck.weights import is_half, weights
from pages.shared.components.fragment import fed
from pages.shared.session import current
from pages.shared.transport import transport

AWAITED_S = 0.3  # how often to look for a map that takes long

session = current()

transport(session, below=diagnosis)
rows_awaited = are_awaited(session)
with st.container(key="upper"):
    beside = is_beside(session)
    wide, narrow = st.columns([3, 1]) if beside else (st.container(), None)
    with wide:
        awaited = is_mapped(session) and is_awaited(session)
        st.fragment(loss_and_decision, run_every=AWAITED_S if awaited else None)(session, awaited=awaited)
    if narrow:
        with narrow:
            confusion(session)
if session.tape.view().settings.net == "rnn":
    hidden(session)
with st.container(key="lower"):
    left, right = st.columns([6, 7]) if is_half(session) else (st.container(), st.container())
    with left:
        weights(session)
    with right:
        fed(predictions, key="predictions", feed=session.feed, often="read")(session)
network(session)
if is_shown(session) and not beside:
    confusion(session)
scores(session)
predict(session, awaited=rows_awaited)
