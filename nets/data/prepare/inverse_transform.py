"""A feature in the units of the file again: the inputs of the net with the scaling undone."""

import numpy as np

from nets.data.prepare.dataset import Dataset
from nets.data.prepare.encoders import ColumnEncoder, named_inputs


def in_units_of_the_file(data: Dataset, feature: int) -> np.ndarray:
    """The numbers (B,) of one feature before it was scaled; gaps are filled, dates are days since `first_day`."""
    mean, scale = scaling_of(data, feature)
    return data.columns[feature].array() * scale + mean


def scaling_of(data: Dataset, feature: int) -> tuple[float, float]:
    """The mean that was subtracted from a feature, and the scale it was then divided by; 0 and 1 if not scaled."""
    encoder = _encoder_of(data, feature)
    return encoder.mean, encoder.scale


def first_day(data: Dataset, feature: int) -> float | None:
    """The first day of a feature that is a date, in days since 1970-01-01; 0 for a time of day, None for the others."""
    encoder = _encoder_of(data, feature)
    return encoder.origin if encoder.kind in ("date", "clock") else None


def columns_to_click(data: Dataset) -> tuple[str, str] | None:
    """The two columns whose numbers place a point in the plane; None if the dataset is not such a plane."""
    are_numbers = len(data.encoders) == 2 and all(encoder.kind == "number" for encoder in data.encoders)
    options = data.options
    if not are_numbers or options.bins is not None or options.group is not None or options.time is not None:
        return None
    return data.encoders[0].column, data.encoders[1].column


def _encoder_of(data: Dataset, feature: int) -> ColumnEncoder:
    return named_inputs(data.encoders)[feature][1]
