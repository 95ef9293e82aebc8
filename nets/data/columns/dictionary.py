"""Dictionary encoding: a column with few different texts has one byte a cell, its place among those texts."""

from collections.abc import Callable, Iterable

import pyarrow as pa
import pyarrow.compute as pc

MOST_DIFFERENT = 255  # texts of a column, for each to have a number of one byte; pyarrow unifies no more
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

    __slots__ = ("_is_packed", "_pieces")

    def __init__(self) -> None:
        self._is_packed = True
        self._pieces: list[pa.Array] = []

    def add(self, texts: pa.StringArray) -> None:
        """The next piece."""
        piece = _encoded(texts) if self._is_packed else texts
        if piece is None:
            self._unpack()
            piece = texts
        self._pieces.append(piece)

    def packed(self) -> pa.ChunkedArray:
        """All pieces, which are then let go here."""
        if self._is_packed and self._pieces:
            try:
                return pa.chunked_array([pa.chunked_array(self._pieces).unify_dictionaries().combine_chunks()])
            except pa.ArrowInvalid:  # all pieces together have too many
                self._unpack()
        pieces, self._pieces = self._pieces, []
        if sum(map(len, pieces)) < PROBE:  # of few rows each piece is more of a frame than of texts
            pieces = [pa.concat_arrays(pieces)] if pieces else []
        return pa.chunked_array(pieces, pa.string())

    def _unpack(self) -> None:
        self._pieces, self._is_packed = [piece.dictionary_decode() for piece in self._pieces], False


def _encoded(texts: pa.StringArray) -> pa.DictionaryArray | None:
    """The texts by numbers of one byte each; None where too many differ."""
    if len(texts) > PROBE and len(pc.unique(texts[:PROBE])) > MOST_DIFFERENT:
        return None
    encoded = texts.dictionary_encode()
    if len(encoded.dictionary) > min(MOST_DIFFERENT, len(texts) // 4):
        return None
    return pa.DictionaryArray.from_arrays(encoded.indices.cast(pa.uint8(), safe=False), encoded.dictionary, safe=False)


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
