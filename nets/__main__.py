"""The command line: `python -m nets train`, and `predict`, `sweep`, `read`, `open`, `export` and `bench`."""

import argparse
import os
import sys

from nets.cli.bench import add_bench_parser
from nets.cli.export.command import add_export_parser
from nets.cli.predict import add_predict_parser
from nets.cli.read import add_read_parser
from nets.cli.saved.open import add_open_parser
from nets.cli.sweep import add_sweep_parser
from nets.cli.train import add_train_parser

PIPE_CLOSED = 141  # the exit status of a program that a closed pipe ended: 128 + SIGPIPE


def main() -> int:
    """Run the command and return its exit status. It ends quietly where nobody reads its output to the end."""
    try:
        try:
            return _run()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more when it ends
        return PIPE_CLOSED


def _run() -> int:
    parser = argparse.ArgumentParser(prog="python -m nets", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for add_parser in (
        add_train_parser,
        add_predict_parser,
        add_sweep_parser,
        add_read_parser,
        add_open_parser,
        add_export_parser,
        add_bench_parser,
    ):
        add_parser(commands)
    arguments = parser.parse_args()
    return arguments.command(arguments)


if __name__ == "__main__":
    sys.exit(main())
