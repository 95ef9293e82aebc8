"""The gates of a recurrent cell: each has a block of rows of W_H, which can be looked at as a matrix of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from nets.models.parameters import Weight
from nets.settings import Settings
from nets.settings.cases import cases_of

# In the order of their blocks.
NAMES: Mapping[str, tuple[str, ...]] = cases_of(
    "cell",
    {
        "softmax": (),
        "elman": (),
        "gru": ("update", "reset", "candidate"),
        "lstm": ("input", "forget", "candidate", "output"),
    },
)


def gate_names(settings: Settings) -> tuple[str, ...]:
    """What the gates of a net's cell are called; none where it has no gates."""
    return NAMES[settings.cell] if settings.net == "rnn" else ()


def with_gate(weights: Sequence[Weight], gate: int) -> tuple[Weight, ...]:
    """The matrices of a net of which the first, W_H, has the rows of this gate alone, a row for each unit."""
    first, *others = weights
    n_units = len(first.rows) // first.n_gates
    rows = first.rows[gate * n_units : (gate + 1) * n_units]
    return replace(first, rows=rows, n_gates=1, gate=gate), *others


def values_with_gate(weights: Sequence[Weight], values: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The values (rows, columns) of a net's matrices by name, of those that are one gate's its block of rows."""
    return {weight.name: values[weight.name][weight.first_row :][: len(weight.rows)] for weight in weights}
