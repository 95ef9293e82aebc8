"""The records of a text: where each begins and ends, on which line, and how many fields it has."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nets.data.csv.offsets import CR, LF, places_of
from nets.data.limits import MAX_ROWS

PIECE = 2**18
MOST_TRAILING = 64


@dataclass(frozen=True)
class Records:
    """Every record of a text, blank ones included.

    `starts` and `ends` (N,) are offsets into `text`, the newline not included; `lines` (N,) is the line each
    begins on, 1 being the first: a range where each is a line of its own. Quotes are taken to follow the rules.
    """

    text: bytes
    starts: np.ndarray
    ends: np.ndarray
    lines: np.ndarray | range
    quote: str
    n_returns_alone: int = 0

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def first_bytes(self) -> np.ndarray:
        """The byte each record begins with, 0 for a blank one, (N,)."""
        first = np.frombuffer(self.text, dtype=np.uint8)[self.starts]
        first[self.ends == self.starts] = 0
        return first

    def lines_of(self, which: np.ndarray) -> np.ndarray:
        """The lines on which the records `which` (n,) begin, (n,) int32."""
        lines = self.lines[which] if isinstance(self.lines, np.ndarray) else np.asarray(which) + 1
        return lines.astype(np.int32, copy=False)

    def widths(self, delimiter: str) -> np.ndarray:
        """How many fields each record has, (N,); a blank one has none."""
        data = np.frombuffer(self.text, dtype=np.uint8)
        widths = np.zeros(len(self), dtype=np.int32)
        at = 0
        while at < len(self):
            until = max(at + 1, int(np.searchsorted(self.starts, self.starts[at] + PIECE)))
            low, high = int(self.starts[at]), int(self.ends[until - 1])
            found = np.flatnonzero(data[low:high] == ord(delimiter)) + low
            if self.quote:
                quotes = np.flatnonzero(data[low:high] == ord(self.quote)) + low
                found = found[np.searchsorted(quotes, found) % 2 == 0]
            widths[at:until] = np.searchsorted(found, self.ends[at:until]) - np.searchsorted(
                found, self.starts[at:until]
            )
            at = until
        widths += 1
        widths[self.ends == self.starts] = 0
        return widths

    def end_with(self, which: np.ndarray, delimiter: str, counts: np.ndarray) -> np.ndarray:
        """Whether each of the records `which` (N,) ends with as many delimiters as `counts` (N,) says."""
        data = np.frombuffer(self.text, dtype=np.uint8)
        all_there = counts <= MOST_TRAILING
        for back in range(1, min(MOST_TRAILING, int(counts.max())) + 1):
            there = data[np.maximum(self.ends[which] - back, 0)] == ord(delimiter)
            all_there &= there | (counts < back)
        return all_there

    def piece(self, index: int) -> bytes:
        """The bytes of one record."""
        return self.text[int(self.starts[index]) : int(self.ends[index])]


def records_of(text: bytes, *, quote: str, enclosed: np.ndarray) -> Records:
    """The records of a text, ended by LF, CR LF or CR, but not by the newlines at the offsets `enclosed`.

    Raises `DataError` where there are far more than a table may have rows.
    """
    data = np.frombuffer(text, dtype=np.uint8)
    newlines = ends = places_of(data, LF, most=2 * MAX_ROWS + len(enclosed))
    n_alone = 0
    if b"\r" in text:
        n_alone = text.count(b"\r") - text.count(b"\r\n")
        if n_alone:
            returns = places_of(data, CR, most=2 * MAX_ROWS + len(enclosed))
            alone = returns[data[np.minimum(returns + 1, len(data) - 1)] != LF]
            newlines = np.sort(np.concatenate([newlines, alone]))
        ends = newlines - ((data[newlines] == LF) & (newlines > 0) & (data[np.maximum(newlines - 1, 0)] == CR))
    outside = None
    if len(enclosed):
        outside = np.ones(len(newlines), dtype=bool)
        for at in range(0, len(enclosed), PIECE):
            some = enclosed[at : at + PIECE]
            places = np.searchsorted(newlines, some)
            places = places[newlines[np.minimum(places, len(newlines) - 1)] == some]  # not the CR of a CR LF
            outside[places] = False
        newlines, ends = newlines[outside], ends[outside]
    starts = np.concatenate([np.zeros(1, newlines.dtype), newlines + 1])
    ends = np.concatenate([ends, np.array([len(data)], newlines.dtype)])
    del newlines
    if starts[-1] >= len(data):
        starts, ends = starts[:-1], ends[:-1]
    lines: np.ndarray | range = range(1, len(starts) + 1)
    if outside is not None:
        lines = np.ones(len(starts), dtype=np.int32)
        lines[1:] = (np.flatnonzero(outside) + 2)[: len(starts) - 1]
    return Records(text=text, starts=starts, ends=ends, lines=lines, quote=quote, n_returns_alone=n_alone)


def between(places: np.ndarray) -> np.ndarray:
    """The numbers between the first and the last of these that are not among them."""
    first, count = int(places[0]), int(places[-1] - places[0]) + 1
    if count == len(places):
        return places[:0]
    among = np.zeros(count, dtype=bool)
    among[places - first] = True
    return np.flatnonzero(~among) + first
