"""A panel of the deck, as it is declared."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.shared.components.fragment import alone
from pages.shared.session import Session

AWAITED_S = 0.3  # how often to look for an answer that takes long
WHOLE = 12  # columns of the grid the panels stand in
LEFT, RIGHT = 7, 5


@dataclass(frozen=True, kw_only=True)
class DeckPanel:
    """`key` is that of the container that `draw` makes, and the panel's name in an address. `sentence` says what is
    seen, `help` how to read it.

    `applies` says whether the net and the table have such a panel, `needs` what they would have to be.
    `width` is how many of the twelve columns of the grid it takes; a row that is not full is stretched.
    """

    key: str
    name: str
    sentence: str
    help: str
    draw: Callable[[Session], None]
    applies: Callable[[Session], bool] = lambda session: True
    needs: str = ""
    width: Callable[[Session], int] = lambda session: WHOLE
    is_shown_at_first: bool = True


def until_there(draw: Callable[[Session], None], *, is_awaited: Callable[[Session], bool]) -> Callable[[Session], None]:
    """`draw` as a fragment, which looks again and again for an answer of the trainer that takes long."""

    def looked(session: Session, *, awaited: bool) -> None:
        draw(session)
        if awaited and not is_awaited(session):
            st.rerun()  # the whole page once more, without the timer

    def drawn(session: Session) -> None:
        awaited = is_awaited(session)
        alone(looked, every=AWAITED_S if awaited else None)(session, awaited=awaited)

    return drawn
