"""Which two features a scatter or a decision map begins with."""

import numpy as np

from nets.data.columns.constant import is_constant
from nets.data.prepare.dataset import Dataset
from nets.data.prepare.encoders import named_inputs

MOST_ROWS = 1000  # that are looked at, spread evenly over the table
CLEARLY = 0.2  # by so much, of the two features' ratios together, others must be better than the first two


def axes_of(data: Dataset) -> list[int]:
    """The features that are numbers in the file; if there are fewer than two, the others after them."""
    numbers = [k for k, (_, encoder) in enumerate(named_inputs(data.encoders)) if encoder.kind != "text"]
    return numbers if len(numbers) > 1 else [*numbers, *(k for k in range(len(data.features)) if k not in numbers)]


def first_axes(data: Dataset) -> tuple[int, int]:
    """The two of `axes_of` with the largest correlation ratios, in the table's order.

    The first two, if no others are clearly better. The same twice, if there is one only.
    """
    places = axes_of(data)
    if len(places) < 3:
        return places[0], places[-1]
    ratios = correlation_ratios(data, places)
    best = np.sort(np.argsort(-ratios, kind="stable")[:2])
    first, second = best if ratios[best].sum() > ratios[:2].sum() + CLEARLY else (0, 1)
    return places[first], places[second]


def correlation_ratios(data: Dataset, features: list[int]) -> np.ndarray:
    """The share of each feature's variance that lies between the classes, (n,).

    It is sum_k n_k (m_k - m)² / sum_i (x_i - m)²: 0 where all classes have the same mean, 1 where the rows of a class
    are all alike. It is 0 too where the feature is constant in the units of the file. Source:
    Fisher 1925, Statistical Methods, chapter 8.
    """
    rows = np.flatnonzero(data.has_loss)
    if len(rows) > MOST_ROWS:
        rows = rows[np.linspace(0, len(rows) - 1, MOST_ROWS).astype(int)]
    targets = data.targets[rows]
    rows, targets = rows[np.argsort(targets, kind="stable")], np.sort(targets)
    values = np.stack([data.columns[k].at(rows) for k in features], axis=1)
    ends = values.min(axis=0), values.max(axis=0)  # (n,) each
    encoders = [encoder for _, encoder in named_inputs(data.encoders)]  # (D,)
    mean, scale = np.array([(encoders[k].mean, encoders[k].scale) for k in features]).T
    varies = ~is_constant(*(end * scale + mean for end in ends))
    values = np.ldexp(values - values.mean(axis=0), -np.frexp(ends[1] - ends[0])[1])  # squares are no longer too small
    _, starts, counts = np.unique(targets, return_index=True, return_counts=True)
    means = np.add.reduceat(values, starts, axis=0) / counts[:, None]
    between, total = (counts[:, None] * means**2).sum(axis=0), (values**2).sum(axis=0)
    return np.divide(between, total, out=np.zeros(len(features)), where=varies)
