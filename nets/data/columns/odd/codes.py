"""Codes made of digits, which are no quantities: a postcode 01067, a number plate 58E5, an article number 4.56E+11."""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

LEADING_ZERO = re.compile(r"0\d{2,}")
LONG_LEADING_ZERO = re.compile(r"0\d{3,}")
DIGITS = re.compile(r"\d+")
PLATE = re.compile(r"\d{2,}[eE]\d+")  # a program would write 5.8e6
PLATE_OR_DIGITS = re.compile(r"\d+(?:[eE]\d+)?")
SHORTENED = re.compile(r"\d(?:\.\d{1,5})?E\+(?P<power>1\d)")
WITH_LETTERS = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z\d]+")
LONG_DIGITS = re.compile(r"\d{9,}")
LETTERS = re.compile(r"[A-Za-z]{1,2}")
MOST_GAPS = 0.2  # share of rows, from which on a letter beside whole numbers is no gap
SHORT = 6  # digits; in a shorter number a letter may be mistyped
FIRST_LOOK = 256  # numbers


def may_be_codes(texts: pa.Array | pa.ChunkedArray, numbers: np.ndarray) -> bool:
    """Whether numbers (n,) and their texts are worth a look at each text: they are whole, and some text begins with a 0
    or has an E. It takes little of the time that reading them took."""
    some = numbers[:FIRST_LOOK]
    some = some[np.isfinite(some)]
    if (some != np.rint(some)).any():
        return False
    chunks = texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]
    if pa.types.is_dictionary(texts.type):
        chunks = [chunk.dictionary for chunk in chunks]
    return any(_may_be_codes(chunk, trim=True) for chunk in chunks if len(chunk))


def _may_be_codes(texts: pa.StringArray, *, trim: bool = False) -> bool:
    _, offsets, content = texts.buffers()
    if content is None:
        return False
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    signs = np.frombuffer(content, np.uint8)
    written = signs[ends[0] : ends[-1]]
    if not len(written):
        return False
    first = np.take(signs, ends[:-1], mode="clip")  # of an empty text that of the next
    if (first <= ord(" ")).any():
        return _may_be_codes(pc.utf8_trim_whitespace(texts)) if trim else False
    zeros = np.flatnonzero(first == ord("0"))
    long = ends[:-1][zeros[ends[zeros + 1] - ends[zeros] > 2]]
    return bool((signs[long + 1] >= ord("0")).any() or written.max() >= ord("E"))


def code_in(texts: Iterable[str]) -> str | None:
    """The first of a column's texts that shows it to be of codes; None where all are quantities.

    Codes are whole numbers of which some begin with 0 and all have as many digits, three at least (or those with the 0
    have four at least); texts such as 58E5 beside none but digits; or the likes of 4.56E+11, as a spreadsheet shows
    numbers of twelve digits and more, with one and the same exponent or beside numbers of as many digits.
    """
    texts = [text for text in texts if text]
    return _with_zero(texts) or _plate(texts) or _shortened(texts)


def code_beside(texts: Sequence[str], others: Iterable[str]) -> str | None:
    """The first of `others` that shows whole numbers `texts` to be codes: as many characters, letters among digits, as
    316148410X among article numbers.
    """
    if not texts or len(texts[0]) < SHORT or not all(map(DIGITS.fullmatch, texts)) or len(set(map(len, texts))) > 1:
        return None
    return next((text for text in others if len(text) == len(texts[0]) and WITH_LETTERS.fullmatch(text)), None)


def letter_beside(gaps: Mapping[str, int], numbers: Mapping[str, int]) -> str | None:
    """The first of the texts taken for gaps that is a code: one or two letters in many rows beside whole numbers
    that stand in two rows each and more, as X among chromosomes. Both have the rows of each text.
    """
    n_rows = sum(numbers.values())
    if not all(map(DIGITS.fullmatch, numbers)) or n_rows < 2 * len(numbers):
        return None
    least = MOST_GAPS * (n_rows + sum(gaps.values()))
    return next((text for text, count in gaps.items() if LETTERS.fullmatch(text) and count > least), None)


def _with_zero(texts: list[str]) -> str | None:
    padded = next((text for text in texts if LEADING_ZERO.fullmatch(text)), None)
    if padded is None or not all(map(DIGITS.fullmatch, texts)):
        return None
    is_even = len(set(map(len, texts))) == 1
    return padded if is_even or all(LONG_LEADING_ZERO.fullmatch(text) for text in texts if text[0] == "0") else None


def _plate(texts: list[str]) -> str | None:
    plate = next((text for text in texts if PLATE.fullmatch(text)), None)
    return plate if plate and all(map(PLATE_OR_DIGITS.fullmatch, texts)) else None


def _shortened(texts: list[str]) -> str | None:
    found = [match for match in map(SHORTENED.fullmatch, texts) if match]
    if not found or any(len(text) < 9 for text in texts if not SHORTENED.fullmatch(text)):
        return None
    others = [text for text in texts if not SHORTENED.fullmatch(text)]
    if others:
        return found[0][0] if all(map(LONG_DIGITS.fullmatch, others)) else None
    return found[0][0] if len({match["power"] for match in found}) == 1 else None
