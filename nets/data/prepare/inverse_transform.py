"""A feature in the units of the file again: what entered the net, with the scaling taken back."""

import numpy as np

from nets.data.prepare.dataset import Dataset
from nets.data.prepare.encoders import ColumnEncoder


def in_units_of_the_file(data: Dataset, feature: int) -> np.ndarray:
    """The numbers (B,) of one feature before it was scaled; gaps are filled, dates are days since `first_day`."""
    mean, scale = scaling_of(data, feature)
    return data.columns[feature].array() * scale + mean


def scaling_of(data: Dataset, feature: int) -> tuple[float, float]:
    """The mean that was taken off one feature, and the scale it was divided by after that; 0 and 1 if neither was."""
    rule = _rule_of(data, feature)
    return (0.0, 1.0) if rule.kind == "text" else (rule.mean, rule.scale)


def first_day(data: Dataset, feature: int) -> float | None:
    """Where a feature that is a date begins, in days since 1970-01-01, 0 for a time of day; None if it is neither."""
    rule = _rule_of(data, feature)
    return rule.origin if rule.kind in ("date", "clock") else None


def columns_to_click(data: Dataset) -> tuple[str, str] | None:
    """The two columns whose numbers place a point in the plane; None if the dataset is not such a plane."""
    plain = len(data.features) == 2 and len(data.rules) == 2 and all(rule.kind == "number" for rule in data.rules)
    choices = data.choices
    if not plain or choices.bins is not None or choices.group is not None or choices.time is not None:
        return None
    return data.rules[0].column, data.rules[1].column


def _rule_of(data: Dataset, feature: int) -> ColumnEncoder:
    at = 0
    for rule in data.rules:
        at += len(rule.features)
        if feature < at:
            return rule
    raise IndexError(f"there is no feature {feature} among {len(data.features)}")
