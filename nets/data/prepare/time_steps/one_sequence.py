"""One of a dataset's sequences: its name, and which rows are its time steps."""

from dataclasses import dataclass

import numpy as np

from nets.data.prepare.dataset import Dataset
from nets.data.table import Table


@dataclass(frozen=True)
class OneSequence:
    """Sequence `number` (1 up) of `n_all`: the rows `first` (0 up) to before `end`. `name` is what the column that
    tells the sequences has there; "" where all rows are one sequence.
    """

    number: int
    n_all: int
    name: str
    first: int
    end: int

    @property
    def rows(self) -> slice:
        """The rows of the dataset."""
        return slice(self.first, self.end)

    @property
    def n_steps(self) -> int:
        """How many time steps it has."""
        return self.end - self.first

    def step_of(self, row: int) -> int | None:
        """The time step (1 up) that this row is; None: it is in another sequence."""
        return row - self.first + 1 if self.first <= row < self.end else None


def one_sequence(data: Dataset, table: Table, number: int) -> OneSequence:
    """The sequence of this number, or the last one if there are fewer; `table` is the one the dataset was made of."""
    starts = np.array([0]) if data.sequence_starts is None else np.flatnonzero(data.sequence_starts)
    k = min(max(number, 1), len(starts)) - 1
    ends = np.append(starts[1:], data.n_rows)
    first, name = int(starts[k]), ""
    if data.options.group is not None:
        row = first if data.rows is None else int(data.rows[first])
        name = str(table.cells[data.options.group].iloc[row])
    return OneSequence(k + 1, len(starts), name, first, int(ends[k]))
