"""The distinct texts of a column, and which of them each row has."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nets.data.columns.lazy_strings import LazyStrings

SAMPLE = 2**16  # rows
MOSTLY = 0.9


def numbered(cells: pd.Series) -> tuple[np.ndarray, LazyStrings]:
    """Each row's number (B,) among the distinct texts of a column, and those texts."""
    whole = pa.array(cells.array)
    whole = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
    if not pa.types.is_dictionary(whole.type):
        encoded = pc.dictionary_encode(whole)
        kind = np.min_scalar_type(len(encoded.dictionary))
        return encoded.indices.to_numpy().astype(kind), LazyStrings(encoded.dictionary)
    codes, used = whole.indices.to_numpy(), whole.indices.unique()
    if len(used) == len(whole.dictionary):
        return codes, LazyStrings(whole.dictionary)
    number = np.zeros(len(whole.dictionary), codes.dtype)
    number[used.to_numpy()] = np.arange(len(used))
    return number[codes], LazyStrings(whole.dictionary.take(used))


def mostly_differ(cells: pd.Series) -> bool:
    """Whether so few texts of a long column recur that they are not worth finding."""
    if len(cells) <= SAMPLE:
        return False
    whole = pa.array(cells.array[:SAMPLE])
    return not pa.types.is_dictionary(whole.type) and pc.count_distinct(whole).as_py() > MOSTLY * SAMPLE
