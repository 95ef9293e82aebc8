"""A text in any dialect rewritten in one: fields separated by a single character, quotes by the rules, lines kept."""

import csv
import io
from collections import Counter
from dataclasses import dataclass

import numpy as np

from nets.data.csv.dialect import Dialect, Dialected, sample_of
from nets.data.csv.layout.whitespace import single_blanks
from nets.data.csv.parsed_table import Facts
from nets.data.csv.quotes.escapes import has_bare_doubled_quotes, quoted_instead, unescaped_quotes
from nets.data.csv.quotes.repair import RepairedQuotes, repair_quotes
from nets.data.csv.quotes.scan import enclosed_newlines
from nets.data.csv.quotes.strays import without_strays
from nets.data.table import Note
from nets.errors import Code, DataError

STAND_INS = "\x1f\x1e\x1d\x1c\x01\x02"
NONE_ENCLOSED = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Normalized:
    """A text whose every field a strict parser reads: fields end with one character, quotes keep RFC 4180.

    `delimiter` is that character, `dialect.delimiter` what stood there in the file; `quote` is "" where nothing is
    quoted. `enclosed` are the offsets of the newlines inside quotes.
    """

    text: bytes
    delimiter: str
    quote: str
    enclosed: np.ndarray
    dialect: Dialect
    facts: Facts


@dataclass(frozen=True)
class Quoted:
    """A text whose quotes keep the rules, the newlines they enclose, and what was done for it."""

    text: bytes
    quote: str
    enclosed: np.ndarray
    notes: tuple[Note, ...] = ()


def normalized(found: Dialected) -> Normalized:
    """The text rewritten by the rules; each line stays on its line. Raises `DataError` where that cannot be done."""
    dialect, facts = found.dialect, found.facts
    text, quote = found.text, dialect.quote
    if dialect.backslash:
        text = unescaped_quotes(text, dialect.delimiter, quote)
        facts = facts.noting(Note(f"A backslash before a quote ({quote}) was read as part of the text."))
    elif dialect.escapes:
        text, quote = quoted_instead(text, dialect.delimiter), '"'
        sentence = "A backslash before a delimiter, a quote or the end of a line makes it part of the text."
        facts = facts.noting(Note(sentence))
    text, delimiter = _separated(text, dialect)
    if quote == "'":
        facts = facts.noting(Note("Texts are quoted with single quotes (')."))
    quoted = Quoted(text, "", NONE_ENCLOSED)
    if quote and quote.encode() in text:
        quoted = _quoted(text, delimiter, quote, guessed=facts.reading.quote is None)
    return Normalized(quoted.text, delimiter, quoted.quote, quoted.enclosed, dialect, facts.noting(*quoted.notes))


def _separated(text: bytes, dialect: Dialect) -> tuple[bytes, str]:
    """The text with its fields separated by one character, and that character."""
    delimiter = dialect.delimiter
    if dialect.separator:
        return text, dialect.separator
    if delimiter == " ":
        text = single_blanks(text, dialect.quote or '"')
    elif len(delimiter.encode()) > 1:
        stand_in = next((mark for mark in STAND_INS if mark.encode() not in text), None)
        if stand_in is None:
            raise DataError(Code.DELIMITER, f"The file cannot be separated at {delimiter}: choose another delimiter.")
        text, delimiter = text.replace(delimiter.encode(), stand_in.encode()), stand_in
    return text, delimiter


def _quoted(text: bytes, delimiter: str, quote: str, *, guessed: bool) -> Quoted:
    """The text with its quotes repaired where they break the rules."""
    enclosed = enclosed_newlines(text, delimiter=delimiter, quote=quote)
    if enclosed is not None:
        return _without_strays(text, delimiter, quote, enclosed) if guessed else Quoted(text, quote, enclosed)
    if guessed and quote == '"' and has_bare_doubled_quotes(text, delimiter):
        note = Note('No field is quoted, yet each quote (") is doubled: two were read as one.')
        return Quoted(text.replace(b'""', b'"'), "", NONE_ENCLOSED, (note,))
    try:
        repaired = repair_quotes(text, delimiter=delimiter, quote=quote, width=_usual_width(text, delimiter, quote))
    except DataError as refusal:
        if refusal.code != Code.MALFORMED_QUOTES or _opens_a_field(text, delimiter, quote):
            raise
        note = Note(f"The quotes ({quote}) do not enclose texts and were read as characters like any other.")
        return Quoted(text, "", NONE_ENCLOSED, (note,))
    enclosed = enclosed_newlines(repaired.text, delimiter=delimiter, quote=quote)
    if enclosed is None:
        raise DataError(Code.MALFORMED_QUOTES, f"The quotes ({quote}) do not match: export the file again.")
    return Quoted(repaired.text, quote, enclosed, _notes_on_quotes(repaired))


def _without_strays(text: bytes, delimiter: str, quote: str, enclosed: np.ndarray) -> Quoted:
    """The text without quotes that swallow the ends of whole rows."""
    if not len(enclosed):
        return Quoted(text, quote, enclosed)
    width = _usual_width(text, delimiter, quote)
    repaired, lines = without_strays(text, enclosed, delimiter=delimiter, quote=quote, width=width)
    again = enclosed_newlines(repaired, delimiter=delimiter, quote=quote) if lines else None
    if again is None:
        return Quoted(text, quote, enclosed)
    return Quoted(repaired, quote, again, _notes_on_quotes(RepairedQuotes(repaired, lines)))


def _notes_on_quotes(repaired: RepairedQuotes) -> tuple[Note, ...]:
    notes = []
    if count := len(repaired.repaired):
        lines = "1 line" if count == 1 else f"{count:,} lines"  # which may be comments
        sentence = f"The quotes of {lines} do not match; those out of place were kept as characters."
        notes.append(Note(sentence, repaired.repaired[:1000]))
    if repaired.had_blanks:
        notes.append(Note("Spaces between a quote and its delimiter were left out."))
    return tuple(notes)


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
