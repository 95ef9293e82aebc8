"""Columns of texts while a table is read: where few are different, each cell is one byte instead of a text."""

from collections.abc import Callable, Iterable

import pyarrow as pa
import pyarrow.compute as pc

MOST_DIFFERENT = 256  # texts in one piece of a column, for each to have a number of one byte
LEAST_ROWS = 128  # in a piece, for a list of its different texts to be worth the room
PROBE = 1024  # rows


def packed(batches: Iterable[pa.RecordBatch], width: int) -> pa.Table:
    """The table of `width` columns that these pieces make, its columns packed as far as that makes them smaller."""
    columns = [Packing() for _ in range(width)]
    for batch in batches:
        for column, texts in zip(columns, batch.columns, strict=True):
            column.add(texts)
    return pa.table({str(place): column.packed() for place, column in enumerate(columns)})


class Packing:
    """One column that is packed piece by piece, until one has too many different texts."""

    def __init__(self) -> None:
        self._pieces: list[pa.Array] = []
        self._type = pa.dictionary(pa.uint8(), pa.string())

    def add(self, texts: pa.StringArray) -> None:
        """The next piece."""
        if self._type != pa.string():
            numbered = _numbered(texts)
            if numbered is not None:
                self._pieces.append(numbered)
                return
            self._type = pa.string()
            for place, piece in enumerate(self._pieces):
                self._pieces[place] = piece.dictionary_decode()
        self._pieces.append(texts)

    def packed(self) -> pa.ChunkedArray:
        """All pieces, which are then let go here."""
        pieces, self._pieces = self._pieces, []
        return pa.chunked_array(pieces, self._type)


def _numbered(texts: pa.StringArray) -> pa.DictionaryArray | None:
    if len(texts) < LEAST_ROWS or len(pc.unique(texts[:PROBE])) > MOST_DIFFERENT:
        return None
    numbered = pc.dictionary_encode(texts)
    if len(numbered.dictionary) > MOST_DIFFERENT:
        return None
    return pa.DictionaryArray.from_arrays(numbered.indices.cast(pa.uint8()), numbered.dictionary)


def unpacked(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The same texts, each of its own."""
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def changed(column: pa.ChunkedArray, change: Callable[[pa.Array], pa.Array]) -> pa.ChunkedArray:
    """The column with each text changed, one that is packed by its different texts."""
    if not pa.types.is_dictionary(column.type):
        return pa.chunked_array([change(piece) for piece in column.chunks], column.type)
    pieces = [pa.DictionaryArray.from_arrays(piece.indices, change(piece.dictionary)) for piece in column.chunks]
    return pa.chunked_array(pieces, column.type)
