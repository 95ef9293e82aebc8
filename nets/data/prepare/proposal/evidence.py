"""What is asked of a column before a use is proposed for it; each answer is found once, and only if it is asked for."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nets.data.columns.infer import Column
from nets.data.columns.value_counts import n_distinct

HEAD = 4096  # rows, which mostly show that values recur, or that there are too many
LONGER_HEAD = 2**16
MOSTLY = 0.9


@dataclass(frozen=True, eq=False)
class Evidence:
    """One column and its `place` in the table, 0 being the first."""

    column: Column
    place: int

    @property
    def name(self) -> str:
        """The name of the column."""
        return self.column.name

    @property
    def kind(self) -> str:
        """What it holds, as in `Column`."""
        return self.column.kind

    @cached_property
    def n_given(self) -> int:
        """The number of rows with a value."""
        return len(self.column.cells) - int(self.column.missing.sum())

    @cached_property
    def share_missing(self) -> float:
        """The share of rows without a value."""
        return 1 - self.n_given / max(1, len(self.column.cells))

    @cached_property
    def n_distinct(self) -> int:
        """How many values differ, gaps aside. Of texts that differ in blanks alone each counts."""
        if self.column.numbers is not None:
            return len(np.unique(self.numbers))
        return n_distinct(self.column.cells if self.share_missing == 0 else self.column.cells[~self.column.missing])

    @cached_property
    def n_distinct_in_head(self) -> int:
        """The same of the first rows alone, found in no time."""
        return self._n_distinct_of(HEAD)

    def _n_distinct_of(self, n_rows: int) -> int:
        """The same of the first `n_rows` rows."""
        if self.column.numbers is not None:
            return len(np.unique(self.numbers[:n_rows]))
        return n_distinct(self.column.cells[:n_rows])

    @cached_property
    def numbers(self) -> np.ndarray:
        """The numbers without gaps and infinities; empty for texts."""
        values = self.column.values
        return np.zeros(0) if values is None else values[np.isfinite(values)]

    @cached_property
    def is_whole(self) -> bool:
        """Whether it holds whole numbers alone."""
        if self.kind != "number" or not len(self.numbers):
            return False
        return all(bool((part == np.rint(part)).all()) for part in (self.numbers[:HEAD], self.numbers))

    @cached_property
    def is_unique(self) -> bool:
        """Whether every row has a value, each another one."""
        n_rows = len(self.column.cells)
        if self.n_distinct_in_head < min(n_rows, HEAD) or self.n_given < n_rows:
            return False
        return self.n_distinct == n_rows

    @cached_property
    def nearly_unique(self) -> bool:
        """Whether at most one row in ten has a value that another row has."""
        if any(self._n_distinct_of(n_rows) < MOSTLY * min(self.n_given, n_rows) for n_rows in (HEAD, LONGER_HEAD)):
            return False
        return self.n_distinct >= MOSTLY * self.n_given
