"""Where a byte occurs in a text."""

import numpy as np

from nets.data.limits import MAX_ROWS
from nets.errors import Code, DataError

LF, CR, SPACE, TAB = 10, 13, 32, 9
PIECE = 2**20
NONE = np.zeros(0, dtype=np.int64)


def places_of(data: np.ndarray, byte: int, *, most: int | None = None) -> np.ndarray:
    """The offsets at which a byte occurs, found in pieces so as not to hold a mask of the whole.

    Raises `DataError` where it ends more than `most` lines that are not blank.
    """
    pieces = []
    filled = 0
    for at in range(0, len(data), PIECE):
        pieces.append(narrow(np.flatnonzero(data[at : at + PIECE] == byte) + at, data))
        filled += np.count_nonzero(np.diff(pieces[-1]) > 1) if most is not None else 0
        if most is not None and filled > most:
            raise DataError(
                Code.TOO_MANY_ROWS,
                f"The file has more than {most:,} lines and the limit is {MAX_ROWS:,} rows: leave some out.",
            )
    return np.concatenate(pieces) if pieces else narrow(NONE, data)


def narrow(offsets: np.ndarray, data: np.ndarray) -> np.ndarray:
    """Offsets into the data in four bytes each, where that is enough."""
    return offsets.astype(np.int32 if len(data) < 2**31 else np.int64)


def are_among(data: np.ndarray, marks: bytes) -> np.ndarray:
    """Whether each byte is one of these marks: a look-up, a tenth as long as `np.isin` takes."""
    table = np.zeros(256, dtype=bool)
    table[list(marks)] = True
    return table[data]
