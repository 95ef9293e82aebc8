"""From the bytes of a CSV file to a Table, or a sentence on why not."""

import hashlib
import re
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nets.data.columns.dictionary import changed, unpacked
from nets.data.csv.dialect import Dialect, find_dialect
from nets.data.csv.encoding import decoded
from nets.data.csv.filetype import refuse_markup, refuse_what_is_no_text
from nets.data.csv.header import Layout, find_layout, names_for, without_hash
from nets.data.csv.normalize import Canonical, by_the_rules
from nets.data.csv.parsed_table import ParsedTable
from nets.data.csv.records import Records, records_of
from nets.data.csv.rows import Body, check_width, fields_of
from nets.data.csv.warnings import LONGEST_RULE, is_drawn, notes_on_layout, notes_on_long_cells, notes_on_newlines
from nets.data.limits import MAX_BYTES
from nets.data.read_options import READER_DECIDES, Reading
from nets.data.table import Note, Table, shortened
from nets.errors import Code, DataError

SAMPLE_ROWS = 100
SAMPLE_CELLS = 200_000
DRAWN = list(b"-+|:= \t")
NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars", " ": "blanks", ":": "colons"}
NO_VALUES = "The file has no line with a value in it: it needs column names and at least one row."


def read(raw: bytes, *, name: str, reading: Reading | None = None, max_bytes: int = MAX_BYTES) -> Table:
    """The table in the bytes of a file called `name`, every cell as text, with a note on all that was guessed.

    What `reading` says is not guessed. Raises `DataError` where the bytes hold no table.
    """
    return parsed(raw, reading=reading, max_bytes=max_bytes).table(name)


def parsed(raw: bytes, *, reading: Reading | None = None, max_bytes: int = MAX_BYTES) -> ParsedTable:
    """The same before its cells are unpacked."""
    reading = reading or READER_DECIDES
    check_size(raw, max_bytes)
    refuse_what_is_no_text(raw)
    sha256 = _sha256_of(raw)
    found = decoded(raw, reading.encoding)
    del raw  # a text may be as large again: only one of the two is held from here on
    if not found.text or found.text.isspace():
        raise DataError(Code.EMPTY, "The file is empty: it needs a line of column names and at least one row.")
    refuse_markup(found.text)
    dialect = find_dialect(found.text, reading)
    canonical = by_the_rules(found.text, dialect)
    encoding, notes = found.encoding, [*found.notes, *_notes_on_dialect(dialect), *canonical.notes]
    del found
    records = records_of(canonical.text, quote=canonical.quote, enclosed=canonical.enclosed)
    filled = _filled(records)
    if not len(filled):
        raise DataError(Code.EMPTY, NO_VALUES)
    rows = _sample(records, filled, canonical)
    layout = find_layout(rows, total=len(filled), header=reading.header, skip=_rows_to_skip(records, filled, reading))
    notes += notes_on_layout(records, filled, layout, rows)
    notes += notes_on_long_cells(records)
    notes += notes_on_newlines(records, canonical)
    head = _head(rows, layout)
    is_spaced = dialect.guessed and _space_follows_delimiter(rows)
    del rows
    body = Body(
        records,
        filled[layout.first + layout.header :],
        head,
        canonical.delimiter,
        canonical.quote,
        reading.comment,
        newlines_in_cells=len(canonical.enclosed) > 0,
    )
    columns = list(body.columns().columns)
    if not columns or not len(columns[0]):
        raise DataError(Code.HEADER_ONLY, "The file has column names but no row below them: add at least one row.")
    line, lines = int(records.lines[filled[layout.first]]), _in_short(records.lines_of(body.picked))
    rows_fit, notes_on_body, stand_in = body.rows_fit, body.notes, canonical.delimiter
    del body, records, filled, canonical  # and so the text
    names, columns, said = _named(head, columns, line, rows_fit=rows_fit)
    if len(dialect.delimiter.encode()) > 1:
        _change(columns, lambda texts: pc.replace_substring(texts, stand_in, dialect.delimiter))
        names = [name.replace(stand_in, dialect.delimiter) for name in names]
    if is_spaced:
        _change(columns, lambda texts: pc.utf8_trim(texts, characters=" "))
        names = [name.strip(" ") or name for name in names]
        said.append(Note("A space follows each delimiter; such spaces were not taken for part of the texts."))
    return ParsedTable(
        names=tuple(names),
        columns=columns,
        encoding=encoding,
        delimiter=dialect.delimiter,
        header=layout.header,
        notes=(*notes, *said, *notes_on_body),
        sha256=sha256.result(),
        lines=lines,
        reading=reading,
    )


def _sample(records: Records, filled: np.ndarray, canonical: Canonical) -> list[list[str]]:
    """The fields of the first rows, of fewer rows where each has very many."""
    rows: list[list[str]] = []
    n_cells = 0
    for index in filled[:SAMPLE_ROWS].tolist():
        rows.append(_fields(records, index, canonical))
        check_width(len(rows[-1]))
        n_cells += len(rows[-1])
        if n_cells > SAMPLE_CELLS:
            break
    return rows


def _change(columns: list[pa.ChunkedArray], change: Callable[[pa.Array], pa.Array]) -> None:
    """Each column changed in its place, so that no more than one is held twice."""
    for place in range(len(columns)):
        columns[place] = changed(columns[place], change)


def _sha256_of(raw: bytes) -> Future[str]:
    """The digest of a file's bytes, worked out beside the reading: of a large file it takes a good part as long."""
    beside = ThreadPoolExecutor(1)
    digest = beside.submit(lambda: hashlib.sha256(raw).hexdigest())
    beside.shutdown(wait=False)
    return digest


def _in_short(lines: np.ndarray) -> range | np.ndarray:
    """The lines of the rows (B,), as a range where they follow each other."""
    first, count = int(lines[0]), len(lines)
    return range(first, first + count) if int(lines[-1]) == first + count - 1 else lines


def check_size(raw: bytes, max_bytes: int) -> None:
    """Raises `DataError` where a file is larger than that."""
    if len(raw) > max_bytes:
        found, limit = len(raw) / 2**20, max_bytes / 2**20
        raise DataError(
            Code.TOO_LARGE, f"The file has {found:.1f} MB and the limit is {limit:.0f} MB: leave out rows or columns."
        )


def _filled(records: Records) -> np.ndarray:
    """The records that are not blank; Excel's first line `sep=;` and lines drawn with dashes count as blank."""
    lengths = records.ends - records.starts
    first = records.first_bytes
    blank = lengths == 0
    drawn = np.flatnonzero(np.isin(first, list(b"-+|=")) & (lengths > 2) & (lengths < LONGEST_RULE))
    data = np.frombuffer(records.text, dtype=np.uint8)
    drawn = drawn[np.isin(data[records.starts[drawn] + 1], DRAWN)]  # most that begin so are negative numbers
    for index in drawn.tolist():
        if is_drawn(records, index):
            blank[index] = True
    for index in np.flatnonzero((first == ord(" ")) | (first == ord("\t"))).tolist():
        if lengths[index] < 200 and not records.piece(index).strip(b" \t"):
            blank[index] = True
    if len(records) and re.fullmatch(rb"sep=.", records.piece(0)):
        blank[0] = True
    return np.flatnonzero(~blank).astype(np.int32)


def _fields(records: Records, index: int, canonical: Canonical) -> list[str]:
    text = records.piece(index).decode("utf-8", "replace")
    return fields_of(text, canonical.delimiter, canonical.quote)


def _rows_to_skip(records: Records, filled: np.ndarray, reading: Reading) -> int | None:
    if reading.skip is None:
        return None
    return int(np.searchsorted(records.lines_of(filled), reading.skip, side="right"))


def _head(rows: list[list[str]], layout: Layout) -> list[str] | None:
    if not layout.header:
        return None
    head = rows[layout.first]
    return without_hash(head) if layout.hashed else head


def _named(
    head: list[str] | None, columns: list[pa.ChunkedArray], line: int, *, rows_fit: bool
) -> tuple[list[str], list[pa.ChunkedArray], list[Note]]:
    """A name for every column, the columns that are left, and what was done about those without a name."""
    found = list(head or [])
    columns = list(columns)
    notes = []
    while len(found) > len(columns) and not found[-1].strip():
        found.pop()
    dropped = 0
    while len(columns) > 1 and not "".join(found[len(columns) - 1 :]).strip() and _is_empty(columns[-1]):
        columns.pop()
        del found[len(columns) :]
        dropped += 1
    if dropped:
        what = "a delimiter" if dropped == 1 else f"{dropped:,} delimiters"
        notes.append(Note(f"The rows end with {what} too many; nothing follows, so no column was made of it."))
    idle = [n for n, name in enumerate(found) if not name.strip() and n < len(columns) - 1 and _is_empty(columns[n])]
    if head is not None and idle and len(idle) < len(columns) - 1:
        columns = [column for n, column in enumerate(columns) if n not in idle]
        found = [name for n, name in enumerate(found) if n not in idle]
        notes.append(Note("A column with neither a name nor a value in it was left out.", (line,)))
    if head is not None and rows_fit and len(found) == len(columns) - 1 and _are_row_names(columns[0]):
        found.insert(0, "")
        notes.append(
            Note(
                "The header has one name fewer than the rows have fields: the first column was taken for row names.",
                (line,),
            )
        )
    names, sentences = names_for(found, len(columns))
    if head is not None:
        notes += [Note(sentence, (line,)) for sentence in sentences]
    return names, columns, notes


def _is_empty(column: pa.ChunkedArray) -> bool:
    return pc.max(pc.binary_length(unpacked(column))).as_py() in (0, None)


def _are_row_names(column: pa.ChunkedArray) -> bool:
    texts = unpacked(column)
    return 1 < len(texts) == pc.count_distinct(texts).as_py() and pc.min(pc.binary_length(texts)).as_py() > 0


def _space_follows_delimiter(rows: list[list[str]]) -> bool:
    """Whether every field but the first begins with a space, as where the delimiter is a comma and a space."""
    later = [cell for row in rows for cell in row[1:] if cell]
    return bool(later) and all(cell.startswith(" ") for cell in later)


def _notes_on_dialect(dialect: Dialect) -> list[Note]:
    if not dialect.guessed or dialect.delimiter == ",":
        return []
    return [Note(f"The fields are separated by {NAMES.get(dialect.delimiter, shortened(dialect.delimiter))}.")]
