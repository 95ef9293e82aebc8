"""How high the charts of the upper rows are, and whether the drawn net stands on top."""

import math

from pages.shared.session import Session
from pages.shared.strip import is_large

LOW = 222  # px: with the net and the map above them they fit a laptop's window
PROJECTED = 272  # px, where all is large: loss and map fit a window of 720 px
HIGH = 340  # px, where the page is longer than a window anyway: loss and map still fit one of 720 px
NET_LOW, NET_ROW, NET_KEY = 220, 40, 36  # px: the least of a drawn net, one of its rows, and what more its panel has
MOST_ROWS = 8  # of nodes above each other, for a net that is small
STACKED = 8  # units and the bias beside them, beyond which a layer stands in two lines


def is_net_on_top(session: Session) -> bool:
    """Whether the net is small enough to stand beside its map, above the loss."""
    shown, is_mlp = session.panels.shown, session.tape.view().settings.net == "mlp"
    is_chosen = shown is None or {"network", "decision"} <= set(shown)
    has_map = is_mlp and len(session.loaded.dataset.features) > 1
    return is_chosen and has_map and not is_large() and _rows(session) <= MOST_ROWS


def height(session: Session) -> int:
    """Of the loss and of what stands beside it, in px."""
    if is_large():
        return PROJECTED
    return LOW if is_net_on_top(session) else HIGH


def map_height(session: Session) -> int:
    """Of the decision map, in px: as high as what stands beside it."""
    if is_net_on_top(session):
        return max(NET_LOW, NET_ROW * _rows(session)) + NET_KEY
    return height(session)


def growth(session: Session) -> float:
    """The share of a higher window's height that a chart has: two rows of them share it."""
    return 0.5 if is_net_on_top(session) else 1.0


def _rows(session: Session) -> int:
    """How many nodes of the drawn net stand above each other."""
    dataset, settings = session.loaded.dataset, session.tape.view().settings
    layers = [width + (settings.bias == "every") for width in settings.widths]
    units = [n if n <= STACKED else math.ceil(n / 2) for n in layers]
    return max(len(dataset.features) + 1, len(dataset.classes), *units)
