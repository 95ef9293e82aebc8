"""The loop of a search: trials asked for, trained side by side, and told."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from nets.cli.sweep_request import Request
from nets.cli.sweep_trainer import Trainer
from nets.sweep.pieces import pieces_of
from nets.sweep.runs_file import RunsFile
from nets.sweep.study.search import Asked, Search
from nets.sweep.table import records_of, table_of
from nets.sweep.trained import Trained

AT_ONCE = 64  # trials that are asked for before any of them is told


def go_on(search: Search, kept: RunsFile) -> None:
    """Bring together the trials that the search has been told and the runs that are in the file."""
    if search.n_done == 0 and (rows := records_of(kept.runs)):
        search.put_back(rows)
    numbers = kept.numbers
    if rows := [row for _, row in search.told_runs() if row["run"] not in numbers]:
        kept.add(table_of(rows))


def train_trials(
    request: Request, search: Search, kept: RunsFile, *, trainer: Trainer, report: Callable[[float], None]
) -> None:
    """Train what is left of the trials, and keep the runs of each once its last is done."""
    while (n_left := request.n_trials - search.n_done) > 0:
        batch = _Batch(search, search.ask(min(AT_ONCE, n_left)), kept)
        plan = request.plan(batch.members)
        n_before, pieces = len(kept.numbers), pieces_of(plan, rounded=True)
        for piece, trained in trainer(pieces, plan.examples, lambda n_done, n=n_before: report(n + n_done)):
            runs = request.table_of([batch.members[i] for i in piece.members], trained, plan.examples[piece.data])
            batch.add(piece.members, runs, _values(trained))


class _Batch:
    """Trials that were asked for together, and what came of their runs so far."""

    def __init__(self, search: Search, asked: Sequence[Asked], kept: RunsFile) -> None:
        self._search, self._kept, self._asked = search, kept, asked
        self.members = [member for each in asked for member in each.members]
        self._trial_of = [trial for trial, each in enumerate(asked) for _ in each.members]
        self._rows: dict[int, pd.DataFrame] = {}
        self._values: dict[int, np.ndarray] = {}
        for each in asked:
            if not each.members:
                search.tell(each, np.empty((1, 0)), pd.DataFrame())

    def add(self, places: Sequence[int], runs: pd.DataFrame, values: np.ndarray) -> None:
        """What came of the members at these places; trials all of whose members are done are told."""
        self._rows |= {place: runs.iloc[[i]] for i, place in enumerate(places)}
        self._values |= dict(zip(places, values.T, strict=True))
        for trial in dict.fromkeys(self._trial_of[place] for place in places):
            every = [place for place, of in enumerate(self._trial_of) if of == trial]
            if all(place in self._rows for place in every):
                values = np.stack([self._values[place] for place in every], axis=1)
                rows = pd.concat([self._rows[place] for place in every], ignore_index=True)
                self._kept.add(self._search.tell(self._asked[trial], values, rows))


def _values(trained: Trained) -> np.ndarray:
    """What a trial is judged by, after 0 to E epochs (E + 1, R): NaN from where a run diverged on."""
    scores = trained.scores[:, :, 1 if trained.scores.shape[2] > 1 else 0]
    epochs = np.arange(len(scores))[:, None]
    has_diverged = (trained.diverged_at >= 0) & (epochs >= trained.diverged_at)
    return np.where(has_diverged, np.nan, scores)
