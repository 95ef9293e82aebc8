"""What R and pandas print of a data frame: row numbers below no name, names of several words, texts in quotes."""

import re
from collections.abc import Sequence
from itertools import pairwise

SAMPLE_LINES = 100
FEWEST_LINES = 3
ROW_NUMBER = re.compile(r" *(?:(\d+)|\[(\d+),\]) ")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')

Extent = tuple[int, int]  # where a column begins and ends, the end not included


def numbers_its_rows(lines: Sequence[str]) -> bool:
    """Whether the lines begin with numbers that count, above which the first line is blank: they have no name."""
    lines = lines[:SAMPLE_LINES]
    if len(lines) < FEWEST_LINES or not lines[0].startswith(" "):
        return False
    found = [ROW_NUMBER.match(line) for line in lines[1:] if line.strip()]
    if not found or not all(found) or lines[0][: max(number.end() for number in found) - 1].strip():
        return False
    numbers = [int(number[1] or number[2]) for number in found]
    return numbers[0] in (0, 1) and all(later == number + 1 for number, later in pairwise(numbers))


def with_whole_names(runs: list[Extent], lines: Sequence[str]) -> list[Extent]:
    """The columns, those where only the names have something made one with the neighbour whose name they belong to.

    That is the next one where the values end below the ends of their names, and else the one before.
    """
    is_empty = [not any(line[start:end].strip() for line in lines[1:]) for start, end in runs]
    if not any(is_empty):
        return runs
    filled = [run for run, empty in zip(runs, is_empty, strict=True) if not empty]
    from_end = sum(_are_flush(lines, start, end, at=end - 1) for start, end in filled)
    from_start = sum(_are_flush(lines, start, end, at=start) for start, end in filled)
    joined: list[Extent] = []
    waiting: int | None = None  # where a name began whose values stand below its last word
    for (start, end), empty in zip(runs, is_empty, strict=True):
        if empty and from_end >= from_start:
            waiting = start if waiting is None else waiting
        elif empty and joined:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start if waiting is None else waiting, end))
            waiting = None
    return joined if waiting is None else [*joined, (waiting, runs[-1][1])]


def _are_flush(lines: Sequence[str], start: int, end: int, *, at: int) -> bool:
    """Whether each cell of a column has no blank at a place."""
    return all(line[at : at + 1].strip() for line in lines if line[start:end].strip())


def unquoted(cell: str) -> str:
    """A text without the quotes that R prints around it, with which it pads numbers too."""
    found = QUOTED.fullmatch(cell) if cell.startswith('"') else None
    return found[1].replace('\\"', '"').strip() if found else cell
