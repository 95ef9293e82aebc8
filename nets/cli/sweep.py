"""`python -m nets sweep`: many runs that differ in a few settings, trained side by side."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from nets.cli.cluster import trainer_on
from nets.cli.progress import Progress
from nets.cli.settings_options import add_settings_options
from nets.cli.standard_error.native_log import without_native_log
from nets.cli.sweep_report import COUNTS, json_of, markdown_of, text_of
from nets.cli.sweep_request import Request, request_of
from nets.cli.sweep_search import go_on, train_trials
from nets.cli.sweep_trainer import Trainer, train_here
from nets.cli.table_changes import add_table_changes
from nets.cli.table_options import add_table_options
from nets.errors import Code, Refusal, SettingsError
from nets.settings import Settings
from nets.sweep.pieces import pieces_of
from nets.sweep.runs_file import RunsFile
from nets.sweep.scores import SCORES
from nets.sweep.study.hparams import write_hparams
from nets.sweep.study.search import SAMPLERS, Search
from nets.sweep.sweep import members_of
from nets.sweep.table import varied_names
from nets.training.engine.compile_cache import CompileCache
from nets.training.engine.xla_flags import set_flags

INTERRUPTED = 130  # the exit status of a program that was interrupted


def add_sweep_parser(commands: argparse._SubParsersAction) -> None:
    """The command's own arguments, and one for every setting."""
    parser = commands.add_parser("sweep", help="train many nets side by side that differ in a few settings")
    parser.set_defaults(command=sweep_command)
    parser.add_argument(
        "csv",
        metavar="CSV",
        help="the table; which column is the label is proposed as in the app unless --label says it",
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
    parser.add_argument("--resume", action="store_true", help="go on with the runs that are in --out or --storage")
    parser.add_argument("--curves", action="store_true", help="keep each run's loss at every epoch")
    parser.add_argument("--goal", default="0.1", metavar="LOSS", help="of the score epochs_to_goal; 0.1 if not given")
    parser.add_argument(
        "--table",
        metavar="SCORE",
        choices=[*COUNTS, *SCORES],
        help="print a Markdown table of it, the first setting that is varied downwards, the others across: "
        f"{', '.join((*COUNTS, *SCORES))}",
    )
    group = parser.add_argument_group(
        "search", "Instead of all combinations: trials within the ranges and choices of --vary, by Optuna."
    )
    group.add_argument("--search", metavar="SAMPLER", help=f"one of {', '.join(SAMPLERS)}")
    group.add_argument("--trials", metavar="N", help="how many, each from all --seeds")
    group.add_argument("--storage", metavar="URL", help="keep the trials in this SQLite file: sqlite:///trials.db")
    parser.add_argument(
        "--on", metavar="ADDRESS", help="train on the Dask cluster of this scheduler: tcp://localhost:8786"
    )
    parser.add_argument(
        "--tensorboard", metavar="FOLDER", help="write the runs as summaries for TensorBoard's HParams as well"
    )
    add_settings_options(parser)
    add_table_options(parser)
    add_table_changes(parser)


def sweep_command(arguments: argparse.Namespace) -> int:
    """Train and print; 0, or 2 with one sentence on standard error if something was refused.

    What was done is kept and printed also if interrupted, and the status is then 130.
    """
    set_flags()
    cache = CompileCache()
    cache.use()
    try:
        with without_native_log():  # its lines would stand between those on how far it is
            return _swept(arguments)
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # before anything was trained, or again
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED
    finally:
        cache.close()


def _swept(arguments: argparse.Namespace) -> int:
    """The exit status. Raises `Refusal` where something was refused."""
    request = request_of(arguments)
    kept = RunsFile(arguments.out, request.made_of, resume=arguments.resume)
    trainer = trainer_on(arguments.on) if arguments.on else train_here
    done = _search(arguments, request, kept, trainer) if arguments.search else _grid(arguments, request, kept, trainer)
    runs = kept.runs
    if arguments.tensorboard and len(runs):
        write_hparams(arguments.tensorboard, varied_names(request.sweep), runs)
    _print_runs(arguments, request, runs, done)
    return done.status


@dataclass(frozen=True)
class Done:
    """That training ended: the settings of each run that is done, by its number, and the command's exit status."""

    settings: Mapping[int, Settings]
    seconds: float
    status: int


def _grid(arguments: argparse.Namespace, request: Request, kept: RunsFile, trainer: Trainer) -> Done:
    """All combinations."""
    members, n_left_out = members_of(request.sweep)
    if not members:
        raise SettingsError(Code.BAD_AXIS, "No net has these settings together: vary others.")
    plan = request.plan(members)
    if n_left_out:
        print(_left_out(n_left_out), file=sys.stderr)
    _say_if_anew(arguments, kept)
    before = kept.numbers
    pieces = [piece for piece in pieces_of(plan) if not before.issuperset(piece.members)]
    progress = Progress(len(members), n_kept=lambda: kept.n_runs)

    def train() -> None:
        for piece, trained in trainer(pieces, plan.examples, lambda n_done: progress.at(len(before) + n_done)):
            runs = request.table_of([members[i] for i in piece.members], trained, plan.examples[piece.data])
            kept.add(runs.assign(run=piece.members))

    status = _status_of(train, kept, progress)
    _say_if_interrupted(arguments, status, kept, len(members))
    return Done({number: members[number].settings for number in kept.numbers}, progress.seconds, status)


def _search(arguments: argparse.Namespace, request: Request, kept: RunsFile, trainer: Trainer) -> Done:
    """Trials of a sampler."""
    search = Search(
        request.sweep, arguments.search, request.made_of, storage=arguments.storage, resume=arguments.resume
    )
    go_on(search, kept)
    _say_if_anew(arguments, kept)
    n_runs = request.n_trials * request.n_seeds
    progress = Progress(n_runs, n_kept=lambda: kept.n_runs)
    status = _status_of(
        lambda: train_trials(request, search, kept, trainer=trainer, report=progress.at), kept, progress
    )
    _say_if_interrupted(arguments, status, kept, n_runs)
    return Done({row["run"]: settings for settings, row in search.told_runs()}, progress.seconds, status)


def _status_of(train: Callable[[], None], kept: RunsFile, progress: Progress) -> int:
    """Train until done or interrupted, and have the runs in their file; the exit status."""
    status = 0
    try:
        train()
    except KeyboardInterrupt:
        status = INTERRUPTED
    finally:
        kept.write()
    progress.at(kept.n_runs, ends=True)
    return status


def _say_if_anew(arguments: argparse.Namespace, kept: RunsFile) -> None:
    if arguments.resume and not kept.n_runs:
        where = arguments.out or arguments.storage
        print(f"There are no runs in {where} yet: --resume begins anew, at the first.", file=sys.stderr)


def _say_if_interrupted(arguments: argparse.Namespace, status: int, kept: RunsFile, n_runs: int) -> None:
    if status != INTERRUPTED:
        return
    n, where = kept.n_runs, arguments.out or arguments.storage
    if not n:
        anew = ", and --resume begins at the first run" if where else ""
        said = f"Interrupted before the first batch of runs was finished: nothing is kept{anew}."
    elif where:
        said = f"Interrupted: {n:,} of {n_runs:,} runs are kept in {where}; --resume goes on with the others."
    else:
        said = f"Interrupted: {n:,} of {n_runs:,} runs were finished; --out or --storage would have kept them."
    print(said, file=sys.stderr)


def _left_out(n: int) -> str:
    if n == 1:
        return "1 combination that means nothing, or the same as another, is left out."
    return f"{n:,} combinations that mean nothing, or the same as others, are left out."


def _print_runs(arguments: argparse.Namespace, request: Request, runs: pd.DataFrame, done: Done) -> None:
    if arguments.json:
        print(json.dumps(json_of(request.names, done.settings, runs, seconds=done.seconds)), flush=True)
    elif runs.empty:
        return
    elif arguments.table:
        print(markdown_of(request.names, runs, arguments.table), flush=True)
    elif arguments.out is None:
        print(text_of(request.names, runs), flush=True)
