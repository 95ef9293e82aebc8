"""How many texts of a column differ, and which are the most frequent.

Those of a long one are counted part by part: all at once that takes several times their length of memory.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

AT_ONCE = 2**16  # rows
PARTS = 16  # of a longer column
LOOKED_AT = (1, 4, 7)  # bytes from a text's end: the last digits of an hour, a minute and a second differ, too


def n_distinct(cells: pd.Series) -> int:
    """How many texts of a column differ, packed or not."""
    whole = _arrow(cells)
    if pa.types.is_dictionary(whole.type):
        return len(whole.combine_chunks().indices.unique())
    return sum(pc.count_distinct(part).as_py() for part in _parts(whole))


def most_frequent(texts: pd.Series, n: int) -> list[tuple[str, int]]:
    """The n most frequent texts with their counts, falling; of two as frequent first the one that is met first."""
    whole = _arrow(texts)
    found: list[tuple[str, int]] = []
    for part in _parts(whole):
        counts = part.value_counts()
        counted = counts.field("counts").to_numpy()
        top = np.argsort(-counted, kind="stable")[:n]
        found += zip(counts.field("values").take(pa.array(top)).to_pylist(), counted[top].tolist(), strict=True)
    if len(whole) > AT_ONCE:
        found.sort(key=lambda each: (-each[1], pc.index(whole, each[0]).as_py()))
    return found[:n]


def _arrow(texts: pd.Series) -> pa.ChunkedArray:
    whole = pa.array(texts.array)
    return whole if isinstance(whole, pa.ChunkedArray) else pa.chunked_array([whole])


def _parts(whole: pa.ChunkedArray) -> Iterator[pa.ChunkedArray]:
    """The texts in parts, all that are the same in one."""
    if len(whole) <= AT_ONCE:
        yield whole
        return
    pieces = (chunk.slice(begin, AT_ONCE) for chunk in whole.chunks for begin in range(0, len(chunk), AT_ONCE))
    places = np.concatenate([_places(piece) for piece in pieces])
    for part in range(PARTS):
        yield whole.filter(pa.array(places == part))


def _places(texts: pa.StringArray) -> np.ndarray:
    """The part of each text, (n,), by some of its last bytes."""
    _, offsets, content = texts.buffers()
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    found = np.diff(ends) % PARTS
    for place in LOOKED_AT:
        there = np.flatnonzero(ends[:-1] + place <= ends[1:])
        found[there] += np.frombuffer(content, np.uint8)[ends[1:][there] - place]
    return (found % PARTS).astype(np.uint8)
