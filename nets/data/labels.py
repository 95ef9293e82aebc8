"""From the texts of the label column to classes, in sorted order, and the class of each row."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from nets.data.columns import columns_of
from nets.data.limits import MAX_CLASSES
from nets.data.looks import PLAIN_NUMBER
from nets.data.table import Table, shortened
from nets.errors import DataError

MAX_NUMERIC_CLASSES = 50


@dataclass(frozen=True, eq=False)
class Labels:
    """The classes of a label column and each row's index into them, (B,) int32, -1 where a label is missing."""

    classes: tuple[str, ...]
    targets: np.ndarray


def labels_of(table: Table, label: str) -> Labels:
    """The texts of the column as classes: no two different texts are one class, and none is changed.

    In numeric order where every text is a number, else in the order of the texts.
    """
    codes, texts = pd.factorize(table.texts(label))
    texts = [str(text) for text in texts]
    kept = [index for index, text in enumerate(texts) if text.strip()]
    numeric = all(PLAIN_NUMBER.fullmatch(texts[index].strip()) for index in kept)
    order = sorted(kept, key=lambda index: (_number(texts[index]) if numeric else 0.0, texts[index]))
    rank = np.full(len(texts), -1, dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return Labels(tuple(texts[index] for index in order), rank[codes])


def _number(text: str) -> float:
    return float(text.strip().replace(",", ".").replace("−", "-"))


def binned(table: Table, label: str, bins: int, training: np.ndarray) -> Labels:
    """A measured label cut into `bins` classes of like size, the cuts being quantiles of the training rows."""
    (column,) = columns_of(table, (label,))
    if column.values is None or column.kind == "empty":
        raise DataError(
            "label-not-measured", f"The label {shortened(label)} is not a number, so it cannot be cut into bins."
        )
    if not 2 <= bins <= MAX_NUMERIC_CLASSES:
        raise DataError(
            "bins-out-of-range", f"A label can be cut into 2 to {MAX_NUMERIC_CLASSES} bins; {bins} were asked for."
        )
    values = column.values[training & np.isfinite(column.values)]
    if not len(values):
        raise DataError("missing-label", f"The label {shortened(label)} has no number in the training rows.")
    cuts = np.unique(np.quantile(values, np.arange(1, bins) / bins))
    cuts = cuts[cuts < values.max()]
    names = [f"up to {cut:g}" for cut in cuts] + ([f"over {cuts[-1]:g}"] if len(cuts) else [f"up to {values.max():g}"])
    targets = np.searchsorted(cuts, column.values).astype(np.int32)
    return Labels(tuple(names), np.where(np.isfinite(column.values), targets, -1).astype(np.int32))


def check_classes(labels: Labels, label: str, rows: np.ndarray) -> None:
    """Raises `DataError` where the labels of the rows (B,) bool are nothing a net can learn to tell apart."""
    present = np.unique(labels.targets[rows & (labels.targets >= 0)])
    count = len(present)
    if count == 0:
        raise DataError("missing-label", f"The label {shortened(label)} is empty: choose another label column.")
    if count == 1:
        only = shortened(labels.classes[present[0]])
        raise DataError(
            "one-class",
            f"Every row has the label {only}: there is nothing to tell apart; choose another label column.",
        )
    numeric = all(PLAIN_NUMBER.fullmatch(text.strip()) for text in labels.classes)
    if numeric and count > MAX_NUMERIC_CLASSES:
        raise DataError(
            "label-is-measured",
            f"The label {shortened(label)} has {count:,} different numbers, which looks like a measurement and not "
            "a class: cut it into bins, or choose a label column that holds the name of a class.",
        )
    if count > MAX_CLASSES:
        raise DataError(
            "too-many-classes",
            f"The label {shortened(label)} has {count:,} different values and the limit is {MAX_CLASSES:,} classes: "
            "choose another label column.",
        )
