"""Repairs quotes that break the rules of RFC 4180, record by record, so that every parser reads them alike."""

import io
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from nets.data.csv.offsets import CR, LF, NONE, SPACE, TAB, narrow, places_of
from nets.data.limits import MAX_COLUMNS
from nets.errors import Code, DataError

MAX_REPAIRS = 10_000
MAX_QUOTES_TO_REPAIR = 1_500_000
LONGEST_REPAIR = 2**14
MOST_BLANKS = 16
MOST_TRIES = 20  # fields of a record
PIECE = 2**18


@dataclass(frozen=True)
class RepairedQuotes:
    """A text whose quotes follow the rules, the lines on which they did not, and whether blanks stood around some."""

    text: bytes
    repaired: tuple[int, ...] = ()
    had_blanks: bool = False


def repair_quotes(text: bytes, *, delimiter: str, quote: str, width: int) -> RepairedQuotes:
    """The text with every quote either opening, closing or doubled; newlines stay where they were.

    Blanks between a quote and the edge of its field are left out. Where a record breaks the rules, a quote
    inside a bare field is a character like any other, and so is one inside a quoted field that is not followed
    by the field's edge, and one that never closes. Such a record ends with its line, unless only more lines give
    it `width` fields. Raises `DataError` where far too many records are broken.
    """
    if quote.encode() not in text:
        return RepairedQuotes(text)
    quotes = Quotes(text, delimiter.encode(), quote.encode())
    if quotes.all_right():
        return RepairedQuotes(quotes.without_blanks(), had_blanks=quotes.have_blanks)
    quotes.prepare_repairs()
    whole, out = memoryview(text), io.BytesIO()
    repaired: list[int] = []
    done = first = lines = 0
    while (culprit := quotes.first_wrong(first)) is not None:
        start = quotes.record_start(first, culprit, done)
        fixed, end = quotes.fixed_record(start, width)
        lines += text.count(b"\n", done, start)
        out.write(whole[done:start])
        out.write(fixed)
        repaired.append(lines + 1)
        lines += text.count(b"\n", start, end)
        done = end
        first = bisect_left(quotes.places, end)
        if len(repaired) > MAX_REPAIRS:
            raise DataError(
                Code.MALFORMED_QUOTES,
                f"The quotes ({quote}) of more than {MAX_REPAIRS:,} rows do not match, the first on line "
                f"{repaired[0]:,}: export the file again, with every quote inside a text doubled.",
            )
    out.write(whole[done:])
    del quotes
    fixed = Quotes(out.getvalue(), delimiter.encode(), quote.encode())
    return RepairedQuotes(fixed.without_blanks(), tuple(repaired), fixed.have_blanks)


class Quotes:
    """Which of the quotes of a text may open or close a field, looked at in pieces; `n_quotes` is how many there are.

    `wrong` are the numbers of those out of place where quote number 0, or number 1, opens a field: of a text with
    too many quotes to repair, some of them.
    """

    def __init__(self, text: bytes, delimiter: bytes, quote: bytes) -> None:
        self.text, self.delimiter, self.quote = text, delimiter, quote
        self.data = np.frombuffer(text, dtype=np.uint8)
        self.blanks = [byte for byte in (SPACE, TAB) if byte != delimiter[0]]
        self.n_quotes = text.count(quote)
        self.have_blanks = False
        wrong: tuple[list[np.ndarray], list[np.ndarray]] = ([NONE], [NONE])
        for _, first, places in self._pieces():
            left, right = self._past_blanks(places, -1), self._past_blanks(places, +1)
            at_left, at_right = self._is_edge(left), self._is_edge(right)
            opens, closes = at_left | self._is_quote(places - 1), at_right | self._is_quote(places + 1)
            opening = _opening(first, len(places))
            wrong[0].append(narrow(np.flatnonzero(np.where(opening, ~opens, ~closes)) + first, self.data))
            if self.n_quotes <= MAX_QUOTES_TO_REPAIR:
                wrong[1].append(narrow(np.flatnonzero(np.where(opening, ~closes, ~opens)) + first, self.data))
            elif len(wrong[0][-1]):
                break
            spaced = (at_left & (left != places - 1), at_right & (right != places + 1))
            self.have_blanks |= bool(np.any(np.where(opening, *spaced)))
        self.wrong = tuple(np.concatenate(numbers) for numbers in wrong)

    def _pieces(self) -> Iterator[tuple[int, int, np.ndarray]]:
        """Where each piece of the text begins, the number of the first quote in it, and the places of its quotes."""
        first = 0
        for at in range(0, len(self.data), PIECE):
            places = np.flatnonzero(self.data[at : at + PIECE] == self.quote[0]) + at
            yield at, first, places
            first += len(places)

    def _is_quote(self, offsets: np.ndarray) -> np.ndarray:
        last = len(self.data) - 1
        return (offsets >= 0) & (offsets <= last) & (self.data[np.clip(offsets, 0, last)] == self.quote[0])

    def _past_blanks(self, places: np.ndarray, step: int) -> np.ndarray:
        """The offset of the first byte before (step -1) or after (+1) each quote that is no blank."""
        offsets = places + step
        last = len(self.data) - 1
        for _ in range(MOST_BLANKS):
            within = (offsets >= 0) & (offsets <= last)
            blank = within & np.isin(self.data[np.clip(offsets, 0, last)], self.blanks)
            if not blank.any():
                break
            offsets = offsets + step * blank
        return offsets

    def _is_edge(self, offsets: np.ndarray) -> np.ndarray:
        outside = (offsets < 0) | (offsets >= len(self.data))
        bytes_there = self.data[np.clip(offsets, 0, len(self.data) - 1)]
        return outside | np.isin(bytes_there, [self.delimiter[0], LF, CR])

    def prepare_repairs(self) -> None:
        """Looks up once what every repair will ask for."""
        if self.n_quotes > MAX_QUOTES_TO_REPAIR:
            raise DataError(
                Code.MALFORMED_QUOTES, "The file has millions of quotes, and they do not match: export it again."
            )
        places = self.places = places_of(self.data, self.quote[0])  # (Q,)
        lengths_known = np.diff(places) != 1
        at_right = np.concatenate([self._is_edge(self._past_blanks(some, +1)) for *_, some in self._pieces()])
        starts = np.concatenate([[True], lengths_known])
        lengths = np.bincount(np.cumsum(starts, dtype=np.int32) - 1).astype(np.int32)
        closable = at_right[np.cumsum(lengths, dtype=np.int32) - 1]
        self.run_starts, self.run_lengths, self.run_closable = places[starts], lengths, closable
        self.closing_runs = np.flatnonzero(closable & (lengths % 2 == 1)).astype(np.int32)
        self.newlines = np.sort(np.concatenate([places_of(self.data, LF), places_of(self.data, CR)]))
        before = np.searchsorted(places, self.newlines)
        self.newlines_by_parity = tuple(self.newlines[before % 2 == parity] for parity in (0, 1))

    def all_right(self) -> bool:
        """Whether no quote is out of place and the last one closes."""
        return not len(self.wrong[0]) and self.n_quotes % 2 == 0

    def first_wrong(self, first: int) -> int | None:
        """The first quote out of place when quote number `first` opens a field; the last one if it never closes."""
        wrong = self.wrong[first % 2]
        index = bisect_left(wrong, first)
        if index < len(wrong):
            return int(wrong[index])
        return len(self.places) - 1 if (len(self.places) - first) % 2 else None

    def record_start(self, first: int, culprit: int, floor: int) -> int:
        """Where the record of a quote begins: after the last newline before it that no quotes enclose."""
        outside = self.newlines_by_parity[first % 2]
        index = bisect_left(outside, self.places[culprit]) - 1
        return max(floor, int(outside[index]) + 1) if index >= 0 else floor

    def fixed_record(self, start: int, width: int) -> tuple[bytes, int]:
        """The record at `start` written by the rules, and where it ends."""
        index = bisect_left(self.newlines, start)
        line_end = int(self.newlines[index]) if index < len(self.newlines) else len(self.text)
        fields, end = self._fields(start, line_end, MAX_COLUMNS)
        if len(fields) > MAX_COLUMNS:
            raise DataError(Code.TOO_MANY_COLUMNS, f"A row has more than {MAX_COLUMNS:,} fields, which is the limit.")
        if len(fields) != width and line_end < len(self.text):
            longer, longer_end = self._fields(start, min(len(self.text), start + LONGEST_REPAIR), width)
            if len(longer) == width and longer_end > end and not self._is_a_record(line_end + 1, longer_end, width):
                fields, end = longer, longer_end
        if len(fields) < width:
            fields, end = self._with_a_bare_field(start, line_end, width) or (fields, end)
        q = self.quote
        special = (self.delimiter, q, b"\n", b"\r")
        written = [q + f.replace(q, q + q) + q if any(mark in f for mark in special) else f for f in fields]
        return self.delimiter.join(written), end

    def _is_a_record(self, start: int, limit: int, width: int) -> bool:
        """Whether the line at `start` is a record of more than one field in itself, which no other should swallow."""
        index = bisect_left(self.newlines, start)
        end = int(self.newlines[index]) if index < len(self.newlines) else len(self.text)
        if end > limit or width < 2:
            return False
        alone = Quotes(self.text[start:end], self.delimiter, self.quote)
        return alone.all_right() and len(self._fields(start, end, width)[0]) == width

    def _with_a_bare_field(self, start: int, limit: int, width: int) -> tuple[list[bytes], int] | None:
        """The record at `start` and its end with `width` fields, since one of its opening quotes is a character."""
        at = start
        for _ in range(MOST_TRIES):
            close = self._close(at, limit)
            if close is not None:
                fields, end = self._fields(start, limit, width, bare=at)
                if len(fields) == width and end == limit:
                    return fields, end
            end = close[2] if close is not None else self._bare_end(at)
            if end >= limit or self.text[end : end + 1] != self.delimiter:
                return None
            at = end + 1
        return None

    def _fields(self, start: int, limit: int, most: int, bare: int = -1) -> tuple[list[bytes], int]:
        """The fields of the record at `start`, none of them going beyond `limit`, and at most `most` and one more.

        A quote that begins the field at `bare` is a character.
        """
        fields: list[bytes] = []
        at = start
        while True:
            close = self._close(at, limit) if at != bare else None
            if close is not None:
                opened, closed, end = close
                field = self.text[opened + 1 : closed].replace(self.quote * 2, self.quote)
            else:
                end = self._bare_end(at)
                field = self.text[at:end]
            fields.append(field)
            if end >= limit or self.text[end : end + 1] != self.delimiter or len(fields) > most:
                return fields, end
            at = end + 1

    def _bare_end(self, at: int) -> int:
        index = bisect_left(self.newlines, at)
        newline = int(self.newlines[index]) if index < len(self.newlines) else len(self.text)
        delimiter = self.text.find(self.delimiter, at, newline)
        return newline if delimiter < 0 else delimiter

    def _close(self, at: int, limit: int) -> tuple[int, int, int] | None:
        """Where a quoted field at `at` opens, closes, and ends with its blanks; None where it is not quoted."""
        opened = at
        while opened < limit and self.text[opened] in self.blanks and opened - at < MOST_BLANKS:
            opened += 1
        run = bisect_right(self.run_starts, opened) - 1
        if run < 0 or opened >= limit or self.run_starts[run] != opened:
            return None
        if self.run_lengths[run] % 2 == 0 and self.run_closable[run]:
            closed = opened + int(self.run_lengths[run]) - 1
        else:
            index = bisect_right(self.closing_runs, run)
            if index == len(self.closing_runs):
                return None
            run = int(self.closing_runs[index])
            closed = int(self.run_starts[run] + self.run_lengths[run]) - 1
        end = closed + 1
        while end < len(self.text) and self.text[end] in self.blanks:
            end += 1
        return (opened, closed, end) if end <= limit else None

    def without_blanks(self) -> bytes:
        """The text without the blanks between a quote and the edge of its field."""
        if not self.have_blanks:
            return self.text
        out = io.BytesIO()
        ahead = 0  # blanks at the beginning of a piece that follow a quote at the end of the one before
        for at, first, places in self._pieces():
            left, right = self._past_blanks(places, -1), self._past_blanks(places, +1)
            opening = _opening(first, len(places))
            lead = opening & self._is_edge(left) & (left != places - 1)
            trail = ~opening & self._is_edge(right) & (right != places + 1)
            data = self.data[at : at + PIECE]
            change = np.zeros(len(data) + 1, dtype=np.int8)
            change[[0, ahead]] = (1, -1) if ahead else 0
            for begin, end in ((left[lead] + 1, places[lead]), (places[trail] + 1, right[trail])):
                np.add.at(change, np.maximum(begin - at, 0), 1)
                np.add.at(change, np.minimum(end - at, len(data)), -1)
            behind = at - int(left[0]) - 1 if len(places) and lead[0] else 0
            if behind > 0:  # the blanks before the first quote begin in the piece before
                out.truncate(out.seek(-behind, io.SEEK_CUR))
            ahead = max(0, int(right[-1]) - at - len(data)) if len(places) and trail[-1] else 0
            out.write(data[np.cumsum(change[:-1], dtype=np.int8) == 0])
        return out.getvalue()


def _opening(first: int, count: int) -> np.ndarray:
    """Whether each of `count` quotes opens a field when they take turns, the number of the first being `first`."""
    return (np.arange(count) + first) % 2 == 0
