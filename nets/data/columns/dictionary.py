"""Columns of texts: where few of many are different, each cell is one byte instead of a text."""

from collections.abc import Callable, Iterable

import pyarrow as pa
import pyarrow.compute as pc

MOST_DIFFERENT = 256  # texts of a column, for each to have a number of one byte
PROBE = 1024  # rows
MOST_PLAIN = 10_000  # rows of a table whose columns are not packed


def packed(batches: Iterable[pa.RecordBatch], width: int) -> list[pa.ChunkedArray]:
    """The `width` columns that these pieces make, packed as far as that makes them smaller."""
    columns = [Packing() for _ in range(width)]
    for batch in batches:
        for column, texts in zip(columns, batch.columns, strict=True):
            column.add(texts)
    return [column.packed() for column in columns]


class Packing:
    """One column that is packed piece by piece, until it has too many different texts."""

    __slots__ = ("_cells", "_numbers", "_pieces")

    def __init__(self) -> None:
        self._numbers: dict[str, int] | None = {}
        self._cells = bytearray()
        self._pieces: list[pa.Array] = []

    def add(self, texts: pa.StringArray) -> None:
        """The next piece."""
        if self._numbers is not None and not self._has_numbered(texts):
            self._pieces = [self._packed().dictionary_decode()] if self._cells else []
            self._numbers, self._cells = None, bytearray()
        if self._numbers is None:
            self._pieces.append(texts)

    def packed(self) -> pa.ChunkedArray:
        """All pieces, which are then let go here."""
        if self._numbers is not None:
            return pa.chunked_array([self._packed()])
        pieces, self._pieces = self._pieces, []
        if sum(map(len, pieces)) < PROBE:  # of few rows each piece is more of a frame than of texts
            pieces = [pa.concat_arrays(pieces)] if pieces else []
        return pa.chunked_array(pieces, pa.string())

    def _has_numbered(self, texts: pa.StringArray) -> bool:
        """Whether the texts, too, have numbers; if so they are among the cells."""
        if len(texts) > PROBE and len(pc.unique(texts[:PROBE])) > MOST_DIFFERENT:
            return False
        encoded = pc.dictionary_encode(texts)
        if len(encoded.dictionary) > min(MOST_DIFFERENT, len(texts) // 4):
            return False
        numbers = [self._numbers.setdefault(text, len(self._numbers)) for text in encoded.dictionary.to_pylist()]
        if len(self._numbers) > MOST_DIFFERENT:
            return False
        own = encoded.indices.cast(pa.uint8()).to_numpy().tobytes()
        self._cells += own.translate(bytes(numbers).ljust(256, b"\0"))
        return True

    def _packed(self) -> pa.DictionaryArray:
        cells = pa.Array.from_buffers(pa.uint8(), len(self._cells), [None, pa.py_buffer(self._cells)])
        return pa.DictionaryArray.from_arrays(cells, pa.array(self._numbers, pa.string()))


def unpacked(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The same texts, each of its own."""
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def for_table(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column as a table has it: packed only where that saves much, so that a table to be edited is plain texts."""
    return column if len(column) > MOST_PLAIN else unpacked(column)


def changed(column: pa.ChunkedArray, change: Callable[[pa.Array], pa.Array]) -> pa.ChunkedArray:
    """The column with each text changed, one that is packed by its different texts."""
    if not pa.types.is_dictionary(column.type):
        return pa.chunked_array([change(piece) for piece in column.chunks], column.type)
    pieces = [pa.DictionaryArray.from_arrays(piece.indices, change(piece.dictionary)) for piece in column.chunks]
    return pa.chunked_array(pieces, column.type)
