"""The records of a text: where each begins and ends, on which line, and how many fields it has."""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nets.data.csv.dialect import Dialect
from nets.data.csv.normalize import Normalized
from nets.data.csv.offsets import CR, LF, are_among, places_of
from nets.data.csv.parsed_table import Facts
from nets.data.limits import MAX_COLUMNS, MAX_ROWS
from nets.errors import Code, DataError

PIECE = 2**18
MOST_TRAILING = 64
RULE = re.compile(rb"[-+|:= \t]*(?:---|===)[-+|:= \t]*")
LONGEST_RULE = 2000
DRAWN = b"-+|:= \t"
NO_VALUES = "The file has no line with a value in it: it needs column names and at least one row."


@dataclass(frozen=True)
class Records:
    """Every record of a text, blank ones included.

    `starts` and `ends` (N,) are offsets into `text`, the newline not included; `lines` (N,) is the line each
    begins on, 1 being the first: a range where each is a line of its own. Quotes are taken to follow the rules.
    `n_enclosed` newlines are inside quotes, and `n_returns_alone` carriage returns have no line feed behind them.
    """

    text: bytes
    starts: np.ndarray
    ends: np.ndarray
    lines: np.ndarray | range
    delimiter: str
    quote: str
    n_returns_alone: int
    n_enclosed: int

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

    def widths(self) -> np.ndarray:
        """How many fields each record has, (N,); a blank one has none."""
        data = np.frombuffer(self.text, dtype=np.uint8)
        widths = np.zeros(len(self), dtype=np.int32)
        at = 0
        while at < len(self):
            until = max(at + 1, int(np.searchsorted(self.starts, self.starts[at] + PIECE)))
            low, high = int(self.starts[at]), int(self.ends[until - 1])
            found = np.flatnonzero(data[low:high] == ord(self.delimiter)) + low
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

    def end_with(self, which: np.ndarray, counts: np.ndarray) -> np.ndarray:
        """Whether each of the records `which` (N,) ends with as many delimiters as `counts` (N,) says."""
        data = np.frombuffer(self.text, dtype=np.uint8)
        all_there = counts <= MOST_TRAILING
        for back in range(1, min(MOST_TRAILING, int(counts.max())) + 1):
            there = data[np.maximum(self.ends[which] - back, 0)] == ord(self.delimiter)
            all_there &= there | (counts < back)
        return all_there

    def piece(self, index: int) -> bytes:
        """The bytes of one record."""
        return self.text[int(self.starts[index]) : int(self.ends[index])]

    def fields(self, index: int) -> list[str]:
        """The fields of one record."""
        text = self.piece(index).decode("utf-8", "replace")
        if not self.quote or self.quote not in text:
            return text.split(self.delimiter)
        fields: list[str] = []
        pieces: list[str] = []
        n_quotes = 0
        for piece in text.split(self.delimiter):  # csv.reader would refuse a field of more than 131,072 characters
            pieces.append(piece)
            n_quotes += piece.count(self.quote)
            if n_quotes % 2 == 0:
                field = self.delimiter.join(pieces)
                is_quoted = field.startswith(self.quote)
                fields.append(field[1:-1].replace(self.quote * 2, self.quote) if is_quoted else field)
                pieces = []
        return fields

    def is_drawn(self, index: int) -> bool:
        """Whether a record is a line drawn with dashes."""
        length = int(self.ends[index] - self.starts[index])
        return 2 < length < LONGEST_RULE and bool(RULE.fullmatch(self.piece(index)))


@dataclass(frozen=True)
class Split:
    """The records of a file, and which of them are `filled` (F,): neither blank nor drawn."""

    records: Records
    filled: np.ndarray
    dialect: Dialect
    facts: Facts


def split(normal: Normalized) -> Split:
    """The records of a text. Raises `DataError` where there are none with a value, or far too many."""
    records = records_of(normal)
    filled = _filled(records)
    if not len(filled):
        raise DataError(Code.EMPTY, NO_VALUES)
    return Split(records, filled, normal.dialect, normal.facts)


def records_of(normal: Normalized) -> Records:
    """The records of a text, ended by LF, CR LF or CR, but not by newlines inside quotes."""
    text, enclosed = normal.text, normal.enclosed
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
    return Records(
        text=text,
        starts=starts,
        ends=ends,
        lines=lines,
        delimiter=normal.delimiter,
        quote=normal.quote,
        n_returns_alone=n_alone,
        n_enclosed=len(enclosed),
    )


def _filled(records: Records) -> np.ndarray:
    """The records that are not blank; Excel's first line `sep=;` and lines drawn with dashes count as blank."""
    lengths = records.ends - records.starts
    first = records.first_bytes
    blank = lengths == 0
    drawn = np.flatnonzero(are_among(first, b"-+|=") & (lengths > 2) & (lengths < LONGEST_RULE))
    data = np.frombuffer(records.text, dtype=np.uint8)
    drawn = drawn[are_among(data[records.starts[drawn] + 1], DRAWN)]  # most that begin so are negative numbers
    for index in drawn.tolist():
        if records.is_drawn(index):
            blank[index] = True
    for index in np.flatnonzero((first == ord(" ")) | (first == ord("\t"))).tolist():
        if lengths[index] < 200 and not records.piece(index).strip(b" \t"):
            blank[index] = True
    if len(records) and re.fullmatch(rb"sep=.", records.piece(0)):
        blank[0] = True
    return np.flatnonzero(~blank).astype(np.int32)


def check_width(width: int) -> None:
    """Raises `DataError` where a row has too many fields."""
    if width > MAX_COLUMNS:
        raise DataError(Code.TOO_MANY_COLUMNS, f"The file has {width:,} columns and the limit is {MAX_COLUMNS:,}.")


def between(places: np.ndarray) -> np.ndarray:
    """The numbers between the first and the last of these that are not among them."""
    first, count = int(places[0]), int(places[-1] - places[0]) + 1
    if count == len(places):
        return places[:0]
    among = np.zeros(count, dtype=bool)
    among[places - first] = True
    return np.flatnonzero(~among) + first
