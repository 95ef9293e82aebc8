"""The memory and the work that a net and a table need together, estimated before training begins."""

import math
from collections.abc import Sequence

import numpy as np

from nets.data.prepare.time_steps.sequences import trained_on
from nets.errors import Code, SettingsError
from nets.models.outputs import n_outputs
from nets.models.parameters import GATES, SLOTS, weights_of
from nets.settings import Settings

MOST_BYTES = 3 * 2**30  # of one tape; a trainer shares its machine with others
MOST_PRODUCTS = 3e10  # of one forward pass: some seconds, in which no other run has a turn
COPIES = 4  # a value, its gradient, and what the compiler keeps of either on the way

MOST_AT_ONCE = 2**17  # values of an MLP's widest layer, of all runs together; of more, blocks of rows are the faster
BLOCK = 2**15
FEWEST_ROWS = 256  # of a block


def check_size(
    settings: Settings, *, n_rows: int, n_features: int, n_classes: int, groups: np.ndarray | None = None
) -> None:
    """Raises `SettingsError`, with the estimate, where a tape would take more memory or an epoch of it more work than
    it may. `groups` (B,) are the numbers of the rows' sequences.
    """
    n_places, remedy = n_rows, "take fewer hidden units, or a table with fewer rows or columns."
    if settings.net == "rnn":
        n_sequences, longest = trained_on(settings, n_rows, groups).shape
        n_places = n_sequences * longest
        if n_places > 2 * n_rows:
            remedy = (
                f"its {n_sequences:,} sequences are padded to the longest, of {longest:,} steps. "
                "Truncate BPTT and reset the state, take fewer hidden units, or sequences of like length."
            )
    wanted = bytes_wanted(settings, n_places=n_places, n_features=n_features, n_classes=n_classes)
    if wanted > MOST_BYTES:
        raise SettingsError(
            Code.TOO_BIG,
            f"This net on this table would take about {wanted / 2**30:.1f} GB of memory, and "
            f"{MOST_BYTES / 2**30:.0f} GB are allowed: {remedy}",
        )
    products = n_products(settings, n_places=n_places, n_features=n_features, n_classes=n_classes)
    if products > MOST_PRODUCTS:
        raise SettingsError(
            Code.TOO_LONG,
            f"An epoch of this net on this table would take about {products / 1e9:,.0f} billion "
            f"multiplications, and {MOST_PRODUCTS / 1e9:.0f} billion are allowed: {remedy}",
        )


def n_products(settings: Settings, *, n_places: int, n_features: int, n_classes: int) -> int:
    """How many multiplications one forward pass of all rows, or steps, takes."""
    return n_places * _n_weights(settings, n_features, n_classes)


def bytes_wanted(settings: Settings, *, n_places: int, n_features: int, n_classes: int) -> int:
    """About how many bytes training takes at its peak: the rows, or the steps of sequences with what they are filled
    up with; a layer's values for as many of them as are taken at once; the weights.
    """
    width = 8 if settings.precision == "float64" else 4
    outputs = n_outputs(settings, n_classes)
    n_values = n_places * (n_features + 1 + outputs + n_classes)
    if settings.net == "rnn":
        n_values += n_places * settings.hidden_units * (2 + 2 * len(GATES[settings.cell]))
    else:
        at_once = rows_at_once([settings], n_places, n_inputs=n_features + 1, n_outputs=outputs)
        n_values += max(at_once, min(settings.batch, n_places)) * 2 * sum(settings.widths)
    n_weights = _n_weights(settings, n_features, n_classes)
    return width * (COPIES * n_values + (COPIES + len(SLOTS[settings.optimiser])) * n_weights)


def rows_at_once(runs: Sequence[Settings], n_rows: int, *, n_inputs: int, n_outputs: int) -> int:
    """How many rows an MLP takes at once: all, if they are few enough, or if what is left out is drawn for all rows."""
    widest = max(n_inputs, *(len(runs) * n for n in (n_outputs, *runs[0].widths)))
    is_drawn = 0 < runs[0].batch < n_rows
    if n_rows * widest <= MOST_AT_ONCE or (not is_drawn and any(run.dropout > 0 for run in runs)):
        return n_rows
    return max(BLOCK // widest, FEWEST_ROWS)


def _n_weights(settings: Settings, n_features: int, n_classes: int) -> int:
    weights = weights_of(settings, features=range(n_features), classes=range(n_classes))
    return sum(math.prod(weight.shape) for weight in weights)
