"""What a column looks like at a glance: its kind, its gaps, and how its values are distributed."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from nets.data.columns.column import Column
from nets.data.columns.constant import is_constant
from nets.data.columns.dates import spelt
from nets.data.columns.value_counts import most_frequent, n_distinct
from nets.data.table import as_texts, shortened

BARS = 16
TOP = 5


@dataclass(frozen=True)
class ColumnSummary:
    """One column. `bars` are the counts of a histogram of its numbers, or of its most frequent texts, falling;

    `words` say the range of the numbers, or those texts with their counts.
    """

    name: str
    kind: str
    n_missing: int
    n_distinct: int
    bars: tuple[int, ...]
    words: str


def summary_of(column: Column) -> ColumnSummary:
    """The summary of one column; values that are missing or infinite are in no bar."""
    missing = column.missing
    given = column.cells[~missing]
    count = n_distinct(given)
    bars, words = _of_texts(as_texts(given), count) if column.numbers is None else _of_numbers(column)
    return ColumnSummary(column.name, column.kind, int(missing.sum()), count, bars, words)


def count_gaps(columns: Iterable[Column]) -> int:
    """The number of cells without a number in columns of numbers."""
    return sum(int(column.missing.sum()) for column in columns if column.numbers is not None)


def _of_numbers(column: Column) -> tuple[tuple[int, ...], str]:
    values = column.values
    values = values[np.isfinite(values)]
    if not len(values):
        return (), ""
    low, high = float(values.min()), float(values.max())
    if column.kind in ("date", "clock", "duration"):
        words = " to ".join(spelt(days, column.kind) for days in (low, high))
    else:
        is_one = is_constant(low, high)
        words = f"always {low:.6g}" if is_one else f"{low:.6g} to {high:.6g}, mean {_mean(values):.6g}"
    with np.errstate(over="ignore"):
        width = high - low
    if is_constant(low, high) or width == np.inf:
        return (len(values),), words
    places = np.minimum(((values - low) / width * BARS).astype(int), BARS - 1)
    return tuple(np.bincount(places, minlength=BARS).tolist()), words


def _mean(values: np.ndarray) -> float:
    """The mean, computed without a sum beyond what a number can be."""
    peak = float(np.abs(values).max())
    return float((values / peak).mean() * peak) if peak else 0.0


def _of_texts(given: pd.Series, count: int) -> tuple[tuple[int, ...], str]:
    top = most_frequent(given, BARS)
    words = ", ".join(f"{shortened(text, 24)} {n:,}" for text, n in top[:TOP])
    more = f" and {count - TOP:,} more" if count > TOP else ""
    return tuple(n for _, n in top), words + more
