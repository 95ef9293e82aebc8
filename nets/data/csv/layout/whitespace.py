"""Fields separated by blanks: by any run of them, or by each single one so that a field may be empty."""

import csv
import io
import re
from collections import Counter

import numpy as np

from nets.data.columns.lexical import DATE, TIME, is_missing, is_typed
from nets.data.csv.offsets import CR, LF, SPACE, TAB, places_of

SAMPLE_ROWS = 100
COMMENT = ("#", "%", "//")
EVEN = 4
FEWEST_QUOTED = 3  # lines
PRIOR_OF_BLANKS = 0.9
CHUNK = 2**20
SPLIT_WORDS = re.compile(r'"(?:[^"]|"")*"|\S+')


def words_of(text: str) -> list[list[str]]:
    """The lines cut at their blanks, comments left out."""
    rows = [SPLIT_WORDS.findall(line) for line in io.StringIO(text, newline="")][:SAMPLE_ROWS]
    return [[word.strip('"') for word in row] for row in rows if row and not row[0].startswith(COMMENT)]


def are_even(rows: list[list[str]]) -> bool:
    """Whether every row has as many fields as the first, and more than one; as no rows of sentences would have."""
    return len(rows) > 1 and len(rows[0]) > 1 and {len(row) for row in rows} == {len(rows[0])}


def are_quoted_words(text: str) -> bool:
    """Whether blanks part fields each of which is in quotes or a number, as many in each line, below names in quotes.

    The names may be one fewer, as above the names of rows.
    """
    rows = [row for line in io.StringIO(text, newline="") if (row := SPLIT_WORDS.findall(line))][:SAMPLE_ROWS]
    if len(rows) < FEWEST_QUOTED:
        return False
    names, width = rows[0], len(rows[1])
    if width < 2 or len(names) not in (width, width - 1) or not all(map(_is_quoted, names)):
        return False
    are_fields = (_is_quoted(word) or is_typed(word) or word == "NA" for row in rows[1:] for word in row)
    return all(len(row) == width for row in rows[1:]) and all(are_fields)


def _is_quoted(word: str) -> bool:
    return len(word) > 1 and word[0] == word[-1] == '"'


def score_of_blanks(rows: list[list[str]]) -> float:
    """From 0 to 1: how far rows of words agree on a number of them, and look like values."""
    body = rows[1:] if len(rows) > 1 else rows
    widths = Counter(map(len, body))
    if not widths:
        return 0.0
    width, count = widths.most_common(1)[0]
    cells = [cell for row in body if len(row) == width for cell in row]
    typed = sum(is_typed(cell) or cell == "NA" or (is_missing(cell) and cell in "?-.") for cell in cells)
    are_dates = width == 2 and all(DATE.fullmatch(row[0]) and TIME.fullmatch(row[1]) for row in body if len(row) == 2)
    is_even = are_even(rows) and (width >= EVEN or _has_numbers_below_a_name(rows))
    if width < 2 or count < 0.9 * len(body) or (typed < 0.5 * len(cells) and not (is_even and typed)) or are_dates:
        return 0.0
    return count / len(body) * PRIOR_OF_BLANKS


def _has_numbers_below_a_name(rows: list[list[str]]) -> bool:
    """Whether some field is a number in every row but the first."""
    return len(rows) > EVEN and any(
        not is_typed(name) and all(is_typed(row[position]) for row in rows[1:]) for position, name in enumerate(rows[0])
    )


def has_empty_fields(text: str, quote: str) -> bool:
    """Whether each single space separates two fields, since only so are all rows as long as the names are.

    The names may be one fewer, as above the names of rows.
    """
    lines = io.StringIO(text, newline="")
    try:
        rows = [row for row in csv.reader(lines, delimiter=" ", quotechar=quote or '"') if row]
    except csv.Error:
        return False
    rows = [row for row in rows if not row[0].startswith(COMMENT)][:SAMPLE_ROWS]
    if len(rows) < 3 or not all(rows[0][1:]):
        return False
    widths = {len(row) for row in rows[1:]}
    if len(widths) > 1 or not widths <= {len(rows[0]), len(rows[0]) + 1} or widths == {1}:
        return False
    if all(cell for row in rows for cell in row):
        return False  # then any run of blanks does
    columns = zip(*rows[1:], strict=True)
    return any(all(is_typed(cell) or is_missing(cell) for cell in cells) for cells in columns)


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
