"""A search: trials that a sampler of Optuna asks for, many at a time, and that are told how well they did.

Optuna is imported at the first use, which takes a second or two.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from nets.errors import Code, DataError
from nets.settings import Settings
from nets.sweep.axis import axis_of
from nets.sweep.study.distributions import distributions_of
from nets.sweep.sweep import Member, Sweep, members_of
from nets.sweep.table import records_of

if TYPE_CHECKING:
    from optuna import Study
    from optuna.samplers import BaseSampler
    from optuna.trial import FrozenTrial, Trial

SAMPLERS = ("random", "tpe", "cmaes")
STUDY = "sweep"  # its name in a storage
REPORTS = 4  # of a trial, at as many epochs from the first to the last
KEPT_SHARE = 75.0  # percent: a trial worse than so many of the others at the same epoch is hopeless


@dataclass(frozen=True, eq=False)
class Asked:
    """A trial that was asked for, and its runs, one for each seed; none where no net has these settings together."""

    trial: "Trial"
    members: tuple[Member, ...]


class Search:
    """Optuna's study of a sweep whose axes are the search space. The less a trial's value, the better: the validation
    loss after the last epoch, or without validation rows the loss; over several seeds the median.

    A trial that diverged, or that Optuna's pruner finds hopeless at one of the epochs where its value was reported, is
    told as pruned. Its runs were trained all the same: side by side, leaving one out saves next to nothing. A trial is
    in the storage once it was told, whole: each of the many steps to there would be a transaction.
    """

    def __init__(
        self,
        sweep: Sweep,
        sampler: str,
        made_of: Mapping[str, str],
        *,
        storage: str | None = None,
        resume: bool = False,
    ) -> None:
        """A new study, or, to resume, that of the storage.

        Raises `DataError` where the storage cannot be opened, where it has a study and the search is not to resume, and
        where it is the study of another search.
        """
        import optuna  # noqa: PLC0415 - see the module

        optuna.logging.set_verbosity(optuna.logging.ERROR)
        self._sweep, self._optuna = sweep, optuna
        self._space = distributions_of(sweep.axes, searched=True)
        self._stored = None if storage is None else _stored(storage, made_of, resume=resume)
        before = [] if self._stored is None else self._stored.trials
        self._study = optuna.create_study(
            sampler=_sampler(sampler, seed=sweep.base.seed + len(before)),
            pruner=optuna.pruners.PercentilePruner(
                KEPT_SHARE, n_startup_trials=2 * REPORTS, n_warmup_steps=sweep.base.epochs // 2 - 1
            ),
        )
        self._study.add_trials(before)

    @property
    def n_done(self) -> int:
        """How many trials have been told."""
        return len(self._told())

    def ask(self, n_trials: int) -> tuple[Asked, ...]:
        """So many trials more, all asked for before any of them is told."""
        trials = [self._study.ask(self._space) for _ in range(n_trials)]
        return tuple(Asked(trial, self._members(trial.params)) for trial in trials)

    def tell(self, asked: Asked, values: np.ndarray, runs: pd.DataFrame) -> pd.DataFrame:
        """How a trial did: its runs' values after 0 to E epochs (E + 1, seeds), NaN from where one diverged on, and
        what came of these runs, which is kept with it. The same with the trial's number and each run's.
        """
        number, n_seeds = self.n_done, self._sweep.n_seeds or 1
        runs = runs.assign(trial=number, run=range(number * n_seeds, number * n_seeds + len(runs)))
        asked.trial.set_user_attr("runs", json.dumps(records_of(runs)))
        told = self._told_of(asked.trial, values)
        self._study.tell(asked.trial, **told)
        if self._stored is not None:
            self._stored.add_trial(self._study.trials[asked.trial.number])
        return runs

    def put_back(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Go on with trials that another study was told, by their runs' rows, each with the number of its `trial`."""
        states, trials = self._optuna.trial.TrialState, {}
        for row in rows:
            trials.setdefault(row["trial"], []).append(row)
        for runs in trials.values():
            value = np.median([_value(row) for row in runs])
            told = {"state": states.COMPLETE, "value": float(value)} if np.isfinite(value) else {"state": states.PRUNED}
            trial = self._optuna.trial.create_trial(
                params={name: runs[0][name] for name in self._space},
                distributions=self._space,
                user_attrs={"runs": json.dumps(runs)},
                **told,
            )
            for study in filter(None, (self._study, self._stored)):
                study.add_trial(trial)

    def told_runs(self) -> Iterator[tuple[Settings, Mapping[str, Any]]]:
        """Each run of the trials that were told: its settings, and its row."""
        for trial in self._told():
            rows = json.loads(trial.user_attrs["runs"])
            for member, row in zip(self._members(trial.params), rows, strict=True):
                yield member.settings, row

    def _told_of(self, trial: "Trial", values: np.ndarray) -> dict[str, Any]:
        pruned = {"state": self._optuna.trial.TrialState.PRUNED}
        if values.size == 0:
            return pruned
        value = np.median(np.where(np.isfinite(values), values, np.inf), axis=1)
        is_hopeless = False
        for epoch in np.unique(np.linspace(0, len(value) - 1, REPORTS + 1)[1:].astype(int)):
            if not np.isfinite(value[epoch]):
                return pruned
            trial.report(float(value[epoch]), int(epoch))
            is_hopeless = is_hopeless or trial.should_prune()
        return pruned if is_hopeless else {"values": float(value[-1])}

    def _told(self) -> list["FrozenTrial"]:
        states = self._optuna.trial.TrialState
        return self._study.get_trials(deepcopy=False, states=[states.COMPLETE, states.PRUNED])

    def _members(self, params: Mapping[str, Any]) -> tuple[Member, ...]:
        axes = tuple(axis_of(axis.setting, [params[axis.setting]]) for axis in self._sweep.axes)
        return members_of(Sweep(self._sweep.base, axes, self._sweep.n_seeds))[0]


def _stored(storage: str, made_of: Mapping[str, str], *, resume: bool) -> "Study":
    import optuna  # noqa: PLC0415 - see the module
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    try:
        study = optuna.create_study(storage=storage, study_name=STUDY, load_if_exists=resume)
        before = study.user_attrs.setdefault("made_of", dict(made_of))
        study.set_user_attr("made_of", before)
    except optuna.exceptions.DuplicatedStudyError:
        raise DataError(
            Code.STORAGE, f"{storage} has trials already: go on with them by --resume, or name another file."
        ) from None
    except (SQLAlchemyError, RuntimeError) as error:
        raise DataError(
            Code.STORAGE, f"The storage {storage} cannot be opened ({str(error).splitlines()[0]})."
        ) from None
    if other := [name for name, what in made_of.items() if before.get(name) != what]:
        raise DataError(
            Code.STORAGE, f"{storage} is of another search: not the same {' and '.join(other)}. Name another file."
        )
    return study


def _sampler(name: str, *, seed: int) -> "BaseSampler":
    """Optuna's sampler of this name, of `SAMPLERS`. TPE is multivariate with a constant liar by default."""
    from optuna import samplers  # noqa: PLC0415 - see the module

    if name == "random":
        return samplers.RandomSampler(seed=seed)
    if name == "cmaes":
        return samplers.CmaEsSampler(seed=seed, warn_independent_sampling=False)
    return samplers.TPESampler(seed=seed)


def _value(row: Mapping[str, Any]) -> float:
    value = row.get("validation_loss", row["loss"])
    return np.inf if value is None or row["diverged_at"] is not None else value
