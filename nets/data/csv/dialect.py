"""How a text separates and quotes its fields: every candidate is scored, and the best is taken."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace

from nets.data.columns.lexical import DATE, TIME, is_missing, is_typed
from nets.data.csv.encoding import Decoded
from nets.data.csv.parsed_table import Facts
from nets.data.csv.quotes.repair import Quotes
from nets.data.read_options import Reading
from nets.data.table import Note, shortened

SAMPLE_BYTES = 2**15
SAMPLE_ROWS = 100
COMMENT = ("#", "%", "//")
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
FEW = 0.6
EVEN = 4
CLOCK = re.compile(r"\d:\d\d")
PLUS_SIGN = re.compile(r"(?:^|[\seE])\+[\d.]")
OPENING = re.compile(rb'(?:^|[^\w"\' .!?])[ \t]*"')  # where a quote may open a field, whatever separates them
SPLIT_WORDS = re.compile(r'"(?:[^"]|"")*"|\S+')


@dataclass(frozen=True)
class Dialect:
    """The characters that lay a text out. `delimiter` may be "::", or " " for any run of blanks."""

    delimiter: str
    quote: str
    backslash: bool = False
    guessed: bool = True


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
    """The text with its dialect, and a note on a delimiter that is not the comma."""
    dialect = find_dialect(decoded.text, decoded.facts.reading)
    facts = replace(decoded.facts, delimiter=dialect.delimiter)
    if dialect.guessed and dialect.delimiter != ",":
        facts = facts.noting(Note(f"The fields are separated by {delimiter_name(dialect.delimiter)}."))
    return Dialected(decoded.text, dialect, facts)


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
    quote = reading.quote if reading.quote is not None else ('"' if OPENING.search(sample) else "")
    given = reading.delimiter or _excel_says(sample)
    delimiter = given or _best_delimiter(sample, quote or '"')
    if reading.quote is None and not quote and len(delimiter) == 1:
        quote = _single_quote(sample, delimiter)
    backslash = quote != "" and _escapes_with_backslash(sample, delimiter, quote)
    if reading.quote is None and not quote and b'"' in text:
        quote = '"'
    return Dialect(delimiter, quote, backslash, guessed=given is None)


def _excel_says(sample: bytes) -> str | None:
    found = re.match(rb"sep=(.)\r?\n", sample)
    return found[1].decode("latin-1") if found else None


def _single_quote(sample: bytes, delimiter: str) -> str:
    if sample.count(b"'") < 2:
        return ""
    quotes = Quotes(sample, delimiter.encode()[:1], b"'")
    return "'" if quotes.all_right() else ""


def _escapes_with_backslash(sample: bytes, delimiter: str, quote: str) -> bool:
    if b"\\" + quote.encode() not in sample:
        return False
    first = delimiter.encode()[:1]
    as_it_is = Quotes(sample, first, quote.encode())
    unescaped = Quotes(unescape(sample, quote), first, quote.encode())
    return not as_it_is.all_right() and len(unescaped.wrong[0]) < len(as_it_is.wrong[0]) + 1


def unescape(text: bytes, quote: str) -> bytes:
    """The text with quotes doubled where a backslash stood before them."""
    q = quote.encode()
    return re.sub(rb"\\(\\|" + re.escape(q) + rb")", lambda found: q + q if found[1] == q else b"\\", text)


def _best_delimiter(sample: bytes, quote: str) -> str:
    text = sample.decode("utf-8", "replace")
    scores = {mark: score_of(_rows(text, mark, quote), mark) for mark in USUAL if mark in text}
    if max(scores.values(), default=0.0) < 0.8 and "::" in text:
        scores["::"] = score_of(_rows(text.replace("::", "\x1f"), "\x1f", quote), "::")
    words = _words(text)
    if max(scores.values(), default=0.0) < 0.8 and (" " in text or "\t" in text):
        scores[" "] = _score_of_blanks(words)
    elif "  " in text and max(scores, key=lambda mark: scores[mark]) == "\t" and _score_of_blanks(words):
        return " "
    spared = _spares_the_first_line(text, scores, quote)
    if max(scores.values(), default=0.0) < ENOUGH or spared:
        for mark in ODD:
            if mark in text:
                scores[mark] = _score_of_odd(_rows(text, mark, quote), mark)
    if spared:
        rivals = {mark: scores[mark] for mark in ODD if scores.get(mark, 0.0) >= ENOUGH}
        if spared != " " and _are_even(words) and (score := _score_of_blanks(words)):
            rivals[" "] = score
        scores = rivals or scores
    best = max(scores, key=lambda mark: scores[mark], default=",")
    if scores.get(best, 0.0) >= ENOUGH:
        return best
    if quote != NO_QUOTE and text.count(quote) % 2:  # one that never closes hides every line below it
        return _best_delimiter(sample, NO_QUOTE)
    return _one_column(text, quote)


def _spares_the_first_line(text: str, scores: dict[str, float], quote: str) -> str:
    """The best mark so far if there is none in the first line, so that it may be part of the texts; else ""."""
    best = max(scores, key=lambda mark: scores[mark], default="")
    if best == "::" or scores.get(best, 0.0) < ENOUGH:
        return ""
    rows = _words(text) if best == " " else _rows(text, best, quote)
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


def _words(text: str) -> list[list[str]]:
    """The lines cut at their blanks, comments left out."""
    rows = [SPLIT_WORDS.findall(line) for line in io.StringIO(text, newline="")][:SAMPLE_ROWS]
    return [[word.strip('"') for word in row] for row in rows if row and not row[0].startswith(COMMENT)]


def _are_even(rows: list[list[str]]) -> bool:
    """Whether every row has as many fields as the first, and more than one; as no rows of sentences would have."""
    return len(rows) > 1 and len(rows[0]) > 1 and {len(row) for row in rows} == {len(rows[0])}


def _has_numbers_below_a_name(rows: list[list[str]]) -> bool:
    """Whether some field is a number in every row but the first."""
    return len(rows) > EVEN and any(
        not is_typed(name) and all(is_typed(row[position]) for row in rows[1:]) for position, name in enumerate(rows[0])
    )


def _score_of_blanks(rows: list[list[str]]) -> float:
    body = rows[1:] if len(rows) > 1 else rows
    widths = Counter(map(len, body))
    if not widths:
        return 0.0
    width, count = widths.most_common(1)[0]
    cells = [cell for row in body if len(row) == width for cell in row]
    typed = sum(is_typed(cell) or cell == "NA" or (is_missing(cell) and cell in "?-.") for cell in cells)
    are_dates = width == 2 and all(DATE.fullmatch(row[0]) and TIME.fullmatch(row[1]) for row in body if len(row) == 2)
    is_even = _are_even(rows) and (width >= EVEN or _has_numbers_below_a_name(rows))
    if width < 2 or count < 0.9 * len(body) or (typed < 0.5 * len(cells) and not (is_even and typed)) or are_dates:
        return 0.0
    return count / len(body) * PRIOR[" "]


def _score_of_odd(rows: list[list[str]], mark: str) -> float:
    """An odd character separates fields only if it does so in the same way in every row, and is no part of values."""
    if not _are_even(rows):
        return 0.0
    if len(rows[0]) == 2 and any(all(not row[side].strip() for row in rows) for side in (0, 1)):
        return 0.0
    whole = [mark.join(row) for row in rows[1:]]
    if all(map(is_typed, whole)) or (mark == ":" and all(map(CLOCK.search, whole))):
        return 0.0
    if (mark == "+" and all(map(PLUS_SIGN.search, whole))) or (mark in ":/" and all("://" in text for text in whole)):
        return 0.0
    return PRIOR.get(mark, 0.7)
