"""The cells of a table as three arrays: the texts, the length of each, and the codes of packed columns."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nets.data.limits import MAX_COLUMNS, MAX_ROWS
from nets.data.table import cells_of
from nets.saved.arrays import Unpacking, damaged
from nets.saved.document import SavedCells

MOST_TEXT = 64 * 2**20  # bytes; a table of the largest file has a third of it


def saved_cells(cells: pd.DataFrame, put: Callable[[np.ndarray], str]) -> SavedCells:
    """The cells of a table, their arrays put beside the document."""
    columns = [_whole(cells.iloc[:, place]) for place in range(cells.shape[1])]
    plain = [column.dictionary if _is_packed(column) else column for column in columns]
    codes = [np.asarray(column.indices, np.uint8) for column in columns if _is_packed(column)]
    lengths = np.concatenate([pc.binary_length(column).to_numpy(zero_copy_only=False) for column in plain])
    return SavedCells(
        names=tuple(map(str, cells.columns)),
        n_rows=len(cells),
        n_texts=tuple(map(len, plain)),
        is_packed=tuple(map(_is_packed, columns)),
        texts=put(np.concatenate([_texts(column) for column in plain])),
        lengths=put(lengths.astype(np.min_scalar_type(int(lengths.max(initial=0))))),
        codes=put(np.concatenate(codes)) if codes else None,
    )


def opened_cells(saved: SavedCells, unpacking: Unpacking) -> pd.DataFrame:
    """The cells again. Raises `DataError` where the arrays are not those of a table within its bounds."""
    texts = unpacking.array(saved.texts, kinds="u", n_dims=1)
    lengths = unpacking.array(saved.lengths, kinds="u", n_dims=1).astype(np.int64)
    n_columns, n_packed = len(saved.names), sum(saved.is_packed)
    codes = unpacking.array(saved.codes, kinds="u", n_dims=1) if saved.codes else np.zeros(0, np.uint8)
    is_whole = (
        0 < saved.n_rows <= MAX_ROWS
        and 0 < n_columns <= MAX_COLUMNS
        and len(set(saved.names)) == len(saved.n_texts) == len(saved.is_packed) == n_columns
        and all(n == saved.n_rows or packed for n, packed in zip(saved.n_texts, saved.is_packed, strict=True))
        and min(saved.n_texts) > 0
        and sum(saved.n_texts) == len(lengths)
        and texts.dtype == codes.dtype == np.uint8
        and int(lengths.sum()) == len(texts) <= MOST_TEXT
        and len(codes) == n_packed * saved.n_rows
    )
    if not is_whole:
        raise damaged()
    ends, columns = np.concatenate([[0], np.cumsum(lengths)]), []
    begin, codes_of = 0, iter(codes.reshape(n_packed, saved.n_rows))
    for n_texts, is_packed in zip(saved.n_texts, saved.is_packed, strict=True):
        column = _strings(texts, ends[begin : begin + n_texts + 1])
        columns.append(pa.chunked_array([_packed(next(codes_of), column) if is_packed else column]))
        begin += n_texts
    return cells_of(columns, saved.names)


def _whole(column: pd.Series) -> pa.Array:
    found = pa.Array.from_pandas(column)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _is_packed(column: pa.Array) -> bool:
    return pa.types.is_dictionary(column.type)


def _texts(column: pa.Array) -> np.ndarray:
    """The UTF-8 of all texts, one after the other."""
    column = pa.concat_arrays([column])
    ends = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
    content = column.buffers()[2]
    return np.frombuffer(content, np.uint8)[ends[0] : ends[-1]] if content is not None else np.zeros(0, np.uint8)


def _strings(texts: np.ndarray, ends: np.ndarray) -> pa.Array:
    offsets = (ends - ends[0]).astype(np.int32)
    content = np.ascontiguousarray(texts[ends[0] : ends[-1]])
    column = pa.StringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(content))
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        raise damaged() from None
    return column


def _packed(codes: np.ndarray, column: pa.Array) -> pa.Array:
    if int(codes.max()) >= len(column):
        raise damaged()
    return pa.DictionaryArray.from_arrays(pa.array(codes), column)
