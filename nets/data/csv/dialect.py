"""How a text separates and quotes its fields: every candidate is scored, and the best is taken."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace

from nets.data.columns.lexical import is_missing, is_typed
from nets.data.csv.encoding import Decoded
from nets.data.csv.layout.bars import between_bars
from nets.data.csv.layout.data_frame import numbers_its_rows
from nets.data.csv.layout.positions import Placed, by_position, without_row_numbers
from nets.data.csv.layout.whitespace import COMMENT, are_even, has_empty_fields, score_of_blanks, words_of
from nets.data.csv.parsed_table import Facts
from nets.data.csv.quotes.escapes import has_bare_escapes, has_escaped_quotes, unescaped_quotes
from nets.data.csv.quotes.repair import Quotes
from nets.data.csv.quotes.whole_lines import without_quotes_of_lines
from nets.data.csv.separators import SEPARATORS, UNIT, with_line_ends
from nets.data.read_options import Reading
from nets.data.table import Note, incomplete, shortened
from nets.errors import Code, DataError

SAMPLE_BYTES = 2**15
SAMPLE_ROWS = 100
USUAL = ",;\t|"
PRIOR = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 0.99, " ": 0.9, ":": 0.8}
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
ODD = ":^~§¦!#%&*@=/\\$+\x01\x02\x1c\x1d\x1e\x1f"
NO_QUOTE = "\ufdd0"  # no character of any text
ENOUGH = 0.45
SURE = 0.8
FEW = 0.6
MOST_SHOWN = 12
QUOTED = re.compile(r'"[^"]*"')
COUNT_BELOW = re.compile(r"(?<=[\r\n])[(\[]\d+ \w+[)\]]\s*$")  # as psql writes it; its blank separates no fields
TIBBLE = re.compile(rb"\s*# (?:A tibble|A data frame|A grouped_df): [\d,]+ (?:x|\xc3\x97) [\d,]+")
RULER = re.compile(rb"(?m)^[ ]*(?:-+(?:[ ]+-+)+|=+(?:[ ]+=+)+)[ ]*\r?$")
ROWS_OMITTED = re.compile(rb"(?m)^[ ]*\d+:[ ].*\n[ ]*---[ ]*\r?$")  # as R's data.table prints
ESCAPED = re.compile(rb"\\[^\w\s]|\\\t")
CLOCK = re.compile(r"(?<![\d.:])\d{1,2}:\d\d(?![\d.])")
PLUS_SIGN = re.compile(r"(?:^|[\seE])\+[\d.]")
OPENING = re.compile(rb'(?:^|[^\w"\' .!?\\(])[ \t]*"')  # where a quote may open a field, whatever separates them


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
            dialect = Dialect(" ", "", separator=placed.separator)
            return Dialected(placed.text, dialect, replace(facts, delimiter=" ").noting(note, *notes))
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
    delimiter, score = (given, 1.0) if given else _best_delimiter(sample, quote or '"')
    if not given and b"\\" in sample:
        otherwise = _best_delimiter(ESCAPED.sub(b"", sample), quote or '"')
        if otherwise[1] > score:
            delimiter, score = otherwise
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


def _single_quote(sample: bytes, delimiter: str) -> str:
    if sample.count(b"'") < 2:
        return ""
    for text in (sample, unescaped_quotes(sample, delimiter, "'")):
        if Quotes(text, delimiter.encode()[:1], b"'").all_right():
            return "'"
    return ""


def _best_delimiter(sample: bytes, quote: str) -> tuple[str, float]:
    """The mark that separates the rows best, and how well it does, from 0 to 1."""
    text = COUNT_BELOW.sub("", sample.decode("utf-8", "replace"))
    for unit, _ in SEPARATORS:  # made for this, and part of no text
        if unit in sample and are_even(_rows(text, unit.decode(), NO_QUOTE)):
            return unit.decode(), 1.0
    scores = {mark: score_of(_rows(text, mark, quote), mark) for mark in USUAL if mark in text}
    if max(scores.values(), default=0.0) < SURE and "::" in text:
        scores["::"] = score_of(_rows(text.replace("::", "\x1f"), "\x1f", quote), "::")
    words = words_of(text)
    if max(scores.values(), default=0.0) < SURE and (" " in text or "\t" in text):
        scores[" "] = score_of_blanks(words)
    elif (
        "  " in QUOTED.sub("", text) and max(scores, key=lambda mark: scores[mark]) == "\t" and _are_finer(text, quote)
    ):
        return " ", scores["\t"]
    spared = _spares_the_first_line(text, scores, quote)
    if max(scores.values(), default=0.0) < ENOUGH or spared:
        for mark in ODD + UNIT:
            if mark in text:
                scores[mark] = _score_of_odd(_rows(text, mark, quote), mark)
    if spared:
        rivals = {mark: scores[mark] for mark in ODD + UNIT if scores.get(mark, 0.0) >= ENOUGH}
        if spared != " " and are_even(words) and (score := score_of_blanks(words)):
            rivals[" "] = score
        scores = rivals or scores
    best = max(scores, key=lambda mark: scores[mark], default=",")
    if scores.get(best, 0.0) >= ENOUGH:
        return best, scores[best]
    if quote != NO_QUOTE and text.count(quote) % 2:  # one that never closes hides every line below it
        return _best_delimiter(sample, NO_QUOTE)
    return _one_column(text, quote), 0.0


def _are_finer(text: str, quote: str) -> bool:
    """Whether blanks part the fields further than tabs do, evenly, or tabs are uneven. An empty field is no blank."""
    words, rows = words_of(text), _rows(text, "\t", quote)
    is_finer = are_even(words) and len(words[0]) > len(rows[0])
    return score_of_blanks(words) > 0 and (is_finer or not are_even(rows))


def _lines(sample: bytes) -> list[str]:
    """The whole lines of a sample, which may end within one."""
    return sample.decode("utf-8", "replace").splitlines()[: -1 if len(sample) == SAMPLE_BYTES else None]


def _spares_the_first_line(text: str, scores: dict[str, float], quote: str) -> str:
    """The best mark so far if there is none in the first line, so that it may be part of the texts; else ""."""
    best = max(scores, key=lambda mark: scores[mark], default="")
    if best == "::" or scores.get(best, 0.0) < ENOUGH:
        return ""
    rows = words_of(text) if best == " " else _rows(text, best, quote)
    return best if rows and len(rows[0]) == 1 else ""


def _one_column(text: str, quote: str) -> str:
    """A delimiter that leaves a single column whole; the comma where most lines have one all the same."""
    rows = _rows(text, ",", quote)
    with_comma = sum(len(row) > 1 for row in rows)
    if with_comma < FEW * len(rows) or _is_one_column_of_decimals(rows, ","):
        return next((mark for mark in USUAL + ODD if mark not in text), ",")
    return ","


def _rows(text: str, mark: str, quote: str) -> list[list[str]]:
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, quotechar=quote or None)
    try:
        for row in reader:
            if row and not row[0].startswith(COMMENT):
                rows.append(row)
            if len(rows) >= SAMPLE_ROWS:
                break
    except csv.Error:
        pass
    return rows


def score_of(rows: list[list[str]], mark: str) -> float:
    """From 0 to 1: how far the rows agree on a number of fields, and how much like values the fields look."""
    widths = Counter(len(row) for row in rows if any(row))
    wide = [(count, width) for width, count in widths.items() if width > 1]
    if not wide:
        return 0.0
    count, width = max(wide)
    if width == 2 and _is_one_column_of_decimals(rows, mark):
        return 0.0
    agreement = count / widths.total()
    others = set(USUAL) - {mark}
    cells = [cell for row in rows if len(row) == width for cell in row[:200]]
    pure = sum(is_typed(cell) or is_missing(cell) or not others.intersection(cell) for cell in cells)
    return agreement * (0.5 + 0.5 * pure / len(cells)) * PRIOR.get(mark, 0.7)


def _is_one_column_of_decimals(rows: list[list[str]], mark: str) -> bool:
    """Whether a comma splits a single column of numbers with decimal commas: a one-field header, then digits."""
    return (
        mark == ","
        and len(rows) > 1
        and len(rows[0]) == 1
        and all(len(row) == 2 and all(cell.lstrip("+-").isdigit() for cell in row) for row in rows[1:])
    )


def _score_of_odd(rows: list[list[str]], mark: str) -> float:
    """An odd character separates fields only if it does so in the same way in every row, and is no part of values."""
    if not are_even(rows):
        return 0.0
    if len(rows[0]) == 2 and any(all(not row[side].strip() for row in rows) for side in (0, 1)):
        return 0.0
    whole = [mark.join(row) for row in rows[1:]]
    if all(map(is_typed, whole)) or (mark == ":" and all(map(CLOCK.search, whole))):
        return 0.0
    if (mark == "+" and all(map(PLUS_SIGN.search, whole))) or (mark in ":/" and all("://" in text for text in whole)):
        return 0.0
    return PRIOR.get(mark, 0.7)
