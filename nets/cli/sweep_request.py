"""What a person asks of `python -m nets sweep`, read and checked before anything is trained."""

import argparse
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from nets.cli.path import table_at
from nets.cli.settings_options import settings_given
from nets.cli.standard_error.note_text import with_lines
from nets.cli.table_changes import changed_by
from nets.cli.table_options import options_from
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.split import prepared
from nets.data.table import Table
from nets.errors import Code, SettingsError
from nets.settings import Settings, fields, settings_from
from nets.sweep.identity import made_of
from nets.sweep.plan import Plan, plan_of, rows_key
from nets.sweep.scores import SCORES, Terms
from nets.sweep.study.hparams import check_directory
from nets.sweep.study.search import SAMPLERS
from nets.sweep.sweep import Member, Sweep, sweep_from
from nets.sweep.table import baseline_of, runs_table
from nets.sweep.trained import Trained, stands_at, view_of
from nets.training.protocol.examples import Examples, examples_of

MOST_RUNS = 1_000_000  # of one command: no page holds them
MOST_TRIALS = 100_000


@dataclass(frozen=True, eq=False)
class Request:
    """A sweep of a table. `n_trials` are those of a search, None without. `made_of` is what its runs are made of."""

    sweep: Sweep
    table: Table
    options: PreprocessingOptions
    n_trials: int | None
    goal: float
    curves: bool
    made_of: Mapping[str, str]
    known: dict[tuple, Examples] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The settings that are varied."""
        return tuple(axis.setting for axis in self.sweep.axes)

    @property
    def n_seeds(self) -> int:
        """How many runs each combination, or trial, has."""
        return self.sweep.n_seeds or 1

    def plan(self, members: Sequence[Member]) -> Plan:
        """The plan of these runs. Raises `Refusal` where one cannot be trained on the table."""
        return plan_of(members, self._examples)

    def table_of(self, members: Sequence[Member], trained: Trained, examples: Examples) -> pd.DataFrame:
        """What came of these runs, as rows of the table of runs."""
        view = view_of(self.sweep, members, trained)
        runs = runs_table(view, Terms(view.end, goal=self.goal, baseline=baseline_of(examples)))
        if self.curves:
            ends = stands_at(trained.diverged_at, view.end)
            runs["losses"] = [trained.scores[: end + 1, i, 0].tolist() for i, end in enumerate(ends)]
        return runs

    def _examples(self, settings: Settings) -> Examples:
        key = rows_key(settings)
        if key not in self.known:
            self.known[key] = examples_of(prepared(self.table, settings, options=self.options), settings)
        return self.known[key]


def request_of(arguments: argparse.Namespace) -> Request:
    """Raises `Refusal`, and says on standard error what a person should know of what was given."""
    _check_together(arguments)
    if arguments.tensorboard and not arguments.resume:
        check_directory(arguments.tensorboard)
    given, renamed = settings_given(arguments)
    goal = _number("goal", arguments.goal)
    n_seeds = None if arguments.seeds is None else _whole_number("seeds", arguments.seeds)
    bounds = (
        {"most_runs": MOST_RUNS} if arguments.search is None else {"most_runs": math.inf, "most_axes": len(fields())}
    )
    sweep = sweep_from(settings_from(given), arguments.vary, n_seeds=n_seeds, **bounds)
    n_trials = None
    if arguments.search is not None:
        n_trials = _whole_number("trials", arguments.trials or "")
        if not 1 <= n_trials <= MOST_TRIALS:
            raise SettingsError(
                Code.SETTING_OUT_OF_RANGE, f"--trials must be from 1 to {MOST_TRIALS:,}; found {n_trials:,}."
            )
    _check_table(arguments.table, sweep)
    table = changed_by(arguments, table_at(arguments.csv))
    options, notes = options_from(arguments, table)
    if given.get("early_stopping", "0") != "0":
        renamed = (*renamed, "Early stopping is off: runs of a sweep train to the last epoch.")
    for sentence in (*renamed, *map(with_lines, notes)):
        print(sentence, file=sys.stderr)
    made = made_of(table, options, (sweep, goal, arguments.curves, arguments.search))
    return Request(sweep, table, options, n_trials, goal, arguments.curves, made)


def _check_together(arguments: argparse.Namespace) -> None:
    """Raises `SettingsError` where options do not go together."""
    refused = {
        "--resume goes on with the runs of a file or a storage: name it by --out or --storage.": arguments.resume
        and arguments.out is None
        and arguments.storage is None,
        "--curves needs --json, or an --out that ends in .parquet.": arguments.curves
        and (arguments.out or "").endswith(".csv"),
        f"--search must be one of {', '.join(SAMPLERS)}; found {arguments.search!r}.": arguments.search is not None
        and arguments.search not in SAMPLERS,
        "--search needs how many --trials.": arguments.search is not None and arguments.trials is None,
        "--search needs at least one setting to --vary.": arguments.search is not None and not arguments.vary,
        "--trials and --storage are those of a search: name its sampler by --search.": arguments.search is None
        and (arguments.trials or arguments.storage) is not None,
        "--storage must be SQLite: sqlite:///trials.db.": arguments.storage is not None
        and not arguments.storage.startswith("sqlite:///"),
    }
    for sentence, is_so in refused.items():
        if is_so:
            raise SettingsError(Code.BAD_OPTIONS, sentence)


def _check_table(score: str | None, sweep: Sweep) -> None:
    """Raises `SettingsError` where a table is asked for of a score that needs validation rows, and there are none."""
    varied = any(axis.setting == "validation_split" for axis in sweep.axes)
    if score in SCORES and SCORES[score].needs_validation and not (varied or sweep.base.validation_split):
        raise SettingsError(Code.BAD_OPTIONS, f"--table {score} needs validation rows: give a --validation-split.")


def _whole_number(name: str, text: str) -> int:
    if not text.isdecimal():
        raise SettingsError(Code.SETTING_OUT_OF_RANGE, f"--{name} must be a whole number; found {text[:60]!r}.")
    return int(text)


def _number(name: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if math.isnan(number):
        raise SettingsError(Code.SETTING_OUT_OF_RANGE, f"--{name} must be a number; found {text[:60]!r}.")
    return number
