"""The command line: `python -m nets train`, `python -m nets read`, `python -m nets bench`."""

import argparse
import sys

from nets.cli.bench import add_bench_parser, bench_command
from nets.cli.read import read_command
from nets.cli.train import add_train_parser, train_command


def main() -> int:
    """Run the command that was asked for and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m nets", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    add_train_parser(commands)
    reader = commands.add_parser("read", help="print what the reader understood of each file")
    reader.add_argument("csv", nargs="+", metavar="CSV")
    reader.add_argument("--json", action="store_true", help="print one JSON object a line")
    add_bench_parser(commands)
    arguments = parser.parse_args()
    if arguments.command == "read":
        return read_command(arguments.csv, arguments.json)
    if arguments.command == "bench":
        return bench_command(arguments)
    return train_command(arguments)


if __name__ == "__main__":
    sys.exit(main())
