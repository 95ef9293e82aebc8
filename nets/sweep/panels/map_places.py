"""Where the nets of a sweep are asked what they predict, for their small maps: places over two features, or rows."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nets.data.prepare.dataset import Dataset
from nets.decision.plane import Plane
from nets.sweep.panels.cells import CellAxis, Cells

MOST_MAPS = 64  # that are trained nets' to answer at once, and still to be told from each other
MOST_IN_LINE = 7  # of a single row of maps
MOST_PLACES = 40_000  # of all maps
ALONG = (10, 40)  # the fewest and the most places along a side of one map
LOW = 4  # rows of maps: with so few the panel leaves room below it, beside the table of runs
MOST_ROWS = 300  # that are drawn of each net's predictions


@dataclass(frozen=True, eq=False)
class MappedCells:
    """The cells whose nets have a map. `at` gives the row and column in the grid of each that is drawn, by its row and
    column among these, which `x` and `y` name; else `captions` name each one.
    """

    cells: Cells
    at: Mapping[tuple[int, int], tuple[int, int]]
    x: CellAxis
    y: CellAxis
    captions: Mapping[tuple[int, int], str]

    @property
    def are_all(self) -> bool:
        """Whether every cell has one."""
        n_rows, n_columns = self.cells.shape
        return len(self.at) == n_rows * n_columns

    @property
    def are_low(self) -> bool:
        """Whether they are so few, one above the other, that there is room for another panel below them."""
        return len(self.y.names) <= LOW

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The row and column in the grid of the cell that is drawn here; None where there is none."""
        return self.at.get((round(y), round(x)))

    def runs(self, *, page: int, of: Callable[[np.ndarray], int]) -> dict[tuple[int, int], int]:
        """The run whose map stands in each cell, by where that is drawn; `of` takes one of the runs that a cell has."""
        found = {place: self.cells.runs_in(*cell, page) for place, cell in self.at.items()}
        return {place: of(runs) for place, runs in found.items() if len(runs)}

    def of_cells(self, values: np.ndarray | None) -> np.ndarray | None:
        """A yes or no of each cell of the grid, where that is drawn; no where no cell is. None of None."""
        if values is None:
            return None
        found = np.zeros((len(self.y.names), len(self.x.names)), bool)
        for place, cell in self.at.items():
            found[place] = values[cell]
        return found

    def laid_out(self, of_places: Mapping[tuple[int, int], str]) -> list[list[str]]:
        """A text for each place, "" where there is none."""
        return [[of_places.get((i, k), "") for k in range(len(self.x.names))] for i in range(len(self.y.names))]


def mapped_cells(cells: Cells) -> MappedCells:
    """All cells of a grid, or so many of its columns and rows, evenly spread with the first and the last. A single row
    is wrapped into several, the first at the top.
    """
    n_rows, n_columns = cells.shape
    while n_rows * n_columns > MOST_MAPS:
        if n_columns >= n_rows:
            n_columns -= 1
        else:
            n_rows -= 1
    rows, columns = _spread(cells.shape[0], n_rows), _spread(cells.shape[1], n_columns)
    if n_rows == 1 and n_columns > MOST_IN_LINE:
        return _wrapped(cells, columns)
    at = {(i, k): (row, column) for i, row in enumerate(rows) for k, column in enumerate(columns)}
    x = CellAxis(cells.x.title, tuple(cells.x.names[k] for k in columns))
    return MappedCells(cells, at, x, CellAxis(cells.y.title, tuple(cells.y.names[k] for k in rows)), {})


def _wrapped(cells: Cells, columns: list[int]) -> MappedCells:
    down = math.ceil(len(columns) / MOST_IN_LINE)
    across = math.ceil(len(columns) / down)
    places = {(down - 1 - n // across, n % across): column for n, column in enumerate(columns)}
    return MappedCells(
        cells=cells,
        at={place: (0, column) for place, column in places.items()},
        x=CellAxis(cells.x.title, ("",) * across),
        y=CellAxis("", ("",) * down),
        captions={place: cells.x.names[column] for place, column in places.items()},
    )


def places_on(plane: Plane, *, n_maps: int) -> np.ndarray:
    """Places (n n, D) over the whole plane as they enter the net, a row of them for each value of y, the lowest first;
    n is so that all maps together have not too many.
    """
    query = plane.query
    n = int(np.clip(math.isqrt(MOST_PLACES // max(n_maps, 1)), *ALONG))
    x = np.linspace(query.x_values[0], query.x_values[-1], n)
    y = np.linspace(query.y_values[0], query.y_values[-1], n)
    places = np.tile(query.others, (n * n, 1))
    places[:, query.x], places[:, query.y] = np.tile(x, n), np.repeat(y, n)
    return places


def points_on(plane: Plane) -> np.ndarray:
    """Where the plane's rows are on it, (m, 2), from 0 to 1."""
    lows = np.array([plane.x[0], plane.y[0]])
    return (plane.points - lows) / (np.array([plane.x[-1], plane.y[-1]]) - lows)


def first_rows(dataset: Dataset) -> np.ndarray:
    """The rows whose predictions are drawn in their order under their labels."""
    return np.flatnonzero(dataset.has_loss)[:MOST_ROWS]


def places_at(dataset: Dataset, rows: np.ndarray) -> np.ndarray:
    """These rows (n,) as they enter the net, (n, D)."""
    return np.stack([column.at(rows) for column in dataset.columns], axis=1).astype(float)


def _spread(n: int, most: int) -> list[int]:
    return np.unique(np.linspace(0, n - 1, most).astype(int)).tolist()


def squared(predicted: Sequence[np.ndarray]) -> np.ndarray:
    """The answers at `places_on` of m nets, (m, n, n)."""
    side = math.isqrt(len(predicted[0]))
    return np.stack([each.reshape(side, side) for each in predicted])
