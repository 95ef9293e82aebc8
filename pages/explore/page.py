"""Explore: hundreds of nets at once, and what makes one better than another."""

import streamlit as st

from nets.errors import Refusal
from pages.explore.fan import fan
from pages.explore.grid import grid
from pages.explore.importance import has_room_below_maps, importance
from pages.explore.landscape import landscape
from pages.explore.maps import maps
from pages.explore.mlp_beside_rnn import mlp_beside_rnn
from pages.explore.parallel import parallel
from pages.explore.questions import questions
from pages.explore.runs import runs
from pages.explore.stale import stale
from pages.explore.sweeping import asked_for
from pages.explore.transport import transport
from pages.explore.vary import vary
from pages.shared.session import current

session = current()
if session.explore.opens_deck:
    session.explore.opens_deck = False
    st.switch_page("deck/page.py")

questions(session)
try:
    asked, refusal = asked_for(session), None
except Refusal as refused:
    asked, refusal = None, refused.sentence
if session.explore.is_varying or refusal:
    vary(session, refusal)
transport(session, asked)
stale(session, asked)
with st.container(key="curves_and_grid"):
    left, right = st.columns([5, 4])
    with left:
        fan(session)
    with right:
        grid(session)
with st.container(key="beside_grid"):
    left, right = st.columns([5, 4])
    is_below_maps = has_room_below_maps(session)
    with left:
        maps(session)
        if is_below_maps:
            importance(session)
    with right:
        if not is_below_maps:
            importance(session)
        runs(session)
    parallel(session)
    mlp_beside_rnn(session)
    landscape(session)
