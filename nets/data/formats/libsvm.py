"""LIBSVM's and SVMlight's sparse rows: a label, then the numbers of columns and their values."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from nets.data.formats.rows import Rows, check_size, where
from nets.data.formats.source import Source
from nets.data.limits import MAX_ROWS
from nets.data.table import Note
from nets.errors import Code, DataError

NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
PAIR = rf"(?:0|[1-9]\d{{0,8}}):(?:{NUMBER}|[+-]?(?:nan|inf))"
ROW = re.compile(rf"{NUMBER}(?:,{NUMBER})*(?:\s+qid:\d+)?(?:\s+{PAIR})*\s*(?:#.*)?", re.IGNORECASE)
CLOCK = re.compile(r"(?:1?\d|2[0-3]):[0-5]\d")
FEW_LEFT_OUT, ENOUGH = 0.2, 10


@dataclass
class Body:
    """The rows of a file while they are read: of each its label, its query and its values by their numbers."""

    labels: list[str] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    values: list[dict[int, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def add(self, words: list[str], line: int) -> None:
        """The next row. Raises `DataError` where it is not as the format wants it."""
        label, pairs = words[0], words[1:]
        if "," in label:
            raise _mistake(line, f"has several labels ({label[:40]}); a row may have one", "keep one of them")
        if not re.fullmatch(NUMBER, label):
            raise _mistake(line, f"begins with {label[:40]!r} and not with a label that is a number")
        query, row, last = "", {}, -1
        for pair in pairs:
            number, mark, value = pair.partition(":")
            if number == "qid":
                query = value
                continue
            if not (mark and number.isascii() and number.isdecimal() and len(number) < 10):
                raise _mistake(line, f"has {pair[:40]!r} where a number, a colon and a value should stand")
            place = int(number)
            if place <= last:
                raise _mistake(line, f"has feature {place} after feature {last}; they must ascend")
            row[place], last = "" if value.lower() == "nan" else value, place
        self.labels.append(label)
        self.queries.append(query)
        self.values.append(row)
        self.lines.append(line)
        if len(self.labels) > MAX_ROWS:
            check_size(len(self.labels), 0)


def is_libsvm(source: Source) -> bool:
    """Whether all lines that are no comments are such rows, and their pairs are not all times of day."""
    lines = [line for line in source.filled if not line.startswith("#")]
    if not lines or not all(ROW.fullmatch(line) for line in lines):
        return False
    rows = [line.partition("#")[0].split()[1:] for line in lines]
    filled = [[pair for pair in row if not pair.startswith("qid:")] for row in rows if row]
    filled = [row for row in filled if row]
    if 2 * len(filled) < len(lines) or not all(_ascends(row) for row in filled):
        return False
    return max(map(len, filled)) > 2 or not all(CLOCK.fullmatch(pair) for row in filled for pair in row)


def libsvm_rows(source: Source) -> Rows:
    """The rows as columns: the label, the query where there is one, and a column for each feature.

    A feature that a row leaves out is 0, which is what the format means by it. It is a gap where it can hardly be 0:
    where the feature has no value twice, and few rows leave it out. Raises `DataError` where a row is broken, or the
    table would become too large.
    """
    body = Body()
    for line, text in enumerate(source.lines(), 1):
        words = text.partition("#")[0].split()
        if words:
            body.add(words, line)
    numbers = [number for row in body.values for number in row]
    first, last = (min(1, *numbers), max(numbers)) if numbers else (1, 0)
    check_size(len(body.lines), last - first + 1, grows=True)
    empty, notes = _left_out(body, last)
    places = range(first, last + 1)
    usual = [empty.get(place, "0") for place in places]
    cells = []
    for label, query, row in zip(body.labels, body.queries, body.values, strict=True):
        features = usual.copy()
        for place, value in row.items():
            features[place - first] = value
        cells.append([label, query, *features])
    names = ["label", "qid", *(f"x{place}" for place in places)]
    if not any(body.queries):
        names.pop(1)
        cells = [[row[0], *row[2:]] for row in cells]
    return Rows(names=names, cells=cells, lines=body.lines, notes=tuple(notes), delimiter=" ")


def _left_out(body: Body, last: int) -> tuple[dict[int, str], list[Note]]:
    """What stands for a feature that is left out, for those of which it is not 0, and what is said of all that."""
    by_feature = defaultdict(list)
    for row in body.values:
        for place, value in row.items():
            by_feature[place].append(value)
    n_rows = len(body.lines)
    gappy = {
        place
        for place, values in by_feature.items()
        if ENOUGH <= len(values) < n_rows
        and n_rows - len(values) <= FEW_LEFT_OUT * n_rows
        and len(set(values)) == len(values)
    }
    notes = []
    if gappy:
        lines = [line for line, row in zip(body.lines, body.values, strict=True) if not row.keys() >= gappy]
        shown = ", ".join(str(place) for place in sorted(gappy)[:8]) + (" …" if len(gappy) > 8 else "")
        what = f"feature {shown}" if len(gappy) == 1 else f"features {shown}"
        notes.append(
            Note(
                f"A few rows leave out {what}, which otherwise never has the same value twice: taken for missing "
                "values, not for zeros. “Missing values: fill with 0” makes them zeros.",
                where(lines),
            )
        )
    if any(len(by_feature.get(place, ())) < n_rows for place in range(1, last + 1) if place not in gappy):
        notes.append(Note("A feature that a row leaves out is 0."))
    return dict.fromkeys(gappy, ""), notes


def _ascends(pairs: list[str]) -> bool:
    numbers = [int(pair.partition(":")[0]) for pair in pairs]
    return all(one < other for one, other in pairwise(numbers))


def _mistake(line: int, what: str, remedy: str = "correct that line") -> DataError:
    return DataError(Code.LIBSVM, f"Line {line} of this LIBSVM file {what}: {remedy}.")
