"""What a server and a reader say to each other: records, each followed by the bytes of a file or of columns."""

from collections.abc import Callable

import msgspec
import numpy as np
import pyarrow as pa

from nets.data.columns.dictionary import for_table
from nets.data.csv.parsed_table import Facts, ParsedTable, table_of
from nets.data.read_options import Reading
from nets.data.table import Table
from nets.errors import Code
from nets.processes.pipe import Pipe
from nets.processes.serialization import send

AT_ONCE = 2**20  # bytes of columns that are sent together, about


class Asked(msgspec.Struct, frozen=True, tag=True):
    """Read the bytes that follow, in this way."""

    reading: Reading


class Found(msgspec.Struct, frozen=True, tag=True):
    """All of a `Table` but its cells, which follow.

    The rows begin on the `lines` (B,) int32, or None where these are as many as `n_rows` from `first_line` on. Where
    both are None, the rows have no lines.
    """

    names: tuple[str, ...]
    facts: Facts
    n_rows: int
    first_line: int | None
    lines: np.ndarray | None


class Refused(msgspec.Struct, frozen=True, tag=True):
    """Why there is no table."""

    code: Code
    sentence: str


Answer = Found | Refused


def send_table(pipe: Pipe, tables: list[ParsedTable], free: Callable[[], None]) -> None:
    """Send the one table in the list, which is taken out of it; `free` is called as its columns are let go."""
    table = tables.pop()
    lines, columns = table.lines, table.columns
    first = int(lines[0]) if isinstance(lines, range) else None
    send(pipe, Found(table.names, table.facts, len(columns[0]), first, None if first is not None else lines))
    del table, lines
    columns.reverse()
    while columns:
        together, size = [], 0
        while columns and size < AT_ONCE:
            column = for_table(columns.pop())
            together.append(column.chunk(0) if column.num_chunks == 1 else column.combine_chunks())
            del column
            size += together[-1].nbytes
        pipe.send_bytes(_content_of(together))
        free()


def _content_of(together: list[pa.Array]) -> pa.Buffer:
    """Some columns, which are taken out of the list, in one message of its size."""
    batch = pa.RecordBatch.from_arrays(together, [str(place) for place in range(len(together))])
    together.clear()
    measure = pa.MockOutputStream()
    _write(measure, batch)
    content = pa.allocate_buffer(measure.size())
    _write(pa.FixedSizeBufferWriter(content), batch)
    return content


def _write(sink: pa.NativeFile, batch: pa.RecordBatch) -> None:
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)


def receive_table(pipe: Pipe, found: Found, *, name: str) -> Table:
    """The table of which `found` was said."""
    columns: list[pa.ChunkedArray] = []
    while len(columns) < len(found.names):
        columns += pa.ipc.open_stream(pa.py_buffer(pipe.recv_bytes())).read_all().columns
    first = found.first_line
    lines = found.lines if first is None else range(first, first + found.n_rows)
    return table_of(columns, found.names, lines=lines, facts=found.facts, name=name)
