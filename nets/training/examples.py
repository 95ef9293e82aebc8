"""The rows a net is trained on, as numbers alone."""

import msgspec
import numpy as np


class Examples(msgspec.Struct, frozen=True):
    """inputs (B, D), without the constant 1; targets (B,), the index of each row's class among `n_classes`."""

    inputs: np.ndarray
    targets: np.ndarray
    n_classes: int
