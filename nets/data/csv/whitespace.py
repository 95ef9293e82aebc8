"""A text whose fields stand apart by any run of blanks, rewritten with one space between them."""

import io

import numpy as np

from nets.data.csv.offsets import CR, LF, SPACE, TAB, places_of

CHUNK = 2**20


def single_blanks(text: bytes, quote: str) -> bytes:
    """Each run of blanks as one space, none at the ends of a line; blanks in quotes stay as they are."""
    data = np.frombuffer(text, dtype=np.uint8)
    quotes = places_of(data, ord(quote)) if quote else np.zeros(0, dtype=np.int32)
    quotes = quotes[: len(quotes) // 2 * 2]  # one that never closes is a character like any other
    out = io.BytesIO()
    at = 0
    while at < len(data):
        end = text.rfind(b"\n", at, at + CHUNK) + 1 or text.find(b"\n", at + CHUNK) + 1 or len(data)
        out.write(_of_lines(data[at:end], quotes, at))
        at = end
    return out.getvalue()


def _of_lines(chunk: np.ndarray, quotes: np.ndarray, at: int) -> bytes:
    """The same of whole lines, which begin at offset `at` of the text."""
    first, last = np.searchsorted(quotes, [at, at + len(chunk)])
    turns = np.zeros(len(chunk), dtype=np.int8)
    turns[quotes[first:last] - at] = 1
    inside = (np.cumsum(turns) + first) % 2 == 1
    blank = ((chunk == SPACE) | (chunk == TAB)) & ~inside
    edge = blank | (((chunk == LF) | (chunk == CR)) & ~inside)
    keep = ~(blank & np.concatenate([[True], edge[:-1]]))  # of a run the first, none where a line begins
    chunk, blank, edge = chunk[keep], blank[keep], edge[keep]
    spaced = np.where(blank, SPACE, chunk).astype(np.uint8)
    return spaced[~(blank & np.concatenate([edge[1:], [True]]))].tobytes()
