"""From the bytes of a CSV file to a Table, or a sentence on why not."""

import csv
import hashlib
import io
from collections import Counter

import pandas as pd
import pyarrow as pa
import pyarrow.csv

from nets.data.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from nets.data.sniffer import sniff_delimiter
from nets.data.table import Note, Table, shortened
from nets.errors import DataError

DELIMITERS = ",;\t|"
SAMPLE_BYTES = 2**16
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", " ": "space"}
MAGIC = (
    (b"PK\x03\x04", "spreadsheet", "a spreadsheet or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "spreadsheet", "an old Excel or Office file"),
    (b"\x1f\x8b", "archive", "a gzip archive"),
    (b"%PDF", "not-text", "a PDF"),
    (b"SQLite format 3", "not-text", "a database"),
    (b"PAR1", "not-text", "a Parquet file"),
)


def read(raw: bytes, *, name: str) -> Table:
    """The table in the bytes of a file called `name`, every cell as text.

    Raises `DataError` when the bytes are not a table with a header and at least one row.
    """
    text = _text(raw)
    sha256 = hashlib.sha256(raw).hexdigest()
    delimiter = _delimiter(text)
    header, lines, cells = _cells(text, delimiter)
    _check_names(header)
    return Table(
        name=name,
        cells=cells,
        encoding="UTF-8",
        delimiter=delimiter,
        header=True,
        notes=_notes(delimiter),
        sha256=sha256,
        lines=lines,
    )


def _text(raw: bytes) -> bytes:
    if len(raw) > MAX_BYTES:
        found = len(raw) / 2**20
        limit = MAX_BYTES // 2**20
        raise DataError(
            "too-large", f"The file has {found:.1f} MB and the limit is {limit} MB: leave out rows or columns."
        )
    for magic, code, what in MAGIC:
        if raw.startswith(magic):
            raise DataError(
                code, f"This is {what}, not a CSV: open it in the program it comes from and save it as CSV (UTF-8)."
            )
    text = raw.removeprefix(b"\xef\xbb\xbf")
    if not text.strip():
        raise DataError("empty", "The file is empty: it needs a line of column names and at least one row.")
    try:
        nul = text.decode("utf-8").find("\0") >= 0
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise DataError(
            "not-utf-8",
            f"The file is not UTF-8 text: line {line} holds the byte 0x{text[error.start]:02X}; "
            "save it again as CSV UTF-8.",
        ) from None
    if nul:
        line = text.count(b"\n", 0, text.find(b"\0")) + 1
        raise DataError("not-text", f"The file is not text: line {line} holds a zero byte; export it as CSV (UTF-8).")
    return text


def _delimiter(text: bytes) -> str:
    sample = text[:SAMPLE_BYTES]
    if len(text) > SAMPLE_BYTES:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    lines = sample.decode("utf-8", "replace").splitlines(keepends=True)
    sniffed = sniff_delimiter(sample)
    best, best_score = ",", (0.0, 0, False)
    for candidate in dict.fromkeys((*DELIMITERS, *([sniffed] if sniffed else []))):
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=candidate) if row)
        width, rows = widths.most_common(1)[0] if widths else (1, 0)
        score = (rows / max(1, widths.total()) if width > 1 else 0.0, candidate == sniffed, width)
        if score > best_score:
            best, best_score = candidate, score
    return best


def _cells(text: bytes, delimiter: str) -> tuple[list[str], range | list[int], pd.DataFrame]:
    if b'"' in text or b"\r" in text.replace(b"\r\n", b"") or b"\n\n" in text.replace(b"\r\n", b"\n").rstrip():
        return _cells_of_any(text, delimiter)
    first = text.split(b"\n", 1)[0].decode().rstrip("\r").split(delimiter)
    n_lines = text.count(b"\n") + (not text.endswith(b"\n"))
    _check_size(n_lines - 1, len(first))
    keys = [str(position) for position in range(len(first))]
    try:
        table = pa.csv.read_csv(
            pa.BufferReader(text),
            read_options=pa.csv.ReadOptions(column_names=keys, skip_rows=1),
            parse_options=pa.csv.ParseOptions(delimiter=delimiter, quote_char=False),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(keys, pa.large_string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return _cells_of_any(text, delimiter)
    if table.num_rows != n_lines - 1:
        return _cells_of_any(text, delimiter)
    cells = table.to_pandas()
    cells.columns = pd.Index(first, dtype=object)
    return first, range(2, n_lines + 1), cells


def _cells_of_any(text: bytes, delimiter: str) -> tuple[list[str], list[int], pd.DataFrame]:
    header: list[str] | None = None
    rows, lines = [], []
    reader = csv.reader(io.StringIO(text.decode(), newline=""), delimiter=delimiter, strict=True)
    end = 0
    try:
        for row in reader:
            start, end = end + 1, reader.line_num
            if not row:
                continue
            if header is None:
                header = row
            elif len(row) != len(header):
                raise DataError(
                    "ragged-row",
                    f"Line {start} has {len(row)} fields and the header has {len(header)}: "
                    "each row needs one field for each column.",
                )
            else:
                rows.append(row)
                lines.append(start)
    except csv.Error as error:
        raise DataError(
            "malformed-row", f"The row that begins on line {end + 1} cannot be taken apart ({error}): check its quotes."
        ) from None
    assert header is not None  # noqa: S101 the text is not blank
    _check_size(len(rows), len(header))
    cells = pd.DataFrame(rows, columns=pd.Index(header, dtype=object), dtype="str")
    return header, lines, cells


def _check_size(n_rows: int, n_columns: int) -> None:
    if n_columns > MAX_COLUMNS:
        raise DataError("too-many-columns", f"The file has {n_columns:,} columns and the limit is {MAX_COLUMNS:,}.")
    if n_rows < 1:
        raise DataError("header-only", "The file has column names but no row below them: add at least one row.")
    if n_rows > MAX_ROWS:
        raise DataError("too-many-rows", f"The file has {n_rows:,} rows and the limit is {MAX_ROWS:,}.")


def _check_names(names: list[str]) -> None:
    for position, name in enumerate(names, 1):
        if not name.strip():
            raise DataError(
                "empty-column-name", f"Column {position} has no name: write one in the first line of the file."
            )
    name, count = Counter(names).most_common(1)[0]
    if count > 1:
        raise DataError(
            "duplicate-column-name", f"{count} columns are called {shortened(name)}: give each column its own name."
        )


def _notes(delimiter: str) -> tuple[Note, ...]:
    if delimiter == ",":
        return ()
    return (Note(f"The fields are separated by {NAMES.get(delimiter, shortened(delimiter))}."),)
