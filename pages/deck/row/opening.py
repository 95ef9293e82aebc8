"""A click on a row or a time step: it is looked into in a panel of its own."""

from dataclasses import replace

from pages.shared.rows.chosen import choose_row
from pages.shared.session import Session

KEY = "row"  # of the panel


def open_row(session: Session, row: int) -> None:
    """Choose this row (0 up), and have its panel shown. To be called before the page is drawn."""
    choose_row(session, row)
    if KEY not in session.panels.opened:
        session.panels = replace(session.panels, opened=(*session.panels.opened, KEY))
