"""Between which values the output of a hidden unit lies: the ends of its colours, wherever it is drawn."""

from collections.abc import Mapping

from nets.models.parameters import CELL_ACTIVATION
from nets.settings import Settings
from nets.settings.cases import cases_of

ENDS: Mapping[str, tuple[float, float] | None] = cases_of(
    "activation",
    {
        "softmax": (0.0, 1.0),
        "sigmoid": (0.0, 1.0),
        "tanh": (-1.0, 1.0),
        "sine": (-1.0, 1.0),
        "relu": None,
        "leaky_relu": None,
        "gelu": None,
        "linear": None,
    },
)


def output_ends(settings: Settings) -> tuple[float, float] | None:
    """The least and the largest output of the units of this net; None where they have no bound, or several sums."""
    activation = settings.activation if settings.net == "mlp" else CELL_ACTIVATION[settings.cell]
    return ENDS[activation] if activation else None
