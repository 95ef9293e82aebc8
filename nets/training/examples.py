"""The rows a net is trained and tested on, as numbers alone."""

import msgspec
import numpy as np


class Examples(msgspec.Struct, frozen=True):
    """inputs (B, D), without the constant 1; targets (B,), the index of each row's class among `n_classes`.

    `groups` (B,): rows with the same number are one sequence, in their order; None: all rows are one.
    `held_out` (B,): True for rows that are tested on only; None: none is.
    """

    inputs: np.ndarray
    targets: np.ndarray
    n_classes: int
    groups: np.ndarray | None = None
    held_out: np.ndarray | None = None

    @property
    def n_rows(self) -> int:
        """How many rows there are (B)."""
        return len(self.targets)
