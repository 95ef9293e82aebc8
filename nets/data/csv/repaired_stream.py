"""A stream of repaired rows for the parser, so that no second copy of the text is held."""

import io

import numpy as np

from nets.data.csv.offsets import LF
from nets.data.csv.records import Records

BLOCK = 2**16  # bytes of the text that are repaired at a time


class RepairedStream(io.RawIOBase):
    """The records `picked` (B,), one on each line, `changes` (B,) fields longer (or, below 0, bytes shorter).

    A record in `rewritten`, by its place among the picked, is given there in full.
    """

    def __init__(self, records: Records, picked: np.ndarray, changes: np.ndarray, rewritten: dict[int, bytes]) -> None:
        self._records, self._picked, self._changes = records, picked, changes
        self._rewritten, self._delimiter = rewritten, ord(records.delimiter)
        self._data = np.frombuffer(records.text, dtype=np.uint8)
        self._places = np.array(sorted(rewritten), dtype=np.int64)
        firsts = np.searchsorted(records.starts, np.arange(0, len(records.text), BLOCK))
        self._cuts = np.unique([*np.searchsorted(picked, firsts).tolist(), len(picked)])
        self._next, self._block, self._at = 0, b"", 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:
        """Fill the buffer as far as this block goes; 0 at the end."""
        if self._at == len(self._block):
            if self._next == len(self._cuts) - 1:
                return 0
            self._block, self._at = self._repaired(*self._cuts[self._next : self._next + 2].tolist()), 0
            self._next += 1
        count = min(len(buffer), len(self._block) - self._at)
        buffer[:count] = self._block[self._at : self._at + count]
        self._at += count
        return count

    def _repaired(self, first: int, last: int) -> bytes:
        """The rows from `first` up to `last`."""
        picked, changes = self._picked[first:last], self._changes[first:last]
        starts = self._records.starts[picked].astype(np.int64)
        kept = self._records.ends[picked] - starts + np.minimum(changes, 0)
        sizes = kept + np.maximum(changes, 0) + 1
        low, high = np.searchsorted(self._places, [first, last])
        others = {int(place) - first: self._rewritten[int(place)] for place in self._places[low:high]}
        for row, text in others.items():
            kept[row], sizes[row] = 0, len(text) + 1
        ends = np.cumsum(sizes)
        out = np.full(int(ends[-1]), self._delimiter, dtype=np.uint8)
        out[ends - 1] = LF
        of_rows = np.arange(int(kept.sum())) - np.repeat(np.cumsum(kept) - kept, kept)  # each byte's place in its row
        out[of_rows + np.repeat(ends - sizes, kept)] = self._data[of_rows + np.repeat(starts, kept)]
        for row, text in others.items():
            out[ends[row] - 1 - len(text) : ends[row] - 1] = np.frombuffer(text, dtype=np.uint8)
        return out.tobytes()
