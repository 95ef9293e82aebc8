"""How a text separates and quotes its fields: every candidate is scored, and the best is taken."""

import re
from dataclasses import dataclass, replace

from nets.data.csv.delimiter import SURE, USUAL, best_delimiter
from nets.data.csv.encoding import Decoded
from nets.data.csv.layout.bars import OF_MARKDOWN, between_bars, have_escaped_quotes, without_escapes
from nets.data.csv.layout.data_frame import numbers_its_rows
from nets.data.csv.layout.front_matter import front_matter
from nets.data.csv.layout.positions import Placed, by_position, without_row_numbers
from nets.data.csv.layout.whitespace import are_even, has_empty_fields, words_of
from nets.data.csv.parsed_table import Facts
from nets.data.csv.quotes.escapes import has_bare_escapes, has_escaped_quotes, unescaped_quotes, without_octal
from nets.data.csv.quotes.repair import Quotes
from nets.data.csv.quotes.whole_lines import without_quotes_of_lines
from nets.data.csv.separators import with_line_ends
from nets.data.read_options import Reading
from nets.data.table import Note, incomplete, shortened
from nets.errors import Code, DataError

SAMPLE_BYTES = 2**15
DELIMITERS = {
    ",": "commas",
    ";": "semicolons",
    "\t": "tabs",
    "|": "vertical bars",
    " ": "blanks",
    ":": "colons",
    "::": "pairs of colons (::)",
    "^": "carets (^)",
    "~": "tildes (~)",
}
MOST_SHOWN = 12
TIBBLE = re.compile(rb"\s*# (?:A tibble|A data frame|A grouped_df): [\d,]+ (?:x|\xc3\x97) [\d,]+")
RULER = re.compile(rb"(?m)^[ ]*(?:-+(?:[ ]+-+)+|=+(?:[ ]+=+)+)[ ]*\r?$")
ROWS_OMITTED = re.compile(rb"(?m)^[ ]*\d+:[ ].*\n[ ]*---[ ]*\r?$")  # as R's data.table prints
ESCAPED = re.compile(rb"\\[^\w\s]|\\\t")
OPENING = re.compile(rb'(?:^|[^\w"\' .!?\\(])[ \t]*"')  # where a quote may open a field, whatever separates them

OPENING_SINGLE = re.compile(rb"(?m)(?:^|[,;\t| ])'")


@dataclass(frozen=True)
class Dialect:
    """The characters that lay a text out. `delimiter` may be "::", or " " for any run of blanks.

    `separator` is what separates the fields in a text that was rewritten, or the single space of which each counts; ""
    where it is the delimiter. Backslashes stand before quotes inside quotes (`backslash`), or before delimiters and
    line ends in bare fields (`escapes`). It is `weak` where nothing separates the rows evenly.
    """

    delimiter: str
    quote: str
    backslash: bool = False
    escapes: bool = False
    separator: str = ""
    guessed: bool = True
    weak: bool = False


@dataclass(frozen=True)
class Dialected:
    """A text and the characters that lay it out."""

    text: bytes
    dialect: Dialect
    facts: Facts


def delimiter_name(delimiter: str) -> str:
    """What a delimiter is called, many of it; one without a name in quotation marks."""
    return DELIMITERS.get(delimiter) or shortened(delimiter)


def with_dialect(decoded: Decoded) -> Dialected:
    """The text with its dialect, and a note on a delimiter that is not the comma.

    Where columns stand at places or between bars, the text is rewritten. Raises `DataError` for a tibble as R shows it.
    """
    text, facts = with_line_ends(decoded.text), decoded.facts
    if facts.reading.delimiter is None and TIBBLE.match(text):
        raise DataError(
            Code.CUT_SHORT,
            'This is how R shows a tibble, its numbers cut to three digits: in R, write.csv(d, "d.csv", '
            "row.names = FALSE) saves all of it.",
        )
    if not facts.reading.verbatim and facts.reading.skip is None and (end := front_matter(text)):
        n_lines = text.count(b"\n", 0, end)
        text = b"\n" * n_lines + text[end:]  # each line stays on its line
        facts = facts.noting(Note("What is said of the table in YAML above it was left out.", (1, n_lines)))
    if not facts.reading.verbatim and (letters := without_octal(text)):
        text = letters
        facts = facts.noting(
            Note("Letters are written as the numbers of their bytes, \\303\\251 for é, and were read as letters.")
        )
    if facts.reading.delimiter is None and facts.reading.quote is None and (bare := without_quotes_of_lines(text)):
        text = bare
        facts = facts.noting(Note("Each line stands in quotes as a whole: they were left out."))
    dialect = find_dialect(text, facts.reading)
    if dialect.guessed and facts.reading.quote is None:
        if table := between_bars(text):
            dialect = Dialect("|", "", separator=table.separator)
            return Dialected(table.text, dialect, replace(facts, delimiter="|").noting(*table.notes))
        if placed := _placed(text, dialect):
            notes = [incomplete(placed.omitted, "---")] if placed.omitted else []
            if placed.omitted and not facts.reading.verbatim:
                placed, before = without_row_numbers(placed), placed
                if placed is not before:
                    notes.append(
                        Note("The numbers of the rows, each with a colon, were left out, since they jump there.")
                    )
            at = ", ".join(str(start + 1) for start, _ in placed.extents[:MOST_SHOWN])
            more = " …" if len(placed.extents) > MOST_SHOWN else ""
            note = Note(f"The columns stand at fixed places, beginning at the characters {at}{more} of each line.")
            dialect, cut = Dialect(" ", "", separator=placed.separator), placed.text
            if b"\\" in cut and have_escaped_quotes(_lines(cut[:SAMPLE_BYTES])):
                cut = without_escapes(cut.decode("utf-8", "replace")).encode()
                notes.append(OF_MARKDOWN)
            return Dialected(cut, dialect, replace(facts, delimiter=" ").noting(note, *notes))
    facts = replace(facts, delimiter=dialect.delimiter)
    if dialect.separator:
        facts = facts.noting(Note("Single blanks separate the fields: a field between two of them is empty."))
    elif (
        dialect.guessed
        and dialect.delimiter != ","
        and (dialect.delimiter == " " or dialect.delimiter.encode() in text)
    ):
        facts = facts.noting(Note(f"The fields are separated by {delimiter_name(dialect.delimiter)}."))
    return Dialected(text, dialect, facts)


def _placed(text: bytes, dialect: Dialect) -> Placed | None:
    """The text cut where its columns stand, if blanks separate them and not the characters of the dialect."""
    head = text[:SAMPLE_BYTES]
    if dialect.separator or b" " not in head or dialect.delimiter == "|":
        return None
    if b"  " in head and (dialect.weak or ROWS_OMITTED.search(head) or numbers_its_rows(_lines(head))):
        return by_position(text)
    return by_position(text, by_ruler_only=True) if RULER.search(head) else None


def sample_of(text: bytes) -> bytes:
    """The beginning of a text, whole lines where there are any."""
    if len(text) <= SAMPLE_BYTES:
        return text
    sample = text[:SAMPLE_BYTES]
    end = max(sample.rfind(b"\n"), sample.rfind(b"\r"))
    return sample[: end + 1] if end > 0 else sample


def find_dialect(text: bytes, reading: Reading) -> Dialect:
    """The dialect of a text, as far as `reading` leaves it open."""
    sample = sample_of(text)
    opens = OPENING.search(sample) is not None
    quote = reading.quote if reading.quote is not None else ('"' if opens else "")
    given = reading.delimiter or _excel_says(sample)
    delimiter, score = (given, 1.0) if given else best_delimiter(sample, quote or '"')
    if reading.quote is None and opens and (mark := _mark_of_single_quotes(sample, given)):
        opens, quote, delimiter, score = False, "'", mark, 1.0
    if not given and b"\\" in sample:
        otherwise = best_delimiter(ESCAPED.sub(b"", sample), quote or '"')
        if otherwise[1] > score:
            delimiter, score = otherwise
    if reading.quote is None and opens and delimiter in USUAL and not _opens_a_field(sample, delimiter, '"'):
        opens, quote = False, ""
    if reading.quote is None and not quote and len(delimiter) == 1:
        quote = _single_quote(sample, delimiter)
    if reading.quote is None and not quote and delimiter == " " and b'"' in sample:
        quote = '"'
    backslash = quote != "" and has_escaped_quotes(sample, delimiter, quote)
    if reading.quote is None and not quote and b'"' in text:
        quote = '"'
    escapes = reading.quote is None and not opens and has_bare_escapes(sample, delimiter)
    uneven = each = False
    if not given and (delimiter == " " or score < SURE) and b" " in sample:
        plain = (unescaped_quotes(sample, delimiter, quote) if backslash else sample).decode("utf-8", "replace")
        uneven = delimiter != " " or not are_even(words_of(plain))
        each = uneven and has_empty_fields(plain, quote)
        delimiter = " " if each else delimiter
    return Dialect(
        delimiter,
        quote,
        backslash=backslash,
        escapes=escapes,
        separator=" " if each else "",
        guessed=given is None,
        weak=uneven,
    )


def _excel_says(sample: bytes) -> str | None:
    found = re.match(rb"sep=(.)\r?\n", sample)
    return found[1].decode("latin-1") if found else None


def _mark_of_single_quotes(sample: bytes, given: str | None) -> str:
    """What separates the fields if single quotes stand around some of them, and double ones around none; else ""."""
    if not OPENING_SINGLE.search(sample):
        return ""
    mark = given or best_delimiter(sample, "'")[0]
    if len(mark) > 1 or _opens_a_field(sample, mark, '"') or not _opens_a_field(sample, mark, "'"):
        return ""
    return mark if _single_quote(sample, mark) else ""


def _opens_a_field(sample: bytes, mark: str, quote: str) -> bool:
    """Whether a quote stands at the beginning of a field."""
    return re.search(rb"(?m)(?:^|\r|" + re.escape(mark.encode()) + rb")[ \t]*" + quote.encode(), sample) is not None


def _single_quote(sample: bytes, delimiter: str) -> str:
    if sample.count(b"'") < 2:
        return ""
    for text in (sample, unescaped_quotes(sample, delimiter, "'")):
        if Quotes(text, delimiter.encode()[:1], b"'").all_right():
            return "'"
    return ""


def _lines(sample: bytes) -> list[str]:
    """The whole lines of a sample, which may end within one."""
    return sample.decode("utf-8", "replace").splitlines()[: -1 if len(sample) == SAMPLE_BYTES else None]
