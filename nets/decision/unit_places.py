"""Where the outputs of hidden units are asked for: over the plane of two features, or on rows sorted by class."""

from dataclasses import dataclass

import numpy as np

from nets.data.prepare.dataset import Dataset
from nets.data.prepare.inverse_transform import scaling_of
from nets.queries.units import UnitMapsQuery, UnitRowsQuery
from nets.settings import Settings
from nets.training.protocol.snapshot import spread_rows

PLACES = 24  # along each axis of a unit's map
PLACES_OF_MANY = 14  # where there are so many units that a map has some 25 px
MANY = 16  # units
MOST_UNITS = 32  # of a layer that are drawn

Span = tuple[float, float]


@dataclass(frozen=True, eq=False)
class UnitPlaces:
    """Pictures of `shape` (m, n). They are maps, the first row the lowest y, or where `row_labels` (n,) is not None
    strips of n rows of the table, with their classes.

    `query` asks for the outputs; None of an RNN, whose state at these `rows` (n,), in time order, is in every snapshot.
    """

    shape: tuple[int, int]
    query: UnitMapsQuery | UnitRowsQuery | None
    row_labels: np.ndarray | None = None
    rows: np.ndarray | None = None


def is_plane(settings: Settings, data: Dataset) -> bool:
    """Whether the units of such a net have maps: an MLP of two features."""
    return settings.net == "mlp" and len(data.features) == 2


def places_over_plane(
    settings: Settings, data: Dataset, axes: tuple[int, int], *, spans: tuple[Span, Span]
) -> UnitPlaces:
    """Over the two features `axes`, each from low to high of its span in the units of the file."""
    n_places = PLACES if sum(settings.widths) <= MANY else PLACES_OF_MANY
    values = []
    for feature, span in zip(axes, spans, strict=True):
        mean, scale = scaling_of(data, feature)
        values.append((np.linspace(*span, n_places) - mean) / scale)
    return UnitPlaces((n_places, n_places), UnitMapsQuery(axes[0], *values, MOST_UNITS))


def places_on_rows(settings: Settings, data: Dataset) -> UnitPlaces:
    """On at most 200 rows with a label, spread evenly: of an MLP sorted by class, of an RNN in the order of time."""
    rows = np.flatnonzero(data.has_loss)
    rows = rows[spread_rows(len(rows))]
    if settings.net == "mlp":
        rows = rows[np.argsort(data.targets[rows], kind="stable")]
        query = UnitRowsQuery(rows, MOST_UNITS)
    else:
        query = None
    return UnitPlaces((1, len(rows)), query, np.asarray(data.targets)[rows], rows)
