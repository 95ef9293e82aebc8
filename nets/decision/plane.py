"""The plane that the decision map is drawn over: of two features, in the units of the file and in those of the net, or
of the two principal components.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.data.columns.numeric import Values
from nets.data.prepare.dataset import Dataset
from nets.data.prepare.inverse_transform import first_day, scaling_of
from nets.decision.principal import Principal
from nets.models.parameters import weights_of
from nets.queries.decision import DecisionQuery, SliceQuery
from nets.settings import Settings

PLACES = 60  # along each axis: cells of some 5 px, which most nets answer for in a millisecond or two
PLACES_OF_LARGE = 30  # where the net is so large that it would take tens
LARGE = 100_000  # weights, with two inputs
MOST_POINTS = 2000  # rows that are drawn on the map

Span = tuple[float, float]
Axes = tuple[int, int] | Principal  # the numbers of two features, or the components


@dataclass(frozen=True, eq=False)
class Plane:
    """`x`, `y` (n,) are the places along the axes, and `points` (m, 2) the table's `rows` (m,), both in the units of
    the file, or of the components: at most 2,000 of them, spread evenly over the table. Dates are days since
    `first_days`, where not None.

    `query` asks for what the net decides at these places.
    """

    features: tuple[str, str]
    first_days: tuple[float | None, float | None]
    x: np.ndarray
    y: np.ndarray
    rows: np.ndarray
    points: np.ndarray
    query: DecisionQuery | SliceQuery


def plane_of(
    settings: Settings,
    data: Dataset,
    is_validation: np.ndarray,
    axes: tuple[int, int],
    *,
    spans: tuple[Span, Span],
    through: int | None = None,
) -> Plane:
    """The plane of the features `axes`, each from low to high of its span in the units of the file, for such a net.

    The other features stand as in the row `through`, or where that is None at their mean over the rows that are no
    validation rows, `is_validation` (B,).
    """
    n_places = _places(settings, n_classes=len(data.classes))
    rows, points = points_on(data, data.columns, axes)
    ends, values = [], []
    for feature, span in zip(axes, spans, strict=True):
        mean, scale = scaling_of(data, feature)
        places = np.linspace(*span, n_places)
        ends.append(places)
        values.append((places - mean) / scale)
    if through is None:
        others = np.array([column.array()[~is_validation].mean() for column in data.columns])
    else:
        others = data.inputs_of(through)
    return Plane(
        features=(data.features[axes[0]], data.features[axes[1]]),
        first_days=(first_day(data, axes[0]), first_day(data, axes[1])),
        x=ends[0],
        y=ends[1],
        rows=rows,
        points=points,
        query=DecisionQuery(*axes, *values, others),
    )


def principal_plane(
    settings: Settings, data: Dataset, components: Principal, *, spans: tuple[Span, Span], through: int | None = None
) -> Plane:
    """The plane of the two components, each from low to high of its span, through this row, or through the mean."""
    n_places = _places(settings, n_classes=len(data.classes))
    rows, points = points_on(data, data.columns, components)
    x, y = (np.linspace(*span, n_places) for span in spans)
    across, up = components.directions * components.scales
    query = SliceQuery(components.origin(data.columns, through), across, up, x, y)
    return Plane(components.names, (None, None), x, y, rows, points, query)


def points_on(
    data: Dataset, columns: Sequence[Values], axes: Axes, *, most: int = MOST_POINTS
) -> tuple[np.ndarray, np.ndarray]:
    """Which of other rows (B,) with these inputs are drawn, (m,), at most so many and spread evenly, and where, (m, 2)
    in the units of the file or of the components.
    """
    rows = np.unique(np.linspace(0, columns[0].n_rows - 1, min(most, columns[0].n_rows)).astype(int))
    if isinstance(axes, Principal):
        return rows, axes.points(columns, rows)
    scaling = [scaling_of(data, axis) for axis in axes]
    points = [columns[axis].at(rows) * scale + mean for axis, (mean, scale) in zip(axes, scaling, strict=True)]
    return rows, np.stack(points, axis=1)


def _places(settings: Settings, *, n_classes: int) -> int:
    weights = weights_of(settings, features=range(2), classes=range(n_classes))
    return PLACES if sum(math.prod(weight.shape) for weight in weights) < LARGE else PLACES_OF_LARGE
