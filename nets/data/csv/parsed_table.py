"""A table just read, its columns still packed: what a reader keeps of it until it is sent."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from nets.data.columns.dictionary import for_table
from nets.data.read_options import Reading
from nets.data.table import Note, Table, cells_of


@dataclass(frozen=True, eq=False)
class ParsedTable:
    """All of a `Table` but its name; `columns` are its cells, one packed column for each of `names`."""

    names: tuple[str, ...]
    columns: list[pa.ChunkedArray]
    encoding: str
    delimiter: str
    header: bool
    notes: tuple[Note, ...]
    sha256: str
    lines: range | np.ndarray
    reading: Reading

    def table(self, name: str) -> Table:
        """The table, called `name`."""
        return Table(
            name=name,
            cells=cells_of([for_table(column) for column in self.columns], self.names),
            encoding=self.encoding,
            delimiter=self.delimiter,
            header=self.header,
            notes=self.notes,
            sha256=self.sha256,
            lines=self.lines,
            reading=self.reading,
        )
