"""The cells of a sweep's grid: which run stands in which column, row and page."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.sweep.names import title_of, value_names
from nets.sweep.sweep import Member, Sweep

MOST_SEED_ROWS = 16  # seeds that get a row each; of more, the runs of a cell are taken together


@dataclass(frozen=True)
class CellAxis:
    """The columns, the rows or the pages of a grid: what they are called, and each one's name."""

    title: str
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Cells:
    """Columns `x`, rows `y`, and `page` where a third setting varies; `column`, `row`, `page_of` (N,) are each run's.

    With one axis the rows are the seeds, and without any the seeds fill a square.
    """

    x: CellAxis
    y: CellAxis
    page: CellAxis | None
    column: np.ndarray
    row: np.ndarray
    page_of: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.y.names), len(self.x.names)

    def runs_in(self, row: int, column: int, page: int = 0) -> np.ndarray:
        """The places of the runs of this cell in the sweep."""
        return np.flatnonzero((self.row == row) & (self.column == column) & (self.page_of == page))

    def without(self, chosen: np.ndarray | None, page: int = 0) -> np.ndarray | None:
        """Which cells (rows, columns) of this page have none of the runs that are `chosen` (N,); None: all are."""
        if chosen is None:
            return None
        found = np.ones(self.shape, bool)
        here = chosen & (self.page_of == page)
        found[self.row[here], self.column[here]] = False
        return found


def cells_of(sweep: Sweep, members: Sequence[Member]) -> Cells:
    """The first axis across, the second upwards, the third a page each."""
    axes = [CellAxis(title_of(axis), value_names(axis)) for axis in sweep.axes]
    places = [np.array([member.place[k] for member in members], int) for k in range(len(axes))]
    none = np.zeros(len(members), int)
    n_seeds = sweep.n_seeds or 1
    seeds = np.array([member.settings.seed for member in members])
    if not axes:
        across = math.ceil(math.sqrt(n_seeds))
        up = math.ceil(n_seeds / across)
        firsts = tuple(f"{k * across}" for k in range(up))
        x = CellAxis("added to the seed of the row", tuple(f"+{k}" for k in range(across)))
        at = np.arange(len(members))
        return Cells(x, CellAxis("seed", firsts), None, at % across, at // across, none)
    if len(axes) == 1:
        if 1 < n_seeds <= MOST_SEED_ROWS:
            return Cells(axes[0], CellAxis("seed", tuple(map(str, range(n_seeds)))), None, places[0], seeds, none)
        return Cells(axes[0], CellAxis("", ("",)), None, places[0], none, none)
    page, page_of = (axes[2], places[2]) if len(axes) > 2 else (None, none)
    return Cells(axes[0], axes[1], page, places[0], places[1], page_of)
