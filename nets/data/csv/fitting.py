"""Rows with more or fewer fields than there are columns, made to fit them, each kind with a note."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from nets.data.columns.lexical import is_typed
from nets.data.csv.quotes.strays import FEWEST_FIELDS, fields_as_characters
from nets.data.csv.records import Records, check_width
from nets.data.table import Note
from nets.errors import Code, DataError

MOST_LINES_IN_A_NOTE = 1000
MOST_EMPTY_CELLS = 10_000_000
MOST_LONG_ROWS = 50_000
SAMPLE_ROWS = 100
OTHER_MARKS = ",;\t|"


@dataclass
class Fitting:
    """The rows `picked` (B,) with `widths` (B,) fields each, while they are made to fit `width` columns.

    To row p belong `changes[p]` more fields or, below 0, fewer bytes; in `rewritten` it stands in full.
    """

    records: Records
    picked: np.ndarray
    widths: np.ndarray
    width: int
    changes: np.ndarray
    rewritten: dict[int, bytes] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def note(self, places: Iterable[int] | np.ndarray, one: str, many: str, sentence: str) -> None:
        """Say something of the rows at these places: `one` or `many` with their number, then the sentence."""
        rows = np.fromiter(places, dtype=np.int64)
        lines = self.records.lines_of(self.picked[np.sort(rows)[:MOST_LINES_IN_A_NOTE]])
        begin = f"1 row {one}" if len(rows) == 1 else f"{len(rows):,} rows {many}"
        self.notes.append(Note(f"{begin} {sentence}", tuple(lines.tolist())))

    def fields(self, place: int) -> list[str]:
        """The fields of the row at a place."""
        return self.records.fields(int(self.picked[place]))

    def written(self, fields: list[str]) -> bytes:
        """The fields as a record of the file."""
        out = io.StringIO()
        delimiter, quote = self.records.delimiter, self.records.quote
        if not quote:
            return delimiter.join(fields).encode()
        csv.writer(out, delimiter=delimiter, quotechar=quote, lineterminator="\r\n").writerow(fields)
        return out.getvalue()[:-2].encode()  # both ends of a line were named, so that either is quoted in a field


def fit(records: Records, picked: np.ndarray, widths: np.ndarray, width: int, head: list[str] | None) -> Fitting:
    """What is to be done for the rows to fit. Raises `DataError` where they are too different to be a table."""
    fitting = Fitting(records, picked, widths, width, np.zeros(len(widths), dtype=np.int32))
    _free_enclosed_fields(fitting)
    _part_at_another_mark(fitting)
    _join_unquoted_texts(fitting, head)
    _leave_out_empty_fields(fitting)
    _fit_long_rows(fitting)
    _pad_short_rows(fitting)
    return fitting


def trimmed(fields: list[str], least: int = 0) -> list[str]:
    """The fields without the empty ones at the end, down to `least` of them."""
    end = len(fields)
    while end > least and not fields[end - 1].strip():
        end -= 1
    return fields[:end]


def _free_enclosed_fields(fitting: Fitting) -> None:
    """Takes quotes for characters in rows that are too short by them, and without them fit also in their numbers."""
    records, width = fitting.records, fitting.width
    short = np.flatnonzero(fitting.widths < width)
    if not records.quote or not 0 < len(short) <= MOST_LONG_ROWS or width < FEWEST_FIELDS:
        return
    mark = records.delimiter.encode()
    pieces = {place: records.piece(int(fitting.picked[place])) for place in short.tolist()}
    right = [place for place, text in pieces.items() if text.count(mark) == width - 1 and b"\n" not in text]
    numbers = _columns_of_numbers(fitting) if right else []
    found = []
    for place in right:
        text = pieces[place].decode("utf-8", "replace")
        by_rules, by_marks = fitting.fields(place), text.split(records.delimiter)
        if _has_numbers(by_marks, numbers) and not _has_numbers(by_rules, numbers):
            fitting.rewritten[place] = fields_as_characters(text, records.delimiter, records.quote)
            found.append(place)
    if found:
        fitting.widths[found] = width
        sentence = "several fields in quotes; these were kept as characters, since so the fields are as many as usual."
        fitting.note(found, "has", "have", sentence)


def _part_at_another_mark(fitting: Fitting) -> None:
    """Parts rows at another delimiter where so they have as many fields as usual, and numbers where others do."""
    other = np.flatnonzero(fitting.widths != fitting.width)
    if not 0 < len(other) <= MOST_LONG_ROWS or 2 * len(other) > len(fitting.widths) or fitting.width < FEWEST_FIELDS:
        return
    numbers = _columns_of_numbers(fitting)
    found = []
    for place in other.tolist() if numbers else ():
        text = fitting.records.piece(int(fitting.picked[place])).decode("utf-8", "replace")
        marks = [mark for mark in OTHER_MARKS if mark != fitting.records.delimiter and mark in text]
        for fields in (_parted(text, mark, fitting.records.quote) for mark in marks):
            if len(fields) == fitting.width and _has_numbers(fields, numbers):
                fitting.rewritten[place] = fitting.written(fields)
                found.append(place)
                break
    if found:
        fitting.widths[found] = fitting.width
        fitting.note(found, "has", "have", "another delimiter than the others, by which it was parted.")


def _parted(text: str, mark: str, quote: str) -> list[str]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, quotechar=quote or None))
    except csv.Error:  # a field of more characters than it takes
        return []
    return rows[0] if len(rows) == 1 else []


def _leave_out_empty_fields(fitting: Fitting) -> None:
    """Leaves an empty field out of rows that are one too long, where only so the others are below their names.

    There are numbers then where other rows have them, and before that there were not, or a column had the empty field
    that has none in other rows.
    """
    long = np.flatnonzero(fitting.widths == fitting.width + 1)
    if not 0 < len(long) <= MOST_LONG_ROWS or fitting.width < FEWEST_FIELDS:
        return
    numbers, filled = _columns_of_numbers(fitting), _filled_columns(fitting)
    found = []
    for place in long.tolist() if numbers else ():
        fields = fitting.fields(place)
        empty = [number for number, text in enumerate(fields[:-1]) if not text.strip()]
        fits = {row for n in empty if _has_numbers(row := (*fields[:n], *fields[n + 1 :]), numbers)}
        is_needed = not _has_numbers(fields[: fitting.width], numbers) or not filled.isdisjoint(empty)
        if len(fits) == 1 and fields[-1].strip() and is_needed:
            fitting.rewritten[place] = fitting.written(list(fits.pop()))
            found.append(place)
    if found:
        fitting.widths[found] = fitting.width
        fitting.note(found, "has", "have", "a delimiter too many: an empty field was left out, so that the others fit.")


def _usual_rows(fitting: Fitting) -> list[list[str]]:
    """The fields of the first rows of the right length."""
    return [fitting.fields(place) for place in np.flatnonzero(fitting.widths == fitting.width)[:SAMPLE_ROWS].tolist()]


def _filled_columns(fitting: Fitting) -> set[int]:
    """Which columns have a text in each of the first rows of the right length."""
    columns = zip(*_usual_rows(fitting), strict=True)
    return {number for number, cells in enumerate(columns) if all(map(str.strip, cells))}


def _columns_of_numbers(fitting: Fitting) -> list[int]:
    """Which columns hold numbers alone in the first rows of the right length."""
    columns = zip(*_usual_rows(fitting), strict=True)
    return [number for number, cells in enumerate(columns) if all(map(is_typed, cells))]


def _has_numbers(fields: Sequence[str], columns: Sequence[int]) -> bool:
    """Whether a row has a number in each of these columns."""
    return bool(columns) and all(number < len(fields) and is_typed(fields[number]) for number in columns)


def _join_unquoted_texts(fitting: Fitting, head: list[str] | None) -> None:
    """Makes one text of fields with a delimiter and a blank between them, where that explains all rows too long.

    No row of the right length has a blank behind a delimiter then, and nor have the names.
    """
    long = np.flatnonzero(fitting.widths > fitting.width)
    if not 0 < len(long) <= MOST_LONG_ROWS or fitting.records.delimiter not in ",;:":
        return
    usual = np.flatnonzero(fitting.widths == fitting.width)[:SAMPLE_ROWS].tolist()
    others = [head or [], *(fitting.fields(place) for place in usual)]
    if not usual or any(text.startswith(" ") for row in others for text in row):
        return
    if not fitting.records.quote:
        if b'"' in fitting.records.text:
            return
        fitting.records = replace(fitting.records, quote='"')  # to be put around the texts that are made one
    found = {place: _joined(fitting.fields(place), fitting.records.delimiter) for place in long.tolist()}
    if any(len(fields) != fitting.width for fields in found.values()):
        return
    for place, fields in found.items():
        fitting.rewritten[place] = fitting.written(fields)
    fitting.widths[long] = fitting.width
    sentence = "a delimiter with a blank behind it in a text without quotes; it was kept as part of the text."
    fitting.note(long, "has", "have", sentence)


def _joined(fields: list[str], delimiter: str) -> list[str]:
    """The fields, each that begins with a blank put behind the one before it."""
    joined: list[str] = []
    for text in fields:
        if joined and text.startswith(" ") and text.strip():
            joined[-1] += delimiter + text
        else:
            joined.append(text)
    return joined


def _fit_long_rows(fitting: Fitting) -> None:
    """Cuts empty fields at the ends of rows that are too long; of others columns are made."""
    width, widths = fitting.width, fitting.widths
    long = np.flatnonzero(widths > width)
    if not len(long):
        return
    check_width(int(widths.max()))
    ends_bare = fitting.records.end_with(fitting.picked[long], widths[long] - width)
    fitting.changes[long[ends_bare]] = width - widths[long[ends_bare]]
    cut = long[ends_bare].tolist()
    widths[cut] = width
    long = long[~ends_bare]
    if len(long) > MOST_LONG_ROWS:
        raise _no_table(fitting, int(long[0]))
    shorter = {place: trimmed(fitting.fields(place), width) for place in long.tolist()}
    with_more = [place for place, fields in shorter.items() if len(fields) > width]
    cut += [place for place, fields in shorter.items() if len(fields) <= width]
    if cut:
        fitting.note(cut, "ends", "end", "with delimiters too many, which were left out.")
    if with_more:
        if int((widths == width).sum()) <= len(widths) / 2 and len(widths) > 9:
            raise _no_table(fitting, with_more[0])
        sentence = (
            f"more fields than the {width:,} columns, so that columns were added; where a text contains the delimiter "
            "it belongs in quotes."
        )
        fitting.note(with_more, "has", "have", sentence)
    fitting.width = max(map(len, shorter.values()), default=width)
    lacking = fitting.records.delimiter.encode() * (fitting.width - width)
    fitting.rewritten = {place: text + lacking for place, text in fitting.rewritten.items()}
    for place, fields in shorter.items():
        fitting.rewritten[place] = fitting.written([*fields, *[""] * (fitting.width - len(fields))])


def _pad_short_rows(fitting: Fitting) -> None:
    """Puts delimiters at the ends of the rows that lack fields."""
    lacking = fitting.width - fitting.widths
    lacking[list(fitting.rewritten)] = 0
    short = lacking > 0
    if not short.any():
        return
    if lacking[short].sum() > MOST_EMPTY_CELLS:
        raise DataError(
            Code.NOT_A_TABLE,
            "Most rows have far fewer fields than the widest: it does not look like a table; check the delimiter.",
        )
    sentence = "fewer fields than there are columns; the last ones are empty there."
    fitting.note(np.flatnonzero(short), "has", "have", sentence)
    fitting.changes[short] += lacking[short]  # of some rows delimiters were cut before


def _no_table(fitting: Fitting, place: int) -> DataError:
    widths = fitting.widths
    line = int(fitting.records.lines[fitting.picked[place]])
    return DataError(
        Code.NOT_A_TABLE,
        f"The rows have from {int(widths.min()):,} to {int(widths.max()):,} fields (line {line:,} has "
        f"{int(widths[place]):,} where {fitting.width:,} are usual): this does not look like a table; check the "
        "delimiter, or quote the texts that contain it.",
    )
