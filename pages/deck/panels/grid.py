"""The grid of the chosen panels, or one of them alone and large."""

from dataclasses import replace

import streamlit as st

from pages.deck.height import is_net_on_top
from pages.deck.panels.arrangement import arranged, style
from pages.deck.panels.deck_panel import DeckPanel
from pages.deck.panels.keys import panel_keys
from pages.deck.panels.list import shown_panels, unknown_keys
from pages.shared.markdown import plain
from pages.shared.session import Session


def panel_grid(session: Session) -> None:
    """The panels, each with a button that puts it up alone; alone, with one that leads back."""
    if unknown := unknown_keys(session.panels):
        st.caption(f"The address asks for panels that there are not: {plain(', '.join(unknown), 200)}.")
    panels, on_top = shown_panels(session), is_net_on_top(session)
    is_alone = [panel.key for panel in panels] == [session.panels.alone]
    panels = arranged(panels, with_net_on_top=on_top)
    st.html(style(panels, session, with_net_on_top=on_top))
    with st.container(key="one_panel" if is_alone else "panels"):
        for panel in panels:
            with st.container(key=f"panel_{panel.key}"):
                panel.draw(session)
                _button(session, panel, is_alone=is_alone)
    if not panels:
        st.caption("No panel is chosen. Choose some under Panels, beside the name of the app.")
    panel_keys(session.panels.alone if is_alone else None)


def _button(session: Session, panel: DeckPanel, *, is_alone: bool) -> None:
    st.button(
        "Back to all panels" if is_alone else f"{panel.name} alone and large",
        key=f"alone_{panel.key}",
        icon=":material/close_fullscreen:" if is_alone else ":material/open_in_full:",
        type="tertiary",
        help="Back to all panels (Escape)." if is_alone else f"{panel.name} alone and large.",
        on_click=_put,
        args=(session, None if is_alone else panel.key),
    )


def _put(session: Session, key: str | None) -> None:
    session.panels = replace(session.panels, alone=key)
