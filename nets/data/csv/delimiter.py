"""Which character separates the fields of a text best: each that may is scored by how evenly it parts the rows."""

import csv
import io
import re
from collections import Counter
from itertools import pairwise

from nets.data.columns.lexical import is_missing, is_typed
from nets.data.csv.layout.whitespace import COMMENT, are_even, are_quoted_words, score_of_blanks, words_of
from nets.data.csv.separators import SEPARATORS, UNIT

SURE = 0.8
USUAL = ",;\t|"
PRIOR = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 0.99, " ": 0.9, ":": 0.8}
ODD = ":^~§¦!#%&*@=/\\$+\x01\x02\x1c\x1d\x1e\x1f"
NO_QUOTE = "\ufdd0"  # no character of any text
ENOUGH = 0.45
FEW = 0.6
QUOTED = re.compile(r'"[^"]*"')
COUNT_BELOW = re.compile(r"(?<=[\r\n])[(\[]\d+ \w+[)\]]\s*$")  # as psql writes it; its blank separates no fields
CLOCK = re.compile(r"(?<![\d.:])\d{1,2}:\d\d(?![\d.])")
PLUS_SIGN = re.compile(r"(?:^|[\seE])\+[\d.]")
SAMPLE_ROWS = 100


def best_delimiter(sample: bytes, quote: str) -> tuple[str, float]:
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
        scores[" "] = PRIOR[" "] if are_quoted_words(text) else score_of_blanks(words)
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
        return best_delimiter(sample, NO_QUOTE)
    return _one_column(text, quote), 0.0


def _are_finer(text: str, quote: str) -> bool:
    """Whether blanks part the fields further than tabs do, evenly, or tabs are uneven. An empty field is no blank."""
    words, rows = words_of(text), _rows(text, "\t", quote)
    is_finer = are_even(words) and len(words[0]) > len(rows[0])
    return score_of_blanks(words) > 0 and (is_finer or not are_even(rows))


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
    if all(map(is_typed, whole)) or (mark == "+" and all(map(PLUS_SIGN.search, whole))):
        return 0.0
    edges = [[f"{one[-3:]}{mark}{other[:4]}" for one, other in pairwise(row)] for row in rows[1:]]
    if mark == ":" and all(any(map(CLOCK.search, row)) for row in edges):
        return 0.0
    if mark in ":/" and all(any("://" in edge or edge.endswith(":/") for edge in row) for row in edges):
        return 0.0
    return PRIOR.get(mark, 0.7)
