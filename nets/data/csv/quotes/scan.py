"""The newlines inside quotes, where all quotes obey the rules of RFC 4180."""

import numpy as np

from nets.data.csv.offsets import CR, LF, NONE, narrow

PIECE = 2**18
ZERO, ONE, LAST = np.uint64(0), np.uint64(1), np.uint64(63)


def enclosed_newlines(text: bytes, *, delimiter: str, quote: str) -> np.ndarray | None:
    """The offsets of the newlines inside quotes; None where some quote breaks the rules or has blanks beside it.

    All is decided on one bit a byte, 64 of them at a time.
    """
    data = np.frombuffer(text, dtype=np.uint8)
    has_returns = b"\r" in text
    quote_byte, beside_bytes = quote.encode(), (ord(delimiter), ord(quote), LF, CR)
    pieces = [narrow(NONE, data)]
    is_open = False
    edge_before, closed_before = ONE, ZERO  # what is said of the last byte of the piece before: its lowest bit
    for at in range(0, len(data), PIECE):
        chunk = data[at : at + PIECE]
        if not is_open and not closed_before and text.find(quote_byte, at, at + PIECE) < 0:
            edge_before = np.uint64(int(chunk[-1]) in beside_bytes)
            continue
        if len(chunk) % 64:  # the end of the text is an edge like a newline
            chunk = np.concatenate([chunk, np.full(-len(chunk) % 64, LF, dtype=np.uint8)])
        quotes = _bits(chunk == ord(quote))
        newlines = _bits((chunk == LF) | (chunk == CR) if has_returns else chunk == LF)
        edges = newlines | _bits(chunk == ord(delimiter))
        inside = _odd(quotes, is_open)  # from an opening quote on
        beside = quotes | edges  # what may stand there
        closes = quotes & ~inside
        if (quotes & inside & ~_after(beside, edge_before)).any() or (_after(closes, closed_before) & ~beside).any():
            return None
        enclosed = newlines & inside
        if enclosed.any():
            places = np.flatnonzero(np.unpackbits(enclosed.view(np.uint8), bitorder="little"))
            pieces.append(narrow(places + at, data))
        is_open, edge_before, closed_before = bool(inside[-1] >> LAST), beside[-1] >> LAST, closes[-1] >> LAST
    return None if is_open else np.concatenate(pieces)


def _bits(marks: np.ndarray) -> np.ndarray:
    """Marks (64 N,) bool as words (N,) whose lowest bits come first."""
    return np.packbits(marks, bitorder="little").view("<u8")


def _after(bits: np.ndarray, before: np.uint64) -> np.ndarray:
    """Each bit moved to the place after its own, `before` coming to the first."""
    moved = bits << ONE
    moved[1:] |= bits[:-1] >> LAST
    moved[0] |= before
    return moved


def _odd(bits: np.ndarray, is_odd: bool) -> np.ndarray:
    """Whether an odd number of the bits is set up to each place, itself included, when `is_odd` many stood before."""
    odd = bits.copy()
    for shift in (1, 2, 4, 8, 16, 32):  # each bit becomes the exclusive or of those before it in its word, and itself
        odd ^= odd << np.uint64(shift)
    ends = odd >> LAST
    before = np.bitwise_xor.accumulate(ends) ^ ends ^ np.uint64(is_odd)
    odd ^= ZERO - before
    return odd
