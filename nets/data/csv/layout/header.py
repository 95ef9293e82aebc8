"""Where in a file the table begins, and whether its first line holds the names of the columns."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from string import ascii_lowercase

import numpy as np

from nets.data.columns.lexical import DATE, PLAIN_NUMBER, is_missing, is_typed
from nets.data.csv.dialect import Dialect
from nets.data.csv.layout.numbered_names import are_years, counts_up
from nets.data.csv.layout.preamble import settings_above
from nets.data.csv.layout.whitespace import COMMENT
from nets.data.csv.parsed_table import Facts
from nets.data.csv.records import Records, Split, check_width

SAMPLE_ROWS = 100
SAMPLE_CELLS = 200_000
FEWEST_TO_TELL = 5  # rows, the names among them
WORD = re.compile(r"[^\W\d][^\s]{0,29}(?: [(\[].{0,29}[)\]])?")
MADE_UP = re.compile(
    r"Unnamed: \d+|\.\.\.\d+|X(?:\.\d+)?|V\d+|__EMPTY(?:_\d+)?|(?:column|field)_?\d+|_duplicated_\d+|None"
)
IN_BRACKETS = re.compile(r"\(.*\)|\[.*\]")
WITH_LETTERS = re.compile(r"\d\s?[^\W\d_eE]\w*$")


@dataclass(frozen=True)
class Layout:
    """`first` rows stand above the table; `header` says whether its first row holds names.

    `sure` is False where nothing sets that row apart from the rest; `hashed` where it begins with a #.
    """

    first: int
    header: bool
    sure: bool
    hashed: bool = False


@dataclass(frozen=True)
class LaidOut:
    """Records of which `filled` (F,) begin with those whose fields are `sample`, and how they are laid out."""

    records: Records
    filled: np.ndarray
    sample: list[list[str]]
    layout: Layout
    dialect: Dialect
    facts: Facts


def laid_out(found: Split) -> LaidOut:
    """The records with their layout. Raises `DataError` where a row is too wide."""
    records, filled, reading = found.records, found.filled, found.facts.reading
    sample = _sample(records, filled)
    skip = reading.skip
    if skip is not None:
        skip = int(np.searchsorted(records.lines_of(filled), skip, side="right"))
    layout = find_layout(sample, total=len(filled), header=reading.header, skip=skip)
    facts = replace(found.facts, header=layout.header)
    return LaidOut(records, filled, sample, layout, found.dialect, facts)


def _sample(records: Records, filled: np.ndarray) -> list[list[str]]:
    """The fields of the first rows, of fewer rows where each has very many."""
    rows: list[list[str]] = []
    n_cells = 0
    for index in filled[:SAMPLE_ROWS].tolist():
        rows.append(records.fields(index))
        check_width(len(rows[-1]))
        n_cells += len(rows[-1])
        if n_cells > SAMPLE_CELLS:
            break
    return rows


def find_layout(rows: list[list[str]], *, total: int, header: bool | None = None, skip: int | None = None) -> Layout:
    """The layout of `total` rows, blank ones left out, which begin with `rows`; what is given is not guessed."""
    if skip is None and header is not True and _counts_the_rest(rows, total):
        return Layout(1, False, True)
    first, hashed = (skip, False) if skip is not None else _rows_above(rows)
    if skip is None and not hashed:
        first += settings_above(rows[first:])
    first = min(first, len(rows) - 1)
    if header is not None:
        return Layout(first, header, True, hashed and header)
    if hashed:
        return Layout(first, True, True, True)
    verdict = holds_names(rows[first], rows[first + 1 :])
    mixed = any(is_typed(cell) for cell in rows[first]) and not are_years(rows[first])
    return Layout(first, verdict is not False, verdict is not None and not (verdict and mixed))


def has_second_names(rows: list[list[str]]) -> bool:
    """Whether the second row, too, holds names or units, as where a header has two lines: all below it are otherwise.

    Some columns have neither number nor gap there alone, and none has a number there.
    """
    if len(rows) < FEWEST_TO_TELL:
        return False
    second, below = rows[1], rows[2:]
    if any(is_typed(cell) for cell in second):
        return False
    kinds = [
        all(position < len(row) and is_typed(row[position]) for row in below)
        for position, cell in enumerate(second)
        if not is_missing(cell)
    ]
    return any(kinds)


def _counts_the_rest(rows: list[list[str]], total: int) -> bool:
    """Whether the first row says how many rows follow, of how many features, as in scikit-learn's own files."""
    if len(rows) < 3 or len(rows[0]) < 2:
        return False
    first, widths = [cell.strip() for cell in rows[0]], {len(row) for row in rows[1:]}
    return first[0] == str(total - 1) and first[1] in {str(width - 1) for width in widths} and len(widths) == 1


def _rows_above(rows: list[list[str]]) -> tuple[int, bool]:
    """How many rows are titles and comments, and whether the last comment is in fact the header."""
    plain = [row for row in rows if not row[0].startswith(COMMENT)]
    if not plain:
        return 0, False
    widths = Counter(map(len, plain))
    usual = max(widths, key=lambda width: (widths[width], width))
    for index, row in enumerate(rows[:-1]):
        following = rows[index + 1]
        if row[0].strip() == "#" and len(row) == len(following) and not following[0].startswith(COMMENT):
            return index, False
        if row[0].startswith(COMMENT):
            names = names_in_comment(row, len(following))
            if not following[0].startswith(COMMENT) and len(names) == len(following) and len(names) > 1:
                body = rows[index + 1 :]
                as_names = holds_names(names, body)
                if (
                    as_names is not False
                    and holds_names(following, body[1:]) is not True
                    and (as_names or _are_words(names))
                ):
                    return index, True
            continue
        if not _is_title(row, rows[index + 1 :], usual):
            return index, False
    return len(rows) - 1, False


def names_in_comment(row: list[str], width: int) -> list[str]:
    """The fields of a comment that holds the names of `width` columns.

    Where blanks make more fields of it, what stands in brackets belongs to the name before: time (s) is one.
    """
    first = row[0].lstrip("#%/ ")
    names = [first, *row[1:]] if first else row[1:]
    if len(names) <= width:
        return names
    joined: list[str] = []
    for name in names:
        if joined and IN_BRACKETS.fullmatch(name):
            joined[-1] += f" {name}"
        else:
            joined.append(name)
    return joined if len(joined) == width else names


def _are_words(names: list[str]) -> bool:
    """Whether names that stand in a comment are like names: all different, each a word and no number."""
    return len(set(names)) == len(names) and all(WORD.fullmatch(name) and not is_typed(name) for name in names)


def _is_title(row: list[str], below: list[list[str]], usual: int) -> bool:
    filled = _filled(row)
    if usual < 2 or not any(len(other) == usual for other in below):
        return False
    if filled == 0:
        return True
    if len(row) == usual:
        return _is_padded_title(row, below)
    start = next(index for index, other in enumerate(below) if len(other) == usual)
    body = below[start + 1 :]
    has_names = len(body) > 0 and holds_names(below[start], body) is True
    if usual == 2:
        return filled <= 1 and has_names
    is_alone = sum(len(other) == len(row) for other in below[:start]) < 2  # more of them might be a table of their own
    return filled <= 1 or (filled <= 2 and usual >= 4) or (has_names and len(body) > 1 and is_alone)


def _is_padded_title(row: list[str], below: list[list[str]]) -> bool:
    """Whether a row of empty fields but one or two at its beginning is a title, as a spreadsheet saves it.

    A program that read it before may have made up names for the empty ones: Unnamed: 1, ...2, or b, c, d.
    """
    row = [cell if place == 0 or not _is_made_up(cell, place) else "" for place, cell in enumerate(row)]
    filled, width = _filled(row), len(row)
    is_first = _filled(row[:filled]) == filled
    if filled > 2 or 2 * filled > width or (not is_first and filled > 1) or any(map(is_typed, row)):
        return False
    start = next((n for n, other in enumerate(below) if len(other) == width and 2 * _filled(other) > width), None)
    if start is None:
        return False
    verdict = holds_names(below[start], below[start + 1 :])
    names_group = start == 0 and holds_names(row, below) is not False
    if not is_first and (names_group or len(set(below[start])) < width):
        return False
    return verdict is True or (verdict is None and filled == 1 and width > 2 and is_first)


def _is_made_up(name: str, place: int) -> bool:
    """Whether a name is one that programs give a column that has none."""
    return bool(MADE_UP.fullmatch(name)) or (place < len(ascii_lowercase) and name == ascii_lowercase[place])


def _filled(row: list[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def holds_names(first: list[str], body: list[list[str]]) -> bool | None:
    """Whether a row holds names for the rows below it; None where nothing tells."""
    if not body:
        return not any(is_typed(cell) for cell in first) and any(cell.strip() for cell in first)
    counted = counts_up(first, body)
    if not any(map(is_typed, first)):  # names may stand there again, where files were joined
        others = [row for row in body if row != first]
        body = others if any(is_typed(cell) for row in others for cell in row) else body
    votes = []
    named = unnamed = 0
    for position, cell in enumerate(first):
        below = [row[position].strip() for row in body if position < len(row)]
        values = [value for value in below if not is_missing(value)]
        name = cell.strip()
        named, unnamed = named + bool(values and name), unnamed + bool(values and not name)
        if values and name:
            votes.append(_vote(name, values, counted))
    if any(votes):
        return sum(votes) > 0
    if unnamed > named:
        return False
    if counted and all(not is_typed(cell) or PLAIN_NUMBER.fullmatch(cell.strip()) for cell in first):
        return True
    names = [cell.strip() for cell in first if cell.strip()]
    return False if len(set(names)) < len(names) else None


def _vote(name: str, values: list[str], counted: bool) -> int:
    """How far a cell speaks for being the name of the values below it, or (below 0) for being one of them."""
    numeric = sum(map(is_typed, values)) / len(values)
    if numeric > 0.8:
        if DATE.fullmatch(name) and PLAIN_NUMBER.fullmatch(values[0]):
            return 2
        if is_typed(name):
            if WITH_LETTERS.search(name) and not any(map(WITH_LETTERS.search, values)):
                return 1  # "1 week" above plain numbers
            return 0 if counted and PLAIN_NUMBER.fullmatch(name) else -2
        return 0 if is_missing(name) else 2
    if numeric > 0.5 and not is_typed(name) and not is_missing(name):
        return 2
    if numeric < 0.2 and name in values:
        return -1
    return 1 if numeric < 0.2 and counted and not is_typed(name) else 0
