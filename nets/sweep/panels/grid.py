"""The grid of a sweep: one score of each cell at the playhead, and which cells learned nothing."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from nets.sweep.panels.cells import Cells
from nets.sweep.scores import SCORES, Terms, all_right, has_diverged, majority_only, scores_of
from nets.sweep.view import SweepView

Kind = Literal["number", "share", "epoch"]


@dataclass(frozen=True)
class GridScore:
    """What a cell can show: `per_run` is the name of a score whose median over the cell's runs is taken, or None."""

    name: str
    title: str
    help: str
    better: Literal["lower", "higher"]
    kind: Kind
    per_run: str | None = None


@dataclass(frozen=True, eq=False)
class GridValues:
    """Of each cell (rows, columns): its value, NaN where it has none; how many runs it has; how many of them have
    diverged, and how many are no better than one class for every row.
    """

    score: GridScore
    values: np.ndarray
    n_runs: np.ndarray
    n_diverged: np.ndarray
    n_majority: np.ndarray

    @property
    def is_diverged(self) -> np.ndarray:
        """Whether more than half of a cell's runs have diverged."""
        return self.n_diverged * 2 > self.n_runs

    @property
    def is_majority(self) -> np.ndarray:
        """Whether more than half of a cell's runs are no better than one class for every row."""
        return self.n_majority * 2 > self.n_runs


def grid_scores(view: SweepView) -> tuple[GridScore, ...]:
    """What the cells of this sweep can show."""
    kinds: dict[str, Kind] = {"epochs_to_goal": "epoch", "diverged_at": "epoch"}
    of_runs = [
        GridScore(
            score.name,
            score.title,
            score.help,
            score.better,
            "share" if score.name.endswith("accuracy") else kinds.get(score.name, "number"),
            per_run=score.name,
        )
        for score in scores_of(view)
    ]
    spread_of = "validation loss" if view.has_validation else "loss"
    return (
        *of_runs,
        GridScore("all_right", "Share with every row right", "Of a cell's runs.", "higher", "share"),
        GridScore("diverged", "Share that diverged", "Of a cell's runs.", "lower", "share"),
        GridScore("spread", "Spread over seeds", f"Of the {spread_of}: third quartile minus first.", "lower", "number"),
    )


def grid_values(view: SweepView, cells: Cells, score: GridScore, terms: Terms, *, page: int = 0) -> GridValues:
    """The score in every cell of this page."""
    n_rows, n_columns = cells.shape
    here = np.flatnonzero(cells.page_of == page)
    cell = (cells.row * n_columns + cells.column)[here]

    def laid_out(of_cells: pd.Series) -> np.ndarray:
        return of_cells.reindex(range(n_rows * n_columns)).to_numpy(float).reshape(n_rows, n_columns)

    def counted(is_so: np.ndarray) -> np.ndarray:
        return np.nan_to_num(laid_out(pd.Series(is_so[here].astype(float)).groupby(cell).sum())).astype(int)

    gone = has_diverged(view, terms.epoch)
    shares = {"all_right": all_right(view, terms.epoch), "diverged": gone}
    if score.name in shares:
        values = pd.Series(shares[score.name][here].astype(float)).groupby(cell).mean()
    else:
        of = score.per_run or ("validation_loss" if view.has_validation else "loss")
        grouped = pd.Series(SCORES[of].of_well(view, terms)[here]).groupby(cell)
        spread = grouped.quantile(0.75) - grouped.quantile(0.25)
        values = grouped.median() if score.per_run else spread.where(grouped.count() > 1)
    return GridValues(
        score=score,
        values=laid_out(values),
        n_runs=counted(np.ones(len(gone), bool)),
        n_diverged=counted(gone),
        n_majority=counted(majority_only(view, terms)),
    )


def known_after(view: SweepView, score: GridScore) -> int | None:
    """The epoch after the playhead's that this score is of: the accuracy of training rows is known only where the runs
    stand. None: it is of the playhead's.
    """
    if score.name not in ("accuracy", "all_right"):
        return None
    latest = int(view.accuracy_epoch.max())
    return latest if latest > view.at else None


def median_run(values: np.ndarray, runs: np.ndarray) -> int:
    """Of these runs the one whose value is in the middle; the first where none has a value."""
    known = runs[np.isfinite(values[runs])]
    if not len(known):
        return int(runs[0])
    return int(known[np.argsort(values[known], kind="stable")[(len(known) - 1) // 2]])
