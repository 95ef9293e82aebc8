"""What a table in another shape keeps of the one it was made of."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from nets.data.table import Note, Table, cells_of


def changed_table(
    table: Table, columns: Mapping[str, pa.Array], lines: Sequence[int] | np.ndarray | None, sentence: str
) -> Table:
    """The table with these columns of texts in place of its own, rows from these lines, and a note on how."""
    digest = hashlib.sha256(f"{table.sha256} {sentence} {list(columns)!r}".encode("utf-8", "surrogatepass"))
    cells = cells_of([pa.chunked_array([texts]) for texts in columns.values()], list(columns))
    return replace(table, cells=cells, lines=lines, sha256=digest.hexdigest(), notes=(*table.notes, Note(sentence)))


def texts_of(table: Table, column: str) -> pa.Array:
    """The texts of a column in one piece."""
    whole = pa.array(table.texts(column).array)
    return whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or with the lowest number behind it that is not taken."""
    if name not in taken:
        return name
    return next(other for k in range(2, len(taken) + 3) if (other := f"{name} ({k})") not in taken)
