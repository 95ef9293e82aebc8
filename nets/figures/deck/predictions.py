"""The prediction table: label, predicted class and probabilities of each row."""

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
from pandas.io.formats.style import Styler

from nets.data.prepare.dataset import Dataset

TAKEN_FOR_ROWS = re.compile(r"__index_level_\d+__")  # such a column the browser's table takes for the rows' numbers
RIGHT, WRONG = "✓", "✗"
MARKS = {RIGHT: "color: #009E73; font-weight: bold", WRONG: "color: #D55E00; font-weight: bold"}


def prediction_table(
    dataset: Dataset,
    predicted: np.ndarray,
    *,
    probs_of: Callable[[np.ndarray], np.ndarray],
    cells: pd.DataFrame,
    wrong_first: bool,
    most: int | None = None,
) -> pd.DataFrame:
    """A line for each row of the dataset: ✓ or ✗, row, label, predicted class, p of each class, features.

    `predicted` (B,) are the predicted classes, `probs_of` gives the probabilities (n, K) of n of the rows, `cells` are
    the texts of the table, whose rows are numbered from 1.
    With `wrong_first` the wrong ones stand first, both parts in the dataset's order; of all the lines the first `most`.
    The columns are unique, whatever the file's are called.
    """
    most = dataset.n_rows if most is None else most
    lines = _lines(predicted, dataset.targets, wrong_first=wrong_first, most=most)
    predicted, targets, rows = (each[lines] for each in (predicted, dataset.targets, dataset.rows))
    probs = probs_of(lines)
    wrong = predicted != targets
    names = np.asarray(dataset.classes, dtype=object)
    table = {
        "": np.where(wrong, WRONG, RIGHT),
        "row": rows + 1,
        "label": names[targets],
        "predicted": names[predicted],
        **{f"p({name})": probs[:, k] for k, name in enumerate(dataset.classes)},
    }
    features = {}
    for name in cells.columns:
        if name != dataset.label:
            free = name
            while free in table or free in features or TAKEN_FOR_ROWS.fullmatch(free):
                free += "′"
            features[free] = cells[name].iloc[rows].to_numpy()
    return pd.DataFrame(table | features)


def _lines(predicted: np.ndarray, targets: np.ndarray, *, wrong_first: bool, most: int) -> np.ndarray:
    """The rows of the first `most` lines; all rows are compared only where the wrong ones stand first."""
    if not wrong_first:
        return np.arange(min(most, len(targets)))
    wrong = predicted != targets
    return np.concatenate([np.flatnonzero(wrong)[:most], np.flatnonzero(~wrong)[:most]])[:most]


def marked(table: pd.DataFrame) -> Styler:
    """A prediction table whose marks, and wrongly predicted classes, have a colour."""
    styler = table.style.map(lambda mark: MARKS[mark], subset=[""])
    wrong = (table[""] == WRONG).to_numpy()
    return styler.apply(lambda column: np.where(wrong, MARKS[WRONG], ""), subset=["predicted"])
