"""How long a large file takes to be read, here and by pyarrow alone; an epoch is one reading of the whole file."""

import io
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.csv

from nets.bench.report import Measured
from nets.bench.stopwatch import measure
from nets.data.csv.parse import read

SEED = 1
N_COLUMNS = 10
KINDS = {"bare": "none", "quoted": "all_valid"}  # how pyarrow calls that


class Readings:
    """A peer that reads, and learns nothing."""

    exact = False

    def __init__(self, read_once: Callable[[], object]) -> None:
        self._read_once = read_once

    def begin(self) -> None:
        """Nothing is kept from one reading to the next."""

    def epochs(self, n_epochs: int) -> np.ndarray:
        """Read n_epochs times."""
        for _ in range(n_epochs):
            self._read_once()
        return np.zeros(n_epochs)


def file_of(n_rows: int, *, quoting: str) -> bytes:
    """The bytes of a CSV of ten columns of normal numbers with four decimals, the same at every call."""
    numbers = np.random.default_rng(SEED).standard_normal((n_rows, N_COLUMNS)).round(4)
    names = [f"x{k + 1}" for k in range(N_COLUMNS)]
    table = pa.table([pa.array(column).cast(pa.string()) for column in numbers.T], names=names)
    out = io.BytesIO()
    pa.csv.write_csv(table, out, pa.csv.WriteOptions(quoting_style=quoting))
    return out.getvalue()


def readings(n_rows: int, *, seconds: float, say: Callable[[str], None]) -> list[Measured]:
    """Both on a file of bare cells and on one whose every cell is quoted."""
    measured = []
    for kind, quoting in KINDS.items():
        name = f"read {n_rows:,}x{N_COLUMNS}, {kind}"
        say(f"{name}: timing")
        raw = file_of(n_rows, quoting=quoting)
        timings = measure(_peers(raw), seconds=seconds)
        measured += [Measured(name, engine, t.us_per_epoch, t.low, t.high) for engine, t in timings.items()]
    return measured


def _peers(raw: bytes) -> dict[str, Readings]:
    return {
        "tapedeck": Readings(lambda: read(raw, name="", max_bytes=len(raw))),
        "pyarrow.csv": Readings(lambda: pa.csv.read_csv(pa.BufferReader(raw))),
    }
