"""What is said of the rows: the predictions, and beside or below them the confusion of the classes."""

import streamlit as st

from pages.deck.confusion import BESIDE, MOST_CLASSES, confusion
from pages.deck.predictions import predictions
from pages.shared.session import Session

TICK_S = 0.5  # tables are read, not watched


def rows(session: Session) -> None:
    """Both panels; a confusion of very many classes is none that could be read."""
    n_classes = len(session.cassette.dataset.classes)
    if n_classes > MOST_CLASSES:
        predictions(session)
        return
    left, right = st.columns([5, 3]) if n_classes <= BESIDE else (st.container(), st.container())
    with left:
        predictions(session)
    with right:
        confusion(session)
