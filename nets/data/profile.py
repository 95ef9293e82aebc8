"""What a column looks like at a glance: its kind, its gaps, and how its values are distributed."""

from dataclasses import dataclass

import numpy as np

from nets.data.columns import EPOCH_DAY, Column
from nets.data.table import shortened

BARS = 16
TOP = 5


@dataclass(frozen=True)
class Profile:
    """One column. `bars` are the counts of a histogram of its numbers, or of its most frequent texts, falling;

    `words` say the range of the numbers, or those texts with their counts.
    """

    name: str
    kind: str
    n_missing: int
    n_distinct: int
    bars: tuple[int, ...]
    words: str


def profile_of(column: Column) -> Profile:
    """The profile of one column; values that are missing or infinite are in no bar."""
    n_distinct = int(column.texts[~column.missing].nunique())
    bars, words = _of_texts(column) if column.values is None else _of_numbers(column)
    return Profile(column.name, column.kind, int(column.missing.sum()), n_distinct, bars, words)


def _of_numbers(column: Column) -> tuple[tuple[int, ...], str]:
    values = column.values[np.isfinite(column.values)]
    if not len(values):
        return (), ""
    low, high = float(values.min()), float(values.max())
    if column.kind == "date":
        first, last = (str(EPOCH_DAY + np.timedelta64(round(day * 86_400), "s")) for day in (low, high))
        words = f"{first} to {last}".replace("T00:00:00", "").replace("T", " ")
    else:
        words = f"{low:.6g} to {high:.6g}, mean {_mean(values):.6g}" if low < high else f"always {low:.6g}"
    with np.errstate(over="ignore"):
        width = high - low
    if not 0 < width < np.inf:
        return (len(values),), words
    places = np.minimum(((values - low) / width * BARS).astype(int), BARS - 1)
    return tuple(np.bincount(places, minlength=BARS).tolist()), words


def _mean(values: np.ndarray) -> float:
    """The mean, computed without a sum beyond what a number can be."""
    peak = float(np.abs(values).max())
    return float((values / peak).mean() * peak) if peak else 0.0


def _of_texts(column: Column) -> tuple[tuple[int, ...], str]:
    counts = column.texts[~column.missing].value_counts()
    top = [f"{shortened(str(text), 24)} {count:,}" for text, count in counts.head(TOP).items()]
    more = f" and {len(counts) - TOP:,} more" if len(counts) > TOP else ""
    return tuple(counts.head(BARS).tolist()), ", ".join(top) + more
