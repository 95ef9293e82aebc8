"""How long a sweep takes from its settings to its results: each time in a process of its own, so that it compiles.

python -m nets.bench.sweep S1 jax     one of them, once: prints the seconds and the last losses
"""

# ruff: noqa: PLC0415 - an engine takes seconds to import

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from types import ModuleType

import msgspec
import numpy as np

from nets.bench.report import MeasuredSweep
from nets.bench.sweeps import SWEEPS

ROUNDS = 3
TOLERANCE = 1e-2  # of a loss, relative; a run at a large learning rate makes much of the last bit
SHARE_ALIKE = 0.9  # of the runs must be so near


class Taken(msgspec.Struct, frozen=True):
    """One round: its seconds, and the loss of each run at the end."""

    seconds: float
    losses: list[float]


def _tapedeck() -> ModuleType:
    from nets.training.engine.xla_flags import set_flags

    set_flags()
    from nets.bench.peers import tapedeck_sweep

    return tapedeck_sweep


def _jax() -> ModuleType:
    from nets.bench.peers import jax_sweep

    return jax_sweep


ENGINES: Mapping[str, tuple[Callable[[], ModuleType], str]] = {
    "tapedeck": (_tapedeck, "together"),
    "tapedeck one by one": (_tapedeck, "one_by_one"),
    "jax": (_jax, "one_by_one"),
}


def sweeps(text: str, *, say: Callable[[str], None]) -> list[MeasuredSweep]:
    """The sweeps whose names contain the text, by each engine that is installed, in turns."""
    measured = []
    for key, workload in SWEEPS.items():
        if text not in workload.name:
            continue
        taken: dict[str, list[Taken]] = {}
        for turn in range(ROUNDS):
            for engine in ENGINES if turn == 0 else list(taken):
                say(f"{workload.name}: {engine}, {turn + 1} of {ROUNDS}")
                if (once := _once(key, engine)) is not None:
                    taken.setdefault(engine, []).append(once)
                else:
                    say(f"{workload.name}: without {engine}")
        expected = np.array(taken["tapedeck"][0].losses)
        for engine, rounds in taken.items():
            if not alike(np.array(rounds[0].losses), expected):
                say(f"{workload.name}: without {engine}, which does other sums")
                continue
            seconds = [each.seconds for each in rounds]
            measured.append(
                MeasuredSweep(workload.name, engine, statistics.median(seconds), min(seconds), max(seconds))
            )
    return measured


def alike(losses: np.ndarray, expected: np.ndarray) -> bool:
    """Whether these are the losses of the same runs, but for rounding that grew."""
    return bool(np.mean(np.isclose(losses, expected, rtol=TOLERANCE, atol=1e-3, equal_nan=True)) >= SHARE_ALIKE)


def _once(key: str, engine: str) -> Taken | None:
    """One round in a new process; None where the engine is not installed."""
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-m", "nets.bench.sweep", key, engine]
    found = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 - our own module
    return msgspec.json.decode(found.stdout, type=Taken) if found.returncode == 0 else None


def _main(key: str, engine: str) -> None:
    load, name = ENGINES[engine]
    module, workload = load(), SWEEPS[key]
    module.begin()
    began = time.perf_counter()
    losses = getattr(module, name)(workload)
    seconds = time.perf_counter() - began
    sys.stdout.buffer.write(msgspec.json.encode(Taken(seconds, np.nan_to_num(losses, nan=1e9, posinf=1e9).tolist())))


if __name__ == "__main__":
    _main(*sys.argv[1:])
