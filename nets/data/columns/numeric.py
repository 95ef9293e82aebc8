"""The numbers of a column in the least memory that gives each back to the last bit."""

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

KINDS = (np.int8, np.int16, np.float32)
FEW = 256  # numbers, which are not worth it, and mostly show of more that a kind does not do


class Values(msgspec.Struct, frozen=True):
    """One number for each row. `numbers` (B,) are they, or the few that differ: then `codes` (B,) are each row's place
    among them.

    `numbers` are of any kind, narrow ones too; what is given out is float64.
    """

    numbers: np.ndarray
    codes: np.ndarray | None = None

    @property
    def n_rows(self) -> int:
        """How many rows there are (B)."""
        return len(self.numbers if self.codes is None else self.codes)

    def array(self) -> np.ndarray:
        """The numbers of all rows, (B,) float64, made anew unless they are held so."""
        numbers = self.numbers.astype(np.float64, copy=False)
        return numbers if self.codes is None else numbers[self.codes]

    def arrays(self) -> list[np.ndarray]:
        """What it holds in memory."""
        return [self.numbers] if self.codes is None else [self.numbers, self.codes]

    def at(self, rows: int | np.ndarray) -> np.ndarray:
        """The numbers of these rows."""
        return self.numbers[rows if self.codes is None else self.codes[rows]].astype(np.float64)

    def of(self, rows: np.ndarray) -> "Values":
        """The values of these rows alone, or in this order."""
        return Values(self.numbers[rows]) if self.codes is None else Values(self.numbers, self.codes[rows])

    def each(self, change: Callable[[np.ndarray], np.ndarray]) -> "Values":
        """What `change` makes of each number."""
        return Values(narrow(change(self.numbers.astype(np.float64))), self.codes)

    def is_missing(self) -> np.ndarray:
        """Where there is no number, (B,) bool."""
        missing = np.isnan(self.numbers)
        return missing if self.codes is None else missing[self.codes]


def narrow(numbers: np.ndarray) -> np.ndarray:
    """The same numbers, many of them in the narrowest of a few kinds that gives back every bit, a zero's sign too."""
    for kind in KINDS if len(numbers) > FEW else ():
        if _survive(numbers[:FEW], kind) and _survive(numbers, kind):
            return numbers.astype(kind)
    return numbers


def _survive(numbers: np.ndarray, kind: type) -> bool:
    with np.errstate(invalid="ignore", over="ignore"):
        back = numbers.astype(kind).astype(np.float64)
    return np.array_equal(back.view(np.int64), numbers.view(np.int64))


def values_of(matrix: np.ndarray) -> tuple[Values, ...]:
    """The columns of a matrix (B, D)."""
    return tuple(map(Values, np.ascontiguousarray(matrix.T)))


def matrix_of(columns: Sequence[Values]) -> np.ndarray:
    """Columns side by side, (B, D) float64, made anew."""
    matrix = np.empty((columns[0].n_rows, len(columns)))
    for place, column in enumerate(columns):
        matrix[:, place] = column.array()
    return matrix
