"""How high the charts of the upper row are."""

from pages.shared.session import Session

LOW = 202  # px: with the lower row they fit a laptop's window
HIGH = 264  # px, where the map needs room for the choice of its axes, or the page is longer than a window anyway


def height(session: Session) -> int:
    """Of all charts of the row, in px."""
    fits = session.tape.view().settings.net == "mlp" and len(session.loaded.dataset.features) <= 2
    return LOW if fits else HIGH
