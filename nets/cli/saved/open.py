"""`python -m nets open`: what `train` would print, from a saved tape."""

import argparse
import sys

from nets.cli.path import bytes_at
from nets.cli.standard_error.native_log import without_native_log
from nets.cli.train import Trained, show
from nets.errors import Refusal
from nets.saved.tape_file import opened_file
from nets.training.engine.xla_flags import set_flags
from nets.workspace.events.text import trained_by
from nets.workspace.run import Run


def add_open_parser(commands: argparse._SubParsersAction) -> None:
    """The command's own arguments."""
    parser = commands.add_parser("open", help="print what the net of a saved tape has learnt")
    parser.set_defaults(command=open_command)
    parser.add_argument("file", metavar="FILE", help="a file that “Save tape” gave")
    parser.add_argument("--json", action="store_true", help="print one JSON object, as train does")


def open_command(arguments: argparse.Namespace) -> int:
    """Open and print; 0, or 2 with one sentence on standard error if the file cannot be opened."""
    try:
        opened = opened_file(bytes_at(arguments.file))
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 2
    run, _ = opened.work.deck
    start = run.tape.recorded().start
    if start and start.looked_at is not None:
        last = start.snapshot.epoch
        print(f"Saved at epoch {start.looked_at:,}; what follows is the last one, {last:,}.", file=sys.stderr)
    if run.tape.events.of_steps().later:
        print(f"Trained by {trained_by(run.tape.events)}.", file=sys.stderr)
    with without_native_log():
        _show(run, as_json=arguments.json)
    return 0


def _show(run: Run, *, as_json: bool) -> None:
    set_flags()
    from nets.training.engine.run import Run as Engine  # noqa: PLC0415 - TensorFlow takes seconds

    recorded, examples = run.tape.recorded(), run.tape.examples
    start = recorded.start
    engine = Engine(recorded.settings, examples, start=start and start.snapshot)
    last = engine.evaluate()
    if start:
        engine.diverged_at, engine.stopped_at = start.diverged_at, start.stopped_at
    show(engine, run.loaded.dataset, examples, Trained(last, start.scores if start else last.scores), as_json=as_json)
