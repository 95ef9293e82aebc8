"""What a server and a reader send each other: a message in MessagePack, and after it bytes or a table's columns."""

import struct
from collections.abc import Callable
from typing import BinaryIO

import msgspec
import numpy as np
import pyarrow as pa

from nets.data.columns.dictionary import for_table
from nets.data.csv.parsed_table import ParsedTable
from nets.data.read_options import Reading
from nets.data.table import Note, Table, cells_of
from nets.errors import Code

LENGTH = struct.Struct(">Q")
AT_ONCE = 2**20  # bytes of columns that are packed together, about


class Asked(msgspec.Struct, frozen=True, tag=True):
    """Read the bytes that follow, in this way."""

    reading: Reading


class Found(msgspec.Struct, frozen=True, tag=True):
    """All of a `Table` but its cells, which follow; `lines` are int32, or the first and how many where none lacks."""

    columns: tuple[str, ...]
    encoding: str
    delimiter: str
    header: bool
    notes: tuple[Note, ...]
    sha256: str
    lines: bytes | tuple[int, int]
    reading: Reading


class Refused(msgspec.Struct, frozen=True, tag=True):
    """Why there is no table."""

    code: Code
    sentence: str


Answer = Found | Refused


def put(stream: BinaryIO, content: bytes | memoryview | pa.Buffer) -> None:
    """Send some bytes."""
    stream.write(LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def get(stream: BinaryIO) -> bytes:
    """The next bytes sent. Raises `EOFError` where the other side has ended."""
    (length,) = LENGTH.unpack(_exactly(stream, LENGTH.size))
    return _exactly(stream, length)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content


def put_table(stream: BinaryIO, sheets: list[ParsedTable], free: Callable[[], None]) -> None:
    """Send the one sheet in the list, which is taken out of it; `free` is called as its columns are let go."""
    sheet = sheets.pop()
    lines = sheet.lines
    found = Found(
        columns=sheet.names,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        header=sheet.header,
        notes=sheet.notes,
        sha256=sheet.sha256,
        lines=(lines.start, len(lines)) if isinstance(lines, range) else lines.tobytes(),
        reading=sheet.reading,
    )
    put(stream, msgspec.msgpack.encode(found))
    columns = sheet.columns
    columns.reverse()
    del sheet, lines, found
    while columns:
        together, size = [], 0
        while columns and size < AT_ONCE:
            column = for_table(columns.pop())
            together.append(column.chunk(0) if column.num_chunks == 1 else column.combine_chunks())
            del column
            size += together[-1].nbytes
        _put_columns(stream, together)
        free()


def _put_columns(stream: BinaryIO, together: list[pa.Array]) -> None:
    """Send some columns, which are taken out of the list, in one message of its size."""
    batch = pa.RecordBatch.from_arrays(together, [str(place) for place in range(len(together))])
    together.clear()
    measure = pa.MockOutputStream()
    _write(measure, batch)
    content = pa.allocate_buffer(measure.size())
    _write(pa.FixedSizeBufferWriter(content), batch)
    del batch
    put(stream, content)


def _write(sink: pa.NativeFile, batch: pa.RecordBatch) -> None:
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)


def get_table(stream: BinaryIO, found: Found, *, name: str) -> Table:
    """The table of which `found` was said."""
    columns: list[pa.ChunkedArray] = []
    while len(columns) < len(found.columns):
        columns += pa.ipc.open_stream(pa.py_buffer(get(stream))).read_all().columns
    if isinstance(found.lines, bytes):
        lines = np.frombuffer(found.lines, dtype=np.int32)
    else:
        lines = range(found.lines[0], sum(found.lines))
    return Table(
        name=name,
        cells=cells_of(columns, found.columns),
        encoding=found.encoding,
        delimiter=found.delimiter,
        header=found.header,
        notes=found.notes,
        sha256=found.sha256,
        lines=lines,
        reading=found.reading,
    )
