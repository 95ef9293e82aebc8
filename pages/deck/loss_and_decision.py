"""The upper row of the deck: the loss, and beside it the decision map."""

import streamlit as st

from pages.deck.decision import decision, is_awaited, is_mapped
from pages.deck.loss import loss
from pages.shared.session import Session


def loss_and_decision(session: Session, *, awaited: bool) -> None:
    """Both panels, or the loss alone where there can be no map; `awaited` that they are drawn again for the map."""
    if not is_mapped(session):
        loss(session)
        return
    left, right = st.columns([6, 5])
    with left:
        loss(session)
    with right:
        decision(session)
    if awaited and not is_awaited(session):
        st.rerun()  # the whole page once more, without the timer
