"""A text in any dialect rewritten in one: fields separated by a single character, quotes by the rules, lines kept."""

import csv
import io
from collections import Counter
from dataclasses import dataclass

import numpy as np

from nets.data.csv.dialect import Dialect, sample_of, unescape
from nets.data.csv.quote_repair import put_right
from nets.data.csv.quote_scan import enclosed_newlines
from nets.data.csv.whitespace import single_blanks
from nets.data.table import Note
from nets.errors import Code, DataError

STAND_INS = "\x1f\x1e\x1d\x1c\x01\x02"
NONE_ENCLOSED = np.zeros(0, dtype=np.int64)
PIECE = 2**16


@dataclass(frozen=True)
class Canonical:
    """A text, the one character that separates its fields, the one that quotes them ("" for none), and the repairs.

    `enclosed` are the offsets of the newlines inside quotes.
    """

    text: bytes
    delimiter: str
    quote: str
    notes: tuple[Note, ...]
    enclosed: np.ndarray


def by_the_rules(text: bytes, dialect: Dialect) -> Canonical:
    """The text rewritten so that a strict parser reads every field; each line stays on its line."""
    delimiter, quote = dialect.delimiter, dialect.quote
    notes = []
    if delimiter == " ":
        text = single_blanks(text, '"')
    elif len(delimiter.encode()) > 1:
        stand_in = next((mark for mark in STAND_INS if mark.encode() not in text), None)
        if stand_in is None:
            raise DataError(Code.DELIMITER, f"The file cannot be separated at {delimiter}: choose another delimiter.")
        text, delimiter = text.replace(delimiter.encode(), stand_in.encode()), stand_in
    if dialect.backslash:
        text = _unescaped(text, quote)
        notes.append(Note(f"A backslash before a quote ({quote}) was read as part of the text."))
    if quote == "'":
        notes.append(Note("Texts are quoted with single quotes (')."))
    if not quote or quote.encode() not in text:
        return Canonical(text, delimiter, "", tuple(notes), NONE_ENCLOSED)
    enclosed = enclosed_newlines(text, delimiter=delimiter, quote=quote)
    if enclosed is not None:
        return Canonical(text, delimiter, quote, tuple(notes), enclosed)
    try:
        quoting = put_right(text, delimiter=delimiter, quote=quote, width=_usual_width(text, delimiter, quote))
    except DataError as refusal:
        if refusal.code != Code.MALFORMED_QUOTES or _opens_a_field(text, delimiter, quote):
            raise
        notes.append(Note(f"The quotes ({quote}) do not enclose texts and were read as characters like any other."))
        return Canonical(text, delimiter, "", tuple(notes), NONE_ENCLOSED)
    if quoting.repaired:
        count = len(quoting.repaired)
        rows = "1 row does" if count == 1 else f"{count:,} rows do"
        notes.append(
            Note(
                f"The quotes of {rows} not match; those out of place were kept as characters.", quoting.repaired[:1000]
            )
        )
    if quoting.had_blanks:
        notes.append(Note("Spaces between a quote and its delimiter were left out."))
    enclosed = enclosed_newlines(quoting.text, delimiter=delimiter, quote=quote)
    if enclosed is None:
        raise DataError(Code.MALFORMED_QUOTES, f"The quotes ({quote}) do not match: export the file again.")
    return Canonical(quoting.text, delimiter, quote, tuple(notes), enclosed)


def _unescaped(text: bytes, quote: str) -> bytes:
    """What `unescape` makes of a text, of some lines at a time."""
    out = io.BytesIO()
    at = 0
    while at < len(text):
        end = text.find(b"\n", at + PIECE) + 1 or len(text)
        out.write(unescape(text[at:end], quote))
        at = end
    return out.getvalue()


def _usual_width(text: bytes, delimiter: str, quote: str) -> int:
    lines = io.StringIO(sample_of(text).decode("utf-8", "replace"), newline="")
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter, quotechar=quote) if row)
    except csv.Error:
        return 1
    return widths.most_common(1)[0][0] if widths else 1


def _opens_a_field(text: bytes, delimiter: str, quote: str) -> bool:
    edges = (delimiter.encode(), b"\n", b"\r")
    q = quote.encode()
    return text.startswith(q) or any(edge + q in text for edge in edges)
