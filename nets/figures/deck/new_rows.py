"""The table of predictions for new rows."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from nets.data.prepare.new_rows.encode import NewRows
from nets.figures.deck.predictions import beside
from nets.figures.marks import RIGHT_MARK, WRONG_MARK
from nets.queries.predictions import Predictions


def new_rows_table(
    new: NewRows,
    found: Predictions,
    *,
    classes: Sequence[str],
    label: str,
    most: int | None = None,
    most_cells: int | None = None,
) -> pd.DataFrame:
    """A line for each row of the new table, in its order: predicted class, p of each class, and its own cells.

    Before them stand the line of the file (of typed rows the number), and where some have a label that training knew,
    ✓ or ✗ and the label's text. A row that was left out has no prediction. Of many lines the first `most`,
    and of each row's many cells the first `most_cells`.
    """
    table = new.table
    n_rows = table.n_rows if most is None else min(most, table.n_rows)
    names = np.asarray(classes, dtype=object)
    predicted, probs = in_order_of_the_file(new, found)
    is_known = predicted >= 0
    lines = {}
    if new.n_labelled:
        targets = np.full(table.n_rows, -1)
        targets[new.rows] = new.targets
        marks = np.where(targets == predicted, RIGHT_MARK, WRONG_MARK).astype(object)
        lines[""] = np.where(is_known & (targets >= 0), marks, "")
    lines["row" if table.lines is None else "line"] = _places(table.lines, table.n_rows)
    if new.n_labelled:
        lines["label"] = table.cells[label].to_numpy(dtype=object)
    lines["predicted"] = np.where(is_known, names[predicted], "")
    lines |= {f"p({name})": probs[:, k] for k, name in enumerate(classes)}
    cells = table.cells.drop(columns=label, errors="ignore") if new.n_labelled else table.cells
    return beside({name: values[:n_rows] for name, values in lines.items()}, cells.iloc[:n_rows, :most_cells])


def without_nan(table: pd.DataFrame) -> pd.DataFrame:
    """The table for a file: an empty cell where there is no number."""
    return table.astype(object).where(table.notna(), "")


def in_order_of_the_file(new: NewRows, found: Predictions) -> tuple[np.ndarray, np.ndarray]:
    """The predicted classes (n_rows,), -1 for a row that was left out, and the probabilities (n_rows, K), nan there."""
    predicted = np.full(new.table.n_rows, -1)
    probs = np.full((new.table.n_rows, found.probs.shape[1]), np.nan, found.probs.dtype)
    predicted[new.rows], probs[new.rows] = found.predicted, found.probs
    return predicted, probs


def _places(lines: Sequence[int] | np.ndarray | None, n_rows: int) -> np.ndarray:
    return np.arange(1, n_rows + 1) if lines is None else np.asarray(lines)
