"""The probabilities of all rows, for who takes them away; a `Snapshot` on a page has those of some."""

import msgspec
import numpy as np


class ProbabilitiesOf(msgspec.Struct, frozen=True, tag=True):
    """Of every row of the run's table."""


class Probabilities(msgspec.Struct, frozen=True, tag=True):
    """What the net says of each row, (B, K), in the table's order."""

    probs: np.ndarray
