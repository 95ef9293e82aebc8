"""A table just read, its columns still packed: what a reader keeps of it until it is sent."""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from nets.data.columns.dictionary import for_table
from nets.data.read_options import Reading
from nets.data.table import Note, Table, cells_of


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a file beside its cells. Each step of the reading adds what it finds.

    `form` is what kind of file it is, "" for delimited text.
    """

    reading: Reading
    encoding: str = ""
    delimiter: str = ","
    header: bool = True
    notes: tuple[Note, ...] = ()
    sha256: str = ""
    form: str = ""

    def noting(self, *notes: Note) -> "Facts":
        """The same with more notes."""
        return replace(self, notes=(*self.notes, *notes))


@dataclass(frozen=True, eq=False)
class ParsedTable:
    """All of a `Table` but its name. `columns` are its cells, one packed column for each of `names`.

    `lines` is the line of the file each row begins on, as a range where they follow each other; None where a row has
    no line of its own.
    """

    names: tuple[str, ...]
    columns: list[pa.ChunkedArray]
    lines: range | np.ndarray | None
    facts: Facts

    def table(self, name: str) -> Table:
        """The table, called `name`."""
        columns = [for_table(column) for column in self.columns]
        return table_of(columns, self.names, lines=self.lines, facts=self.facts, name=name)


def table_of(
    columns: list[pa.ChunkedArray],
    names: tuple[str, ...],
    *,
    lines: range | np.ndarray | None,
    facts: Facts,
    name: str,
) -> Table:
    """A table of these columns, called `name`."""
    return Table(
        name=name,
        cells=cells_of(columns, names),
        encoding=facts.encoding,
        delimiter=facts.delimiter,
        header=facts.header,
        notes=facts.notes,
        sha256=facts.sha256,
        lines=lines,
        reading=facts.reading,
        form=facts.form,
    )
