"""How high the charts of the upper row are."""

from pages.shared.session import Session
from pages.shared.strip import is_large

LOW = 228  # px: with the lower row they fit a laptop's window
PROJECTED = 284  # px, where all is large: loss and map fit a window of 720 px
HIGH = 340  # px, where the page is longer than a window anyway: loss and map still fit one of 720 px


def height(session: Session) -> int:
    """Of all charts of the row, in px."""
    if is_large():
        return PROJECTED
    is_mlp, loaded = session.tape.view().settings.net == "mlp", session.loaded
    fits = is_mlp and len(loaded.dataset.features) <= 2 and not loaded.n_validation
    return LOW if fits else HIGH
