"""`python -m nets sweep`: many runs that differ in a few settings, trained side by side."""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from nets.cli.path import table_at
from nets.cli.progress import Progress
from nets.cli.settings_options import add_settings_options, settings_given
from nets.cli.sweep_report import COUNTS, json_of, markdown_of, text_of
from nets.cli.sweep_trainer import train_here
from nets.cli.table_options import add_table_options, options_from
from nets.data.prepare.split import prepared
from nets.errors import Code, Refusal, SettingsError
from nets.settings import settings_from
from nets.sweep.identity import made_of
from nets.sweep.pieces import pieces_of
from nets.sweep.plan import Batch, plan_of
from nets.sweep.runs_file import RunsFile
from nets.sweep.scores import SCORES, Terms
from nets.sweep.sweep import Member, Sweep, members_of, sweep_from
from nets.sweep.table import baseline_of, runs_table
from nets.sweep.trained import Trained, stands_at, view_of
from nets.training.engine.xla_flags import set_flags
from nets.training.protocol.examples import Examples, examples_of

MOST_RUNS = 1_000_000  # of one command: no page holds them
INTERRUPTED = 130  # the exit status of a program that was interrupted


def add_sweep_parser(commands: argparse._SubParsersAction) -> None:
    """The command's own arguments, and one for every setting."""
    parser = commands.add_parser("sweep", help="train many nets side by side that differ in a few settings")
    parser.set_defaults(command=sweep_command)
    parser.add_argument(
        "csv", metavar="CSV", help="the table; its first column is the label unless --label says otherwise"
    )
    parser.add_argument(
        "--vary",
        action="append",
        default=[],
        metavar="SETTING=VALUES",
        help="a setting and its values: learning_rate=0.001:30:log:12 (from, to, log or lin, how many), or "
        "activation=tanh,relu; may be given up to three times",
    )
    parser.add_argument("--seeds", metavar="N", help="train each combination from the seeds 0 to N - 1")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--out", metavar="FILE", help="keep the runs in this file as they are done: .parquet or .csv")
    parser.add_argument("--resume", action="store_true", help="go on with the runs that are in --out")
    parser.add_argument("--curves", action="store_true", help="keep each run's loss at every epoch")
    parser.add_argument("--goal", default="0.1", metavar="LOSS", help="of the score epochs_to_goal; 0.1 if not given")
    parser.add_argument(
        "--table",
        metavar="SCORE",
        choices=[*COUNTS, *SCORES],
        help="print a Markdown table of it, the first setting that is varied downwards, the others across: "
        f"{', '.join((*COUNTS, *SCORES))}",
    )
    add_settings_options(parser)
    add_table_options(parser)


def sweep_command(arguments: argparse.Namespace) -> int:
    """Train and print; 0, or 2 with one sentence on standard error if something was refused.

    What was done is kept and printed also if interrupted, and the status is then 130.
    """
    try:
        job = _job_of(arguments)
        kept = RunsFile(arguments.out, job.made_of, resume=arguments.resume)
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 2
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # its log would be lines between those on how far it is
    set_flags()
    status = 0
    before = kept.numbers
    pieces = [piece for piece in job.pieces if not before.issuperset(piece.members)]
    progress = Progress(len(job.members))
    try:
        for piece, trained in train_here(pieces, job.examples, lambda n_done: progress.at(len(before) + n_done)):
            kept.add(job.table_of(piece, trained))
    except KeyboardInterrupt:
        status = INTERRUPTED
    finally:
        kept.write()
    progress.at(len(kept.numbers), ends=True)
    if len(runs := kept.runs):
        _print_runs(arguments, job, runs, seconds=progress.seconds)
    return status


@dataclass(frozen=True, eq=False)
class Job:
    """A sweep that can be trained: its runs, the pieces they are trained in, and the rows of each."""

    sweep: Sweep
    members: tuple[Member, ...]
    pieces: tuple[Batch, ...]
    examples: tuple[Examples, ...]
    goal: float
    curves: bool
    made_of: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """The settings that are varied."""
        return tuple(axis.setting for axis in self.sweep.axes)

    def table_of(self, piece: Batch, trained: Trained) -> pd.DataFrame:
        """What came of a piece, as rows of the table of runs."""
        view = view_of(self.sweep, [self.members[i] for i in piece.members], trained)
        terms = Terms(view.end, goal=self.goal, baseline=baseline_of(self.examples[piece.data]))
        runs = runs_table(view, terms)
        if self.curves:
            ends = stands_at(trained.diverged_at, view.end)
            runs["losses"] = [trained.scores[: end + 1, i, 0].tolist() for i, end in enumerate(ends)]
        return runs.assign(run=piece.members)


def _job_of(arguments: argparse.Namespace) -> Job:
    """Raises `Refusal`, and says what a person should know of what was given."""
    if arguments.resume and arguments.out is None:
        raise SettingsError(Code.RUNS_FILE, "--resume goes on with the runs of a file: name it by --out.")
    if arguments.curves and (arguments.out or "").endswith(".csv"):
        raise SettingsError(Code.RUNS_FILE, "--curves needs --json, or an --out that ends in .parquet.")
    given, renamed = settings_given(arguments)
    goal = _number("goal", arguments.goal)
    n_seeds = None if arguments.seeds is None else _whole_number("seeds", arguments.seeds)
    sweep = sweep_from(settings_from(given), arguments.vary, n_seeds=n_seeds, most_runs=MOST_RUNS)
    table = table_at(arguments.csv)
    options, notes = options_from(arguments, table)
    members, n_left_out = members_of(sweep)
    if not members:
        raise SettingsError(Code.BAD_AXIS, "No net has these settings together: vary others.")
    plan = plan_of(members, lambda run: examples_of(prepared(table, run, options=options), run))
    for sentence in (*renamed, *(note.sentence for note in notes)):
        print(sentence, file=sys.stderr)
    if n_left_out:
        print(_left_out(n_left_out), file=sys.stderr)
    definition = (sweep, goal, arguments.curves)
    made = made_of(table, options, definition)
    return Job(sweep, members, pieces_of(plan), plan.examples, goal, arguments.curves, made)


def _left_out(n: int) -> str:
    if n == 1:
        return "1 combination that means nothing, or the same as another, is left out."
    return f"{n:,} combinations that mean nothing, or the same as others, are left out."


def _whole_number(name: str, text: str) -> int:
    if not text.isdecimal():
        raise SettingsError(Code.SETTING_OUT_OF_RANGE, f"--{name} must be a whole number; found {text[:60]!r}.")
    return int(text)


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise SettingsError(Code.SETTING_OUT_OF_RANGE, f"--{name} must be a number; found {text[:60]!r}.") from None


def _print_runs(arguments: argparse.Namespace, job: Job, runs: pd.DataFrame, *, seconds: float) -> None:
    if arguments.json:
        settings = {number: member.settings for number, member in enumerate(job.members)}
        print(json.dumps(json_of(job.names, settings, runs, seconds=seconds)), flush=True)
    elif arguments.table:
        print(markdown_of(job.names, runs, arguments.table), flush=True)
    elif arguments.out is None:
        print(text_of(job.names, runs), flush=True)
