"""The list of panels, in which a visitor chooses those that are shown."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from nets.workspace.panel_choice import PanelChoice
from pages.deck.panels.deck_panel import DeckPanel
from pages.deck.panels.panels import PANELS
from pages.shared.session import Session

HELP = "Which panels the deck shows. The address keeps the choice."


def panel_list(session: Session) -> None:
    """A list that opens on a click: each panel with its sentence, and whether it is shown."""
    listed = st.popover("Panels", type="tertiary", help=HELP, key="panels_list", on_change="rerun")
    if not listed.open:  # a widget that the browser has not drawn forgets what it was given
        return
    keys = chosen_keys(session.panels)
    with listed:
        for panel in PANELS:
            applies = panel.applies(session)
            session.given.show(f"show_{panel.key}", panel.key in keys)
            st.checkbox(
                f"**{panel.name}** :gray[{panel.sentence if applies else f'needs {panel.needs}'}]",
                key=f"show_{panel.key}",
                help=panel.help,
                disabled=not applies,
                on_change=_choose,
                args=(session,),
            )
        st.button("Show what is shown at first", key="first_panels", on_click=_forget, args=(session,))


def chosen_keys(choice: PanelChoice) -> tuple[str, ...]:
    """The panels that are to be shown, in the order of the list."""
    first = (panel.key for panel in PANELS if panel.is_shown_at_first)
    shown = {*(first if choice.shown is None else choice.shown), *choice.opened}
    return tuple(panel.key for panel in PANELS if panel.key in shown)


def shown_panels(session: Session) -> Sequence[DeckPanel]:
    """The panels that are shown: those that are chosen, of those that this net and table have; or one alone."""
    applying = [panel for panel in PANELS if panel.applies(session)]
    alone = [panel for panel in applying if panel.key == session.panels.alone]
    return alone or [panel for panel in applying if panel.key in chosen_keys(session.panels)]


def unknown_keys(choice: PanelChoice) -> list[str]:
    """What an address asks for that is no panel."""
    known = {panel.key for panel in PANELS}
    return [key for key in (*(choice.shown or ()), *choice.opened, choice.alone) if key and key not in known]


def _choose(session: Session) -> None:
    keys = tuple(panel.key for panel in PANELS if st.session_state.get(f"show_{panel.key}"))
    is_first = keys == chosen_keys(PanelChoice())
    session.panels = replace(session.panels, shown=None if is_first else keys, opened=())


def _forget(session: Session) -> None:
    session.panels = PanelChoice()
