"""From the bytes of a file to a table, or a sentence on why not: one step after the other."""

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from nets.data.csv.dialect import with_dialect
from nets.data.csv.encoding import Upload, decoded
from nets.data.csv.layout.header import laid_out
from nets.data.csv.layout.names import named
from nets.data.csv.layout.warnings import noted
from nets.data.csv.normalize import normalized
from nets.data.csv.parsed_table import ParsedTable
from nets.data.csv.records import split
from nets.data.csv.rows import in_columns
from nets.data.formats.format import in_own_format
from nets.data.limits import MAX_BYTES
from nets.data.read_options import READER_DECIDES, Reading
from nets.data.table import Table
from nets.errors import Code, DataError

STEPS = (  # of delimited text; a format of its own goes another way
    with_dialect,  # Decoded -> Dialected: what separates and quotes the fields
    normalized,  # Dialected -> Normalized: one delimiter, quotes by the rules
    split,  # Normalized -> Split: where each record begins and ends
    laid_out,  # Split -> LaidOut: where the table begins, and whether it has a header
    noted,  # LaidOut -> Noted: what is said of all this; from here on there are only rows
    in_columns,  # Noted -> Columns: the rows, repaired where they do not fit
    named,  # Columns -> ParsedTable: a name for each column
)


def read(raw: bytes, *, name: str, reading: Reading | None = None, max_bytes: int = MAX_BYTES) -> Table:
    """The table in the bytes of a file called `name`, every cell as text, with a note on all that was guessed.

    What `reading` says is not guessed. Raises `DataError` where the bytes hold no table.
    """
    return parsed(raw, reading=reading, max_bytes=max_bytes).table(name)


def parsed(raw: bytes, *, reading: Reading | None = None, max_bytes: int = MAX_BYTES) -> ParsedTable:
    """The same before its cells are unpacked. What a step was given is let go of as soon as the next begins."""
    check_size(raw, max_bytes)
    sha256 = _sha256_of(raw)
    made = decoded(Upload(raw, reading or READER_DECIDES))  # the bytes as UTF-8
    del raw  # a text may be as large again: only one of the two is held after the first step
    table = None if made.facts.reading.means_delimited else in_own_format(made.text, made.facts)
    if table is not None:
        return replace(table, facts=replace(table.facts, sha256=sha256.result()))
    for step in STEPS:
        made = step(made)
    return replace(made, facts=replace(made.facts, sha256=sha256.result()))


def _sha256_of(raw: bytes) -> Future[str]:
    """The digest of a file's bytes, worked out beside the reading: of a large file it takes a good part as long."""
    beside = ThreadPoolExecutor(1)
    digest = beside.submit(lambda: hashlib.sha256(raw).hexdigest())
    beside.shutdown(wait=False)
    return digest


def check_size(raw: bytes, max_bytes: int) -> None:
    """Raises `DataError` where a file is larger than that."""
    if len(raw) > max_bytes:
        found, limit = len(raw) / 2**20, max_bytes / 2**20
        raise DataError(
            Code.TOO_LARGE, f"The file has {found:.1f} MB and the limit is {limit:.0f} MB: leave out rows or columns."
        )
