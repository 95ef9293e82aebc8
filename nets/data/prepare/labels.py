"""The classes of the label column, in sorted order, and the class of each row."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nets.data.columns.constant import is_constant
from nets.data.columns.dates import parse_dates
from nets.data.columns.infer import columns_of, notes_of, numbered
from nets.data.columns.lazy_strings import LazyStrings
from nets.data.columns.lexical import PLAIN_NUMBER
from nets.data.limits import MAX_CLASSES
from nets.data.prepare.options import PreprocessingOptions
from nets.data.table import Note, Table, shortened
from nets.errors import Code, DataError

MAX_NUMERIC_CLASSES = 50
MOSTLY_NUMBERS = 0.8  # share of the classes of a measured label; the others are NA and the like


@dataclass(frozen=True, eq=False)
class Labels:
    """The classes of a label column and each row's index into them, (B,) int32, -1 where a label is missing.

    `notes` say what was not plain in the numbers that were cut into bins.
    """

    classes: Sequence[str]
    targets: np.ndarray
    notes: tuple[Note, ...] = ()


def labels_by(table: Table, options: PreprocessingOptions, training: np.ndarray) -> Labels:
    """The classes of the options' label: its texts, or as many bins of its numbers, cut by the rows `training`."""
    if options.bins is None:
        return labels_of(table, options.label)
    return _binned(table, options, training)


def labels_of(table: Table, label: str) -> Labels:
    """Each text of the column as a class of its own, unchanged.

    The classes are in numeric order where every text is a number, else in the order of the texts.
    """
    codes, texts = numbered(table.cells[label])
    kept = np.fromiter((bool(text.strip()) for text in texts), bool, len(texts))
    classes = texts.where(kept)
    order = _in_order(classes)
    rank = np.full(len(texts), -1, dtype=np.int32)
    rank[np.flatnonzero(kept)[order]] = np.arange(len(order), dtype=np.int32)
    return Labels(LazyStrings(classes.arrow.take(order)), rank[codes])


def _in_order(classes: LazyStrings) -> np.ndarray:
    """The places of the texts, (n,), in numeric order where each is a number, else as they would stand in a list."""
    keys = {"text": classes.arrow}
    if all(PLAIN_NUMBER.fullmatch(text.strip()) for text in classes):
        keys = {"number": np.fromiter(map(_number, classes), float, len(classes)) + 0.0, **keys}  # no zero below zero
    return pc.sort_indices(pa.table(keys), sort_keys=[(key, "ascending") for key in keys]).to_numpy()


def _number(text: str) -> float:
    return float(text.strip().replace(",", ".").replace("−", "-"))


def _binned(table: Table, options: PreprocessingOptions, training: np.ndarray) -> Labels:
    """A measured label cut into `bins` classes of about equal size. The cuts are quantiles of the training rows."""
    label, bins = options.label, options.bins
    (column,) = columns_of(table, (label,), choices=options.cells)
    if column.numbers is None or column.kind == "empty":
        raise DataError(
            Code.LABEL_NOT_MEASURED, f"The label {shortened(label)} is not a number, so it cannot be cut into bins."
        )
    if not 2 <= bins <= MAX_NUMERIC_CLASSES:
        raise DataError(
            Code.BINS_OUT_OF_RANGE, f"A label can be cut into 2 to {MAX_NUMERIC_CLASSES} bins; found {bins}."
        )
    numbers = column.values
    values = numbers[training & np.isfinite(numbers)]
    if not len(values):
        raise DataError(Code.MISSING_LABEL, f"The label {shortened(label)} has no number in the training rows.")
    cuts = np.unique(np.quantile(values, np.arange(1, bins) / bins))
    cuts = cuts[~is_constant(cuts, np.append(cuts[1:], values.max()))]  # nothing but rounding lies above those
    shown = _told_apart(cuts if len(cuts) else values.max(keepdims=True))
    names = [f"up to {cut}" for cut in shown] + ([f"over {shown[-1]}"] if len(cuts) else [])
    targets = np.searchsorted(cuts, numbers).astype(np.int32)
    return Labels(tuple(names), np.where(np.isfinite(numbers), targets, -1).astype(np.int32), notes_of((column,)))


def _told_apart(numbers: np.ndarray) -> list[str]:
    """The numbers as texts, of six digits or as many more as make all of them different."""
    return next(
        texts for digits in range(6, 18) if len({*(texts := [f"{n:.{digits}g}" for n in numbers])}) == len(texts)
    )


def check_classes(labels: Labels, label: str, rows: np.ndarray) -> None:
    """Raises `DataError` where a net cannot learn to tell the labels of the rows (n_rows,) bool apart."""
    present = np.unique(labels.targets[rows & (labels.targets >= 0)])
    count = len(present)
    if count == 0:
        raise DataError(Code.MISSING_LABEL, f"The label {shortened(label)} is empty: choose another label column.")
    if count == 1:
        only = shortened(labels.classes[present[0]])
        raise DataError(
            Code.ONE_CLASS,
            f"Every row has the label {only}: there is nothing to tell apart; choose another label column.",
        )
    n_numbers = sum(PLAIN_NUMBER.fullmatch(text.strip()) is not None for text in labels.classes)
    if n_numbers > MAX_NUMERIC_CLASSES and n_numbers >= MOSTLY_NUMBERS * len(labels.classes):
        raise DataError(
            Code.LABEL_IS_MEASURED,
            f"The label {shortened(label)} has {count:,} different numbers, which looks like a measurement and not "
            "a class: cut it into bins, or choose a label column that holds the name of a class.",
        )
    some = list(islice(labels.classes, MAX_CLASSES))  # whether they are dates the first ones tell
    if count > MAX_NUMERIC_CLASSES and parse_dates(some) is not None:
        raise DataError(
            Code.LABEL_IS_DATE,
            f"The label {shortened(label)} has {count:,} different dates or times, which look like when a row was "
            "taken and not like a class: choose a label column that holds the name of a class.",
        )
    if count > MAX_CLASSES:
        raise DataError(
            Code.TOO_MANY_CLASSES,
            f"The label {shortened(label)} has {count:,} different values and the limit is {MAX_CLASSES:,} classes: "
            "choose another label column.",
        )
