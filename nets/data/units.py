"""A feature in the units of the file again: what entered the net, with the scaling taken back."""

import numpy as np

from nets.data.dataset import Dataset


def in_units_of_the_file(data: Dataset, feature: int) -> np.ndarray:
    """The numbers (B,) of one feature before it was scaled; gaps are filled, dates are days since the first one."""
    mean, scale = scaling_of(data, feature)
    return data.columns[feature].array() * scale + mean


def scaling_of(data: Dataset, feature: int) -> tuple[float, float]:
    """The mean that was taken off one feature, and the scale it was divided by after that; 0 and 1 if neither was."""
    at = 0
    for rule in data.rules:
        width = len(rule.features)
        if at <= feature < at + width:
            return (0.0, 1.0) if rule.kind == "text" else (rule.mean, rule.scale)
        at += width
    raise IndexError(f"there is no feature {feature} among {len(data.features)}")


def columns_to_click(data: Dataset) -> tuple[str, str] | None:
    """The two columns whose numbers place a point in the plane; None if the dataset is not such a plane."""
    plain = len(data.features) == 2 and len(data.rules) == 2 and all(rule.kind == "number" for rule in data.rules)
    choices = data.choices
    if not plain or choices.bins is not None or choices.group is not None or choices.time is not None:
        return None
    return data.rules[0].column, data.rules[1].column
