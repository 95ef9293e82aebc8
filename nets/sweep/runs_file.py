"""The file that the runs of a sweep are kept in as they are done, from which the sweep can go on."""

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from nets.errors import Code, DataError
from nets.sweep.table import typed

KEY = b"tapedeck.sweep"  # of the Parquet file's metadata
SELDOM = 10  # the file is written again after so many times as long as that takes


class RunsFile:
    """A Parquet or CSV file with a row a run. What a sweep was made of is in the metadata, or beside a CSV in a file of
    the same name and .json. A batch of runs is in it whole or not at all: a new file takes the place of the old one.
    """

    def __init__(self, path: str | None, made_of: Mapping[str, str], *, resume: bool = False) -> None:
        """With the runs that are in the file, if the sweep is to go on; `made_of` tells what it is made of, by name.
        Without a path the runs are kept in memory alone.

        Raises `DataError` where the file's name ends in neither .parquet nor .csv, where it has something in it and the
        sweep is not to go on, and where its runs are those of another sweep.
        """
        self._made_of, self._parts = dict(made_of), []
        self._due, self._is_written = 0.0, True
        self._path = Path(path) if path is not None else None
        if self._path is None:
            return
        if self._path.suffix not in (".parquet", ".csv"):
            raise DataError(Code.RUNS_FILE, f"--out must end in .parquet or .csv; found {path}.")
        if not self._path.absolute().parent.is_dir():
            raise DataError(Code.NO_SUCH_FILE, f"--out: there is no folder {self._path.absolute().parent}.")
        has_runs = self._path.is_file() and self._path.stat().st_size > 0
        if has_runs and not resume:
            raise DataError(
                Code.RUNS_FILE, f"{path} is there already: go on with its runs by --resume, or name another file."
            )
        if has_runs:
            self._parts.append(self._read())

    @property
    def runs(self) -> pd.DataFrame:
        """All runs, in the order of the sweep; an empty table where there is none."""
        if not self._parts:
            return pd.DataFrame()
        self._parts = [pd.concat(self._parts, ignore_index=True)]
        return self._parts[0].sort_values("run", ignore_index=True)

    @property
    def numbers(self) -> set[int]:
        """The numbers of the runs that there are."""
        return {int(number) for part in self._parts for number in part["run"]}

    @property
    def n_runs(self) -> int:
        """How many runs there are."""
        return sum(map(len, self._parts))

    def add(self, runs: pd.DataFrame) -> None:
        """Put these runs to the others; they are in the file at once, or soon where it has become long."""
        self._parts.append(runs)
        self._is_written = False
        if time.monotonic() >= self._due:
            self.write()

    def write(self) -> None:
        """Have all runs in the file."""
        if self._is_written or self._path is None:
            return
        began, runs = time.monotonic(), self.runs
        if self._path.suffix == ".parquet":
            table = pa.Table.from_pandas(runs, preserve_index=False)
            metadata = {**(table.schema.metadata or {}), KEY: json.dumps(self._made_of).encode()}
            self._replace(self._path, lambda path: pq.write_table(table.replace_schema_metadata(metadata), path))
        else:
            text = json.dumps(self._made_of, indent=1)
            self._replace(self._beside, lambda path: path.write_text(text, encoding="utf-8"))
            self._replace(self._path, lambda path: runs.to_csv(path, index=False))
        now = time.monotonic()
        self._due, self._is_written = now + SELDOM * (now - began), True

    @property
    def _beside(self) -> Path:
        return self._path.with_name(self._path.name + ".json")

    def _replace(self, path: Path, write: Callable[[Path], object]) -> None:
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            write(temporary)
            with temporary.open("rb") as stream:
                os.fsync(stream.fileno())
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)

    def _read(self) -> pd.DataFrame:
        try:
            if self._path.suffix == ".parquet":
                metadata = pq.read_schema(self._path).metadata or {}
                made_of, runs = json.loads(metadata[KEY]), pd.read_parquet(self._path)
            else:
                made_of = json.loads(self._beside.read_text(encoding="utf-8"))
                runs = pd.read_csv(self._path, float_precision="round_trip", keep_default_na=False, na_values=[""])
            if not isinstance(made_of, dict):
                raise ValueError("not a sweep's")
            runs = typed(runs)
        except (OSError, ValueError, KeyError, pa.ArrowException):
            raise DataError(Code.RUNS_FILE, f"{self._path} holds no runs of a sweep; name another file.") from None
        if another := [name for name, what in self._made_of.items() if made_of.get(name) != what]:
            raise DataError(
                Code.RUNS_FILE,
                f"{self._path} holds runs of another sweep: the {_are_not_those(another)} of before. "
                "Name another file.",
            )
        return runs


def _are_not_those(names: Sequence[str]) -> str:
    return "version is not that" if names == ["version"] else f"{' and the '.join(names)} are not those"
