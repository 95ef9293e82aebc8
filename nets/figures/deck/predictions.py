"""The prediction table: label, predicted class and probabilities of each row."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.io.formats.style import Styler

from nets.data.prepare.dataset import Dataset
from nets.data.prepare.wrong_rows import is_wrong
from nets.figures.colours import RIGHT_VEIL, WRONG_VEIL
from nets.figures.marks import RIGHT_MARK, WRONG_MARK

TAKEN_FOR_ROWS = re.compile(r"__index_level_\d+__")  # such a column the browser's table takes for the rows' numbers
BEHIND = {RIGHT_MARK: f"background-color: {RIGHT_VEIL}", WRONG_MARK: f"background-color: {WRONG_VEIL}"}


@dataclass(frozen=True, eq=False)
class Lines:
    """Which rows have a line: those of `among` (B,), None for all; of them the first `most`. With `wrong_first` the
    wrong ones stand first, both parts in the dataset's order. `is_validation` (B,) tells the validation rows.
    """

    wrong_first: bool = False
    most: int | None = None
    among: np.ndarray | None = None
    is_validation: np.ndarray | None = None

    def places(self, predicted: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """The places of these rows, in the order of the lines; rows are compared only where wrong ones stand first."""
        most = len(targets) if self.most is None else self.most
        if not self.wrong_first:
            return np.arange(min(most, len(targets))) if self.among is None else np.flatnonzero(self.among)[:most]
        wrong = is_wrong(predicted, targets)
        right = ~wrong
        if self.among is not None:
            wrong, right = wrong & self.among, right & self.among
        return np.concatenate([np.flatnonzero(wrong)[:most], np.flatnonzero(right)[:most]])[:most]


def prediction_table(
    dataset: Dataset,
    predicted: np.ndarray,
    *,
    probs_of: Callable[[np.ndarray], np.ndarray],
    cells: pd.DataFrame,
    lines: Lines,
) -> pd.DataFrame:
    """A line for each row of the dataset: ✓ or ✗, row, whether it is a training or a validation row if there are both,
    label, predicted class, p of each class, features. A row without a label that counts has neither mark nor label.

    `predicted` (B,) are the predicted classes, `probs_of` gives the probabilities (n, K) of n of the rows, `cells` are
    the texts of the table, whose rows are numbered from 1.
    The columns are unique, whatever the file's are called.
    """
    places = lines.places(predicted, dataset.targets)
    predicted, targets, rows = (each[places] for each in (predicted, dataset.targets, dataset.rows))
    probs = probs_of(places)
    parts = {}
    if lines.is_validation is not None and lines.is_validation.any():
        parts = {"rows": np.where(lines.is_validation[places], "validation", "training")}
    wrong = is_wrong(predicted, targets)
    names = np.asarray((*dataset.classes, ""), dtype=object)  # the last of a row without a label that counts
    table = {
        "": np.where(targets < 0, "", np.where(wrong, WRONG_MARK, RIGHT_MARK)),
        "row": rows + 1,
        **parts,
        "label": names[targets],
        "predicted": names[predicted],
        **{f"p({name})": probs[:, k] for k, name in enumerate(dataset.classes)},
    }
    return beside(table, cells.drop(columns=dataset.label, errors="ignore").iloc[rows])


def beside(table: Mapping[str, np.ndarray], cells: pd.DataFrame) -> pd.DataFrame:
    """These columns, and after them those of the cells, by names of their own each."""
    features = {}
    for name in cells.columns:
        free = name
        while free in table or free in features or TAKEN_FOR_ROWS.fullmatch(free):
            free += "′"
        features[free] = cells[name].to_numpy()
    return pd.DataFrame({**table, **features})


def marked(table: pd.DataFrame) -> Styler:
    """A prediction table with a faint colour behind marks and wrongly predicted classes; it may have no marks."""
    if "" not in table.columns:
        return table.style
    styler = table.style.map(lambda mark: BEHIND.get(mark, ""), subset=[""])
    wrong = (table[""] == WRONG_MARK).to_numpy()
    return styler.apply(lambda column: np.where(wrong, BEHIND[WRONG_MARK], ""), subset=["predicted"])
