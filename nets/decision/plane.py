"""The plane of two features that the decision map is drawn over, in the units of the file and in those of the net."""

import math
from dataclasses import dataclass

import numpy as np

from nets.data.prepare.dataset import Dataset
from nets.data.prepare.inverse_transform import first_day, scaling_of
from nets.models.parameters import weights_of
from nets.queries.decision import DecisionQuery
from nets.settings import Settings

PLACES = 60  # along each axis: cells of some 5 px, which most nets answer for in a millisecond or two
PLACES_OF_LARGE = 30  # where the net is so large that it would take tens
LARGE = 100_000  # weights, with two inputs
MOST_POINTS = 2000  # rows that are drawn on the map


@dataclass(frozen=True, eq=False)
class Plane:
    """`x`, `y` (n,) are the places along the axes, and `points` (m, 2) the table's `rows` (m,), both in the units of
    the file: at most 2,000 of them, spread evenly over the table. Dates are days since `first_days`, where not None.

    `query` asks for what the net decides at these places.
    """

    features: tuple[str, str]
    first_days: tuple[float | None, float | None]
    x: np.ndarray
    y: np.ndarray
    rows: np.ndarray
    points: np.ndarray
    query: DecisionQuery


def plane_of(
    settings: Settings,
    data: Dataset,
    is_validation: np.ndarray,
    axes: tuple[int, int],
    *,
    spans: tuple[tuple[float, float], tuple[float, float]],
) -> Plane:
    """The plane of the features `axes`, each from low to high of its span in the units of the file, for such a net.

    The other features stand at their mean over the rows that are no validation rows, `is_validation` (B,).
    """
    n_places = _places(settings, n_classes=len(data.classes))
    rows = np.arange(data.n_rows)
    if data.n_rows > MOST_POINTS:
        rows = np.linspace(0, data.n_rows - 1, MOST_POINTS).astype(int)
    ends, values, points = [], [], []
    for feature, span in zip(axes, spans, strict=True):
        mean, scale = scaling_of(data, feature)
        places = np.linspace(*span, n_places)
        ends.append(places)
        values.append((places - mean) / scale)
        points.append(data.columns[feature].at(rows) * scale + mean)
    others = np.array([column.array()[~is_validation].mean() for column in data.columns])
    return Plane(
        features=(data.features[axes[0]], data.features[axes[1]]),
        first_days=(first_day(data, axes[0]), first_day(data, axes[1])),
        x=ends[0],
        y=ends[1],
        rows=rows,
        points=np.stack(points, axis=1),
        query=DecisionQuery(*axes, *values, others),
    )


def _places(settings: Settings, *, n_classes: int) -> int:
    weights = weights_of(settings, features=range(2), classes=range(n_classes))
    return PLACES if sum(math.prod(weight.shape) for weight in weights) < LARGE else PLACES_OF_LARGE
