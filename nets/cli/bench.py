"""`python -m nets bench`: how long an epoch takes here and in the other engines that are installed."""

import argparse
import os
import sys

from nets.bench.workload import SCALES, WORKLOADS
from nets.training.engine.xla_flags import set_flags

DEFAULT_SECONDS = 2.0
FLAGS = "XLA_FLAGS"  # read by JAX's compiler as well as by TensorFlow's, by each once
READING, ROWS_TO_READ = "reading a file", 1_000_000
INTERRUPTED = 130  # the exit status of a program that was interrupted


def add_bench_parser(commands: argparse._SubParsersAction) -> None:
    """The command's own arguments."""
    parser = commands.add_parser("bench", help="time an epoch, here and in the other engines that are installed")
    parser.set_defaults(command=bench_command)
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.add_argument(
        "--workloads", default="", metavar="TEXT", help="only those whose name, or title, contains this text"
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=DEFAULT_SECONDS,
        help=f"about how long each engine is timed on each workload; {DEFAULT_SECONDS:g} if not given",
    )


def bench_command(arguments: argparse.Namespace) -> int:
    """Measure and print; what was measured is printed also if interrupted, and the status is then 130."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    given = os.environ.get(FLAGS)
    set_flags()
    from nets.bench.engines import installed  # noqa: PLC0415 - TensorFlow takes seconds; --help need not wait for it
    from nets.bench.peers.tapedeck import Tapedeck  # noqa: PLC0415
    from nets.bench.problem import problem_of  # noqa: PLC0415
    from nets.bench.reading import readings  # noqa: PLC0415
    from nets.bench.report import as_json, as_table, sweeps_as_table  # noqa: PLC0415
    from nets.bench.session import compare, scale  # noqa: PLC0415
    from nets.bench.sweep import sweeps  # noqa: PLC0415

    measured, of_sweeps = [], []
    status = 0
    try:
        Tapedeck(problem_of(WORKLOADS[0])).epochs(1)  # now its compiler has read what flags it sets for itself,
        _restore_flags(given)  # and the others get what flags they would have without it
        engines, missing = installed()
        for name in missing:
            _say(f"{name}: not installed")
        for workload in WORKLOADS:
            if arguments.workloads in workload.name:
                measured += compare(workload, engines, seconds=arguments.seconds, say=_say)
        for title, workloads in SCALES.items():
            if arguments.workloads in title:
                measured += scale(title, workloads, seconds=arguments.seconds, say=_say)
        if arguments.workloads in READING:
            measured += readings(ROWS_TO_READ, seconds=arguments.seconds, say=_say)
        of_sweeps += sweeps(arguments.workloads, say=_say)
    except KeyboardInterrupt:
        _say("interrupted; what follows was measured before")
        status = INTERRUPTED
    if arguments.json:
        print(as_json([*measured, *of_sweeps]), flush=True)
    else:
        tables = [as_table(measured)] if measured or not of_sweeps else []
        tables += [sweeps_as_table(of_sweeps)] if of_sweeps else []
        print("\n\n".join(tables), flush=True)
    return status


def _restore_flags(given: str | None) -> None:
    if given is None:
        os.environ.pop(FLAGS, None)
    else:
        os.environ[FLAGS] = given


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
