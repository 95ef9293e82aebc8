"""The weight of each class in the loss: none, balanced, or a number for each class, written 1,3."""

from typing import TYPE_CHECKING

import numpy as np

from nets.errors import Code, SettingsError

if TYPE_CHECKING:
    from nets.settings.settings import Settings

WEIGHT = r"(?:0\.\d{0,5}[1-9]\d{0,5}|[1-9]\d{0,5}(?:\.\d{1,6})?)"  # a number above 0
WEIGHTS = rf"^(?:none|balanced|{WEIGHT}(?:,{WEIGHT})+)\Z"
EXAMPLE = "1,3"


def class_weights_of(settings: "Settings", *, counts: np.ndarray) -> tuple[float, ...] | None:
    """The weight of each class, None where all count alike; `counts` (K,) are the training rows of each.

    Balanced: n / (K n_k), as scikit-learn has it, K being the classes with training rows; 1 for one without any.
    Raises `SettingsError` where there are weights of one's own, but not one for each class.
    """
    if settings.class_weights == "none":
        return None
    if settings.class_weights == "balanced":
        there = counts > 0
        weights = np.ones(len(counts))
        weights[there] = counts.sum() / (there.sum() * counts[there])
        return tuple(weights.tolist())
    weights = tuple(map(float, settings.class_weights.split(",")))
    if len(weights) != len(counts):
        raise SettingsError(
            Code.CLASS_WEIGHTS,
            f"Class weights must be one for each of the {len(counts):,} classes, in their order; found "
            f"{len(weights):,}. Give {len(counts):,} numbers, or choose balanced.",
        )
    return weights
