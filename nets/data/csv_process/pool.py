"""The readers of a server: files are read in processes of their own, within bounds, and one is always warm."""

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path

import nets
from nets.data.csv.parse import check_size
from nets.data.csv_process.protocol import Answer, Asked, Refused, receive_table
from nets.data.limits import MAX_BYTES
from nets.data.read_options import READER_DECIDES, Reading
from nets.data.table import Table
from nets.errors import Code, DataError
from nets.processes.pipe import Pipe
from nets.processes.serialization import receive, send

COMMAND = (sys.executable, "-m", "nets.data.csv_process.worker")
ROOT = Path(nets.__file__).parents[1]
LIMIT_S = 20.0  # for one file; the slowest of 20 MB take 3
MOST = 2  # files that are read at a time

# A reader gives back what memory it can, and at once: else it would keep, for good, what one large file has taken.
MEMORY = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": str(2**17)}

log = logging.getLogger(__name__)


class Reader:
    """One process that reads files, one after the other; `process` is it."""

    def __init__(self) -> None:
        # What it says on its standard error may hold a file's texts, so it is not kept; `python -m nets read` shows it.
        self.process = subprocess.Popen(  # noqa: S603
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**os.environ, **MEMORY},
        )
        self._pipe = Pipe(self.process.stdout, self.process.stdin)

    def read(self, raw: bytes, *, name: str, reading: Reading) -> Table:
        """What `nets.data.csv.parse.read` would return, or raise.

        Where the process dies of it, or takes longer than `LIMIT_S`, this raises `DataError` and the reader is dead.
        """
        late = threading.Event()
        clock = threading.Timer(LIMIT_S, self._end, [late])
        clock.daemon = True
        clock.start()
        try:
            send(self._pipe, Asked(reading))
            self._pipe.send_bytes(raw)
            answer = receive(self._pipe, Answer)
            if isinstance(answer, Refused):
                raise DataError(answer.code, answer.sentence)
            return receive_table(self._pipe, answer, name=name)
        except (EOFError, OSError):
            code = self.process.wait()
            self.close()
            log.warning("a reader ended (%s)%s", code, ", being late" if late.is_set() else "")
            raise _given_up(late=late.is_set()) from None
        finally:
            clock.cancel()

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self.process.poll() is None

    def _end(self, late: threading.Event) -> None:
        late.set()
        self.process.kill()

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()
        self._pipe.close()


class ReaderPool:
    """Readers as they are needed, `MOST` at a time; one waits, started, for the next file."""

    def __init__(self) -> None:
        self._turns = threading.BoundedSemaphore(MOST)
        self._lock = threading.Lock()
        self._waiting: Reader | None = Reader()
        self._closed = False

    def read(self, raw: bytes, *, name: str, reading: Reading | None = None) -> Table:
        """The table in the bytes of a file called `name`, as `nets.data.csv.parse.read` returns it, read elsewhere.

        Raises `DataError` where the bytes hold no table, and where reading them takes too much time or memory.
        """
        check_size(raw, MAX_BYTES)
        with self._turns:
            with self._lock:
                reader, self._waiting = self._waiting, None
            if reader is None or not reader.is_alive:
                reader = Reader()
            try:
                return reader.read(raw, name=name, reading=reading or READER_DECIDES)
            finally:
                self._put_back(reader)

    def _put_back(self, reader: Reader) -> None:
        with self._lock:
            if self._waiting is None and not self._closed:
                self._waiting = reader if reader.is_alive else Reader()
                return
        reader.close()

    def close(self) -> None:
        """End them all."""
        with self._lock:
            self._closed = True
            reader, self._waiting = self._waiting, None
        if reader:
            reader.close()


def _given_up(*, late: bool) -> DataError:
    if late:
        return DataError(
            Code.TOO_SLOW,
            f"Reading this file took more than {LIMIT_S:g} seconds, so it was stopped: leave out rows or columns, "
            "or open it in a spreadsheet and save it again as CSV (UTF-8).",
        )
    return DataError(
        Code.BROKE_OFF,
        "Reading this file broke off, so nothing was taken from it: open it in a spreadsheet and save it again as "
        "CSV (UTF-8).",
    )
