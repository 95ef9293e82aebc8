"""A fast path for columns whose numbers are all written plainly: read at once and not text by text."""

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from nets.data.columns.numeric import Values, narrow
from nets.data.table import as_texts

FEW = 64  # rows; asking pyarrow about so few takes longer than looking at them
PLAIN = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
COMMA_OR_EMPTY = r"^(-?(\d+(,\d+)?|,\d+))?$"
SURE_COMMA = r",(\d{1,2}|\d{4,})$"


def plain_numbers(cells: pd.Series) -> Values | None:
    """The numbers of a column in which every cell is empty or a plain number, else None."""
    if len(cells) <= FEW:
        return _values(_few_plain_numbers([text.strip() for text in as_texts(cells).tolist()]))
    whole = pa.array(cells.array)
    if not pa.types.is_dictionary(whole.type):
        return _values(_many_numbers(whole))
    return _packed_numbers(whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole)


def numbers_with_commas(cells: pd.Series) -> Values | None:
    """The numbers of a column in which every cell is empty, a whole number or one with a comma, which in some cannot
    set thousands apart; else None. `parse_numbers` gives the same of them, taking longer and more memory."""
    if len(cells) <= FEW or not _are_all(cells[:FEW], COMMA_OR_EMPTY) or not _are_all(cells, COMMA_OR_EMPTY):
        return None
    if not has(cells, SURE_COMMA):
        return None
    return _values(_many_numbers(pc.replace_substring(pa.array(as_texts(cells).array), ",", ".")))


def has(cells: pd.Series, pattern: str) -> bool:
    """Whether the pattern is found in any text."""
    return bool(pc.any(pc.match_substring_regex(_different(cells), pattern)).as_py())


def has_comma(cells: pd.Series) -> bool:
    """Whether there is a comma in any text: without a pattern that takes half the time."""
    return bool(pc.any(pc.match_substring(_different(cells), ",")).as_py())


def _are_all(cells: pd.Series, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(_different(cells), pattern)).as_py())


def _different(cells: pd.Series) -> pa.Array | pa.ChunkedArray:
    """The texts of a column, of one that is packed each once."""
    whole = pa.array(cells.array)
    if not pa.types.is_dictionary(whole.type):
        return whole
    packed = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
    return packed.dictionary.take(packed.indices.unique())


def _values(numbers: np.ndarray | None) -> Values | None:
    return None if numbers is None else Values(narrow(numbers))


def _packed_numbers(packed: pa.DictionaryArray) -> Values | None:
    """The same of a column that is packed, whose different texts alone are looked at."""
    used = packed.indices.unique()
    numbers = _many_numbers(packed.dictionary.take(used))
    if numbers is None:
        return None
    different = np.full(len(packed.dictionary), np.nan)
    different[used.to_numpy()] = numbers
    return Values(different, packed.indices.to_numpy())


def _many_numbers(whole: pa.Array | pa.ChunkedArray) -> np.ndarray | None:
    try:
        numbers = pc.cast(whole, pa.float64())
    except pa.ArrowInvalid:
        numbers = _trimmed_numbers(whole)
    if numbers is None:
        return None
    values = np.asarray(numbers.to_numpy(zero_copy_only=False), dtype=float)
    return values if np.isfinite(values).sum() + numbers.null_count == len(values) else None


def _trimmed_numbers(whole: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray | None:
    """The numbers of texts that may be empty, or have blanks around them."""
    trimmed = pc.utf8_trim_whitespace(whole)
    try:
        return pc.cast(pc.if_else(pc.equal(pc.binary_length(trimmed), 0), None, trimmed), pa.float64())
    except pa.ArrowInvalid:
        return None


def _few_plain_numbers(texts: list[str]) -> np.ndarray | None:
    if any(text and not PLAIN.fullmatch(text) for text in texts):
        return None
    values = np.array([float(text) if text else np.nan for text in texts])
    return None if np.isinf(values).any() else values
