"""The .ts files of aeon, sktime and the UEA archive: one line a series, which becomes one row a time step."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nets.data.formats.rows import Rows, check_size, where
from nets.data.formats.source import Source
from nets.data.limits import MAX_ROWS
from nets.data.table import Note
from nets.errors import Code, DataError

TAG = re.compile(
    r"@(problemname|timestamps?|missing|univariate|equallength|serieslength|dimensions?|classlabel|targetlabel|data)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?inf", re.IGNORECASE)
MISSING = ("?", "NaN", "nan", "")


@dataclass(frozen=True)
class Header:
    """What the tags say: whether each series ends with a label, and the name of that column."""

    has_label: bool
    label: str
    data_line: int


def is_time_series(source: Source) -> bool:
    """Whether the first line that is no comment is one of the format's tags, and another follows."""
    lines = [line for line in source.filled if not line.startswith(("#", "%"))]
    return bool(lines[1:] and TAG.match(lines[0]) and TAG.match(lines[1]))


def time_series_rows(source: Source) -> Rows:
    """One row a time step: the label, the number of the series, the step (0 first), and a column for each dimension.

    Raises `DataError` where the steps have times of their own, or a line is broken.
    """
    lines = source.lines()
    header = _header(lines)
    cells: list[list[str]] = []
    starts, gaps = [], []
    width = lengths = None
    for line, text in _series(lines, header.data_line):
        *dimensions, label = text.split(":") if header.has_label else (*text.split(":"), "")
        steps = [[_value(value, line) for value in dimension.split(",")] for dimension in dimensions]
        width = width or len(steps)
        if not steps or len(steps) != width:
            raise _mistake(line, f"has {len(steps)} dimensions, but the first series has {width}")
        if len({len(dimension) for dimension in steps}) > 1:
            raise _mistake(line, "has dimensions of different lengths")
        number = str(len(starts) + 1)
        starts.append((line, len(steps[0])))
        end = [label.strip()] if header.has_label else []
        for step, values in enumerate(zip(*steps, strict=True)):
            cells.append([*end, number, str(step), *values])
            if "" in values:
                gaps.append(line)
        if len(cells) > MAX_ROWS:
            check_size(len(cells), 0)
    lengths = {length for _, length in starts}
    dimensions = ["value"] if width == 1 else [f"dimension {place}" for place in range(1, (width or 0) + 1)]
    check_size(len(cells), len(dimensions) + 3)
    notes = [_said(len(starts), lengths)] if starts else []
    if gaps:
        notes.append(Note("The sign ? stands for a missing value.", where(gaps)))
    return Rows(
        names=[*([header.label] if header.has_label else []), "series", "time", *dimensions],
        cells=cells,
        lines=[line for line, length in starts for _ in range(length)],
        notes=tuple(notes),
        delimiter=",",
    )


def _said(n_series: int, lengths: set[int]) -> Note:
    long = f"{min(lengths):,}" if len(lengths) == 1 else f"{min(lengths):,} to {max(lengths):,}"
    return Note(
        f"Its {n_series:,} series of {long} time steps became one row a step: "
        "“series” numbers them, and “time” their steps."
    )


def _header(lines: list[str]) -> Header:
    tags: dict[str, tuple[str, int]] = {}
    for line, text in enumerate(lines, 1):
        words = text.strip().split(None, 1)
        if not words or words[0].startswith(("#", "%")):
            continue
        tag = words[0].lower().lstrip("@")
        if not words[0].startswith("@"):
            raise _mistake(line, "stands above @data and is no tag")
        tags[tag] = (words[1].strip() if words[1:] else "", line)
        if tag == "data":
            break
    else:
        raise DataError(Code.TIME_SERIES, "This .ts file has no line @data, so it holds no series: fetch it again.")
    times, line = tags.get("timestamps", tags.get("timestamp", ("", 0)))
    if times.lower().startswith("true"):
        raise DataError(
            Code.TIME_SERIES,
            f"Line {line} of this .ts file says that each value has a time of its own (@timestamps true), which cannot "
            "be read: write the series with equal steps and @timestamps false, or a CSV with one row a time step.",
        )
    classes = tags.get("classlabel", ("false", 0))[0].lower().startswith("true")
    targets = tags.get("targetlabel", ("false", 0))[0].lower().startswith("true")
    return Header(classes or targets, "target" if targets and not classes else "label", tags["data"][1])


def _series(lines: list[str], start: int) -> Iterator[tuple[int, str]]:
    for line, text in enumerate(lines[start:], start + 1):
        if text.strip() and not text.lstrip().startswith(("#", "%")):
            yield line, text.strip()


def _value(text: str, line: int) -> str:
    text = text.strip()
    if text in MISSING:
        return ""
    if text.startswith("("):
        raise _mistake(line, "gives values a time of their own, in parentheses", "write the values alone")
    if not NUMBER.fullmatch(text):
        raise _mistake(line, f"has {text[:40]!r} where a number should stand")
    return text


def _mistake(line: int, what: str, remedy: str = "correct that line") -> DataError:
    return DataError(Code.TIME_SERIES, f"Line {line} of this .ts file {what}: {remedy}.")
