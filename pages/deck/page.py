"""The deck: press Play and watch the net learn."""

from pages.deck.diagnosis.panel import diagnosis
from pages.deck.panels.grid import panel_grid
from pages.deck.predict.new_rows import are_awaited
from pages.deck.take_away.row import take_away
from pages.shared.components.fragment import draw_page_when
from pages.shared.session import current
from pages.shared.transport import transport

session = current()

transport(session, below=diagnosis)
rows_awaited = are_awaited(session)
panel_grid(session)
take_away(session)
if rows_awaited:  # by the decision map, too
    draw_page_when(lambda: not are_awaited(session))
