"""Which rows the net is wrong about."""

import numpy as np


def is_wrong(predicted: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """True for each row whose predicted class (B,) is not its label (B,); a row without a label, -1, is not wrong."""
    return (predicted != targets) & (targets >= 0)
