"""The rows of a table: those that do not fit are repaired and noted, then all are parsed in one go."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.csv

from nets.data.columns.dictionary import packed
from nets.data.csv.fitting import MOST_LINES_IN_A_NOTE, fit, trimmed
from nets.data.csv.layout.warnings import Noted
from nets.data.csv.offsets import are_among
from nets.data.csv.parsed_table import Facts
from nets.data.csv.records import Records, between, check_width
from nets.data.csv.repaired_stream import RepairedStream
from nets.data.limits import MAX_BYTES, MAX_ROWS
from nets.data.table import Note, shortened
from nets.errors import Code, DataError

MOST_TOGETHER = 1_000  # columns
HASH, QUOTE_BYTES = ord("#"), b"\"' \t"
SAMPLE_ROWS = 100


@dataclass(frozen=True)
class Columns:
    """The rows of a table as columns of text, and what their names are made of.

    `delimiter` is the character that separated the fields, and may stand for `facts.delimiter`. Most rows had
    `usual_width` fields; `notes` are on those that had others.
    """

    columns: list[pa.ChunkedArray]
    lines: range | np.ndarray
    head: list[str] | None
    line: int
    delimiter: str
    is_spaced: bool
    id_column: int | None
    usual_width: int
    notes: tuple[Note, ...]
    facts: Facts


def in_columns(found: Noted) -> Columns:
    """The rows of the table as columns. Raises `DataError` where they make no table, or there are none."""
    reading = found.facts.reading
    body = Body(found.records, found.picked, found.head, reading.comment, keeps_all=bool(reading.verbatim))
    columns = list(body.columns().columns)
    if not columns or not len(columns[0]):
        raise DataError(Code.HEADER_ONLY, "The file has column names but no row below them: add at least one row.")
    return Columns(
        columns=columns,
        lines=_in_short(found.records.lines_of(body.picked)),
        head=body.head,
        line=found.line,
        delimiter=found.records.delimiter,
        is_spaced=found.is_spaced,
        id_column=found.id_column,
        usual_width=body.usual_width,
        notes=tuple(body.notes),
        facts=found.facts,
    )


def _in_short(lines: np.ndarray) -> range | np.ndarray:
    """The lines of the rows (B,), as a range where they follow each other."""
    first, count = int(lines[0]), len(lines)
    return range(first, first + count) if int(lines[-1]) == first + count - 1 else lines


@dataclass
class Body:
    """The rows of a table while they are put in order.

    `picked` (B,) are the records that are rows, and `head` the fields of the header, or None. `comment` is what begins
    a comment, if a person said so, and `keeps_all` lines are rows that do not look like one. `notes` say what had to be
    done.
    """

    records: Records
    picked: np.ndarray
    head: list[str] | None
    comment: str | None
    keeps_all: bool = False
    notes: list[Note] = field(default_factory=list)
    usual_width: int = 0

    def columns(self) -> pa.Table:
        """All rows as columns of text, packed where they may be. Raises `DataError` where they make no table."""
        self._refuse_too_much(len(self.head or ()))
        self._leave_out_comments()
        self.usual_width = self._usual_width()
        self._leave_out_empty_name()
        width = max(self.usual_width, len(trimmed(self.head or [])))
        self._refuse_too_much(width)
        if not len(self.picked):
            return pa.table({str(n): pa.array([], pa.string()) for n in range(len(self.head or ()))})
        parsed = self._parsed_as_it_is(width)
        if parsed is None:
            parsed = self._parsed_after_repair(width)
        return self._without_empty_rows(parsed)

    def _refuse_too_much(self, width: int) -> None:
        check_width(width)
        if len(self.picked) > MAX_ROWS:
            raise DataError(
                Code.TOO_MANY_ROWS,
                f"The file has {len(self.picked):,} rows and the limit is {MAX_ROWS:,}: leave some out.",
            )

    def lines(self, which: np.ndarray) -> tuple[int, ...]:
        """The lines of some of the rows, as a note wants them."""
        return tuple(self.records.lines_of(self.picked[np.flatnonzero(which)[:MOST_LINES_IN_A_NOTE]]).tolist())

    def _leave_out(self, which: np.ndarray, sentence: str) -> None:
        if which.any():
            rows = "1 line" if which.sum() == 1 else f"{which.sum():,} lines"
            self.notes.append(Note(sentence.format(rows=rows), self.lines(which)))
            self.picked = self.picked[~which]

    def _leave_out_comments(self) -> None:
        """A line that begins with # and has not the fields of a row is a comment."""
        if self.comment == "":
            return
        mark = self.comment or "#"
        marked = self.records.first_bytes[self.picked] == ord(mark[0])
        if not marked.any():
            return
        widths = self.records.widths()[self.picked]
        plain = widths[~marked]
        usual = int(np.bincount(plain).argmax()) if len(plain) else len(self.head or ())
        if self.comment is None:
            marked &= widths != usual
        else:
            begins = [self.records.piece(int(index)).startswith(mark.encode()) for index in self.picked[marked]]
            marked[marked] = begins
        self._leave_out(marked, f"{{rows}} beginning with {mark} left out as comments.")

    def _leave_out_empty_name(self) -> None:
        """An empty name among others, where all rows have one field fewer than there are names, is none of a column."""
        names = self.head or []
        empty = [place for place, name in enumerate(names[:-1]) if not name.strip()]
        if len(empty) != 1 or self.usual_width != len(names) - 1 or not names[-1].strip():
            return
        if {len(self.records.fields(int(index))) for index in self.picked[:SAMPLE_ROWS]} != {self.usual_width}:
            return
        self.head = names[: empty[0]] + names[empty[0] + 1 :]
        sentence = (
            f"The header has an empty name, number {empty[0] + 1}, for which no row has a field: it was left out."
        )
        self.notes.append(Note(sentence))

    def _usual_width(self) -> int:
        if not len(self.picked):
            return 0
        widths = [len(self.records.fields(int(index))) for index in self.picked[:SAMPLE_ROWS]]
        counts = np.bincount(widths)
        usual = int(len(counts) - 1 - counts[::-1].argmax())
        named = len(self.head or ())
        return named if named < usual and 2 * counts[named] >= counts[usual] else usual

    def _parsed_as_it_is(self, width: int) -> pa.Table | None:
        first, last = int(self.picked[0]), int(self.picked[-1])
        left_out = between(self.picked)
        if (self.records.ends[left_out] > self.records.starts[left_out]).any():
            return None
        start, end = int(self.records.starts[first]), int(self.records.ends[last])
        text = self.records.text
        piece = pa.py_buffer(text).slice(start, end - start)
        parsed = self._parsed(lambda: pa.BufferReader(piece), width)
        return parsed if parsed is not None and parsed.num_rows == len(self.picked) else None

    def _parsed(
        self, opened: Callable[[], pa.BufferReader | io.BufferedReader], width: int, longest: int = 0
    ) -> pa.Table | None:
        """The rows of a stream, which is opened anew for every MOST_TOGETHER columns: each has a parser of its own."""
        longest += int((self.records.ends[self.picked] - self.records.starts[self.picked]).max())
        keys = [str(position) for position in range(width)]
        is_large = len(self.records.text) > MAX_BYTES  # worth the memory to parse many pieces at a time; no upload is
        options = {
            "read_options": pa.csv.ReadOptions(
                column_names=keys,
                block_size=max(2**20, 2 * longest + 2, min(2**22, 256 * longest)),  # of wide rows as many as pay
                use_threads=is_large,
            ),
            "parse_options": pa.csv.ParseOptions(
                delimiter=self.records.delimiter,
                quote_char=self.records.quote or False,
                newlines_in_values=self.records.n_enclosed > 0,
            ),
        }

        def converted(some: list[str]) -> pa.csv.ConvertOptions:
            return pa.csv.ConvertOptions(
                column_types=dict.fromkeys(some, pa.string()),
                include_columns=some,
                strings_can_be_null=False,
                check_utf8=False,
                null_values=[],  # each column would have a list of them all, 7 KB of it
                true_values=[],
                false_values=[],
            )

        try:
            if is_large:
                return pa.csv.read_csv(opened(), convert_options=converted(keys), **options)
            columns: list[pa.ChunkedArray] = []
            for start in range(0, width, MOST_TOGETHER):
                some = keys[start : start + MOST_TOGETHER]
                columns += packed(pa.csv.open_csv(opened(), convert_options=converted(some), **options), len(some))
            return pa.table(columns, keys)
        except pa.ArrowInvalid:
            return None

    def _parsed_after_repair(self, width: int) -> pa.Table:
        widths = self._leave_out_footer(self.records.widths()[self.picked], width)
        fitted = fit(self.records, self.picked, widths, width, self.head)
        self.notes += fitted.notes
        self._refuse_too_much(fitted.width)
        longest = int(fitted.changes.max(initial=0)) + max(map(len, fitted.rewritten.values()), default=0)

        def repaired() -> io.BufferedReader:  # which fills each block of the parser's
            stream = RepairedStream(fitted.records, self.picked, fitted.changes, fitted.rewritten)
            return io.BufferedReader(stream)

        self.records = fitted.records
        parsed = self._parsed(repaired, fitted.width, longest)
        if parsed is None or parsed.num_rows != len(self.picked):
            raise DataError(
                Code.NOT_A_TABLE, "The rows of this file cannot be told apart: check its quotes and newlines."
            )
        return parsed

    def _leave_out_footer(self, widths: np.ndarray, width: int) -> np.ndarray:
        """Lines of one field below a blank line at the end are remarks on the table, not rows."""
        if width < 3 or len(widths) < 2 or self.keeps_all:
            return widths
        begin = len(widths)
        while begin > 1 and widths[begin - 1] == 1:
            begin -= 1
        while begin < len(widths) and self.picked[begin] == self.picked[begin - 1] + 1:
            begin += 1
        if begin == len(widths):
            return widths
        text = shortened(self.records.piece(int(self.picked[begin])).decode("utf-8", "replace"))
        footer = np.arange(len(widths)) >= begin
        self._leave_out(
            footer, f"{{rows}} below the table left out, beginning {text.replace('{', '{{').replace('}', '}}')}."
        )
        return widths[~footer]

    def _without_empty_rows(self, parsed: pa.Table) -> pa.Table:
        """The rows in which any cell is filled."""
        lengths = self.records.ends[self.picked] - self.records.starts[self.picked]
        marks = self.records.delimiter.encode() + QUOTE_BYTES
        likely = (lengths < parsed.num_columns + 2) & are_among(self.records.first_bytes[self.picked], marks)
        if parsed.num_columns < 2 or not likely.any():
            return parsed
        empty = np.zeros(len(self.picked), dtype=bool)
        for position in np.flatnonzero(likely).tolist():
            empty[position] = not self.records.piece(int(self.picked[position])).strip(marks)
        if not empty.any():
            return parsed
        self._leave_out(empty, "{rows} with delimiters only left out.")
        return parsed.filter(pa.array(~empty))
