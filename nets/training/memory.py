"""How much memory a net and a table want together, before any of it is taken."""

import math

from nets.errors import SettingsError
from nets.models.parameters import GATES, SLOTS, weights_of
from nets.settings import Settings

MOST_BYTES = 3 * 2**30  # of one tape; a trainer shares its machine with others
COPIES = 4  # a value, its gradient, and what the compiler keeps of either on the way


def bytes_wanted(settings: Settings, *, n_rows: int, n_features: int, n_classes: int) -> int:
    """About how many bytes training takes at its peak: the rows, a layer's values for each, the weights."""
    width = 8 if settings.precision == "float64" else 4
    n_units = settings.hidden_units
    of_row = n_features + 1 + 2 * n_classes
    if settings.net == "rnn":
        of_row += n_units * (2 + 2 * len(GATES[settings.cell]))
    else:
        of_row += 2 * settings.hidden_layers * n_units
    weights = weights_of(settings, features=range(n_features), classes=range(n_classes))
    n_weights = sum(math.prod(weight.shape) for weight in weights)
    return width * (COPIES * n_rows * of_row + (COPIES + len(SLOTS[settings.optimiser])) * n_weights)


def check_memory(settings: Settings, *, n_rows: int, n_features: int, n_classes: int) -> None:
    """Raises `SettingsError`, with the estimate, where that is more than a tape may take."""
    wanted = bytes_wanted(settings, n_rows=n_rows, n_features=n_features, n_classes=n_classes)
    if wanted > MOST_BYTES:
        raise SettingsError(
            "too-big",
            f"This net on this table would take about {wanted / 2**30:.1f} GB of memory, and "
            f"{MOST_BYTES / 2**30:.0f} GB are allowed: take fewer hidden units, or a table with fewer rows or columns.",
        )
