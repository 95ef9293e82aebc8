"""One trainer process as the server sees it: started, spoken to, and started again when it dies."""

import logging
import os
import re
import secrets
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import IO, Protocol

import nets
from nets.processes.serialization import receive, send
from nets.training.protocol.messages import Drop, FromTrainer, Ready, ToTrainer

ROOT = Path(nets.__file__).parents[1]
RESTART_S = (0.0, 1.0, 5.0, 15.0)  # the wait before a start, by how many before it came to nothing
MOST_READ = 2000  # bytes of the end of what a trainer wrote before it ended
MOST_TOLD = 200  # characters of its last line

log = logging.getLogger(__name__)


class Trained(Protocol):
    """What a trainer trains: a tape, or a sweep."""

    id: str

    def connect(self, post: Callable[[ToTrainer], None]) -> None:
        """Speak to the trainer by `post` from now on."""

    def resume(self, *, after_death: bool) -> tuple[ToTrainer, ...]:
        """What to tell a trainer that does not know it, so that it goes on where the last one left off."""

    def hear(self, message: FromTrainer) -> None:
        """Take down what the trainer told about it."""

    def lose_trainer(self) -> None:
        """Say that its trainer has ended, until another one takes over."""

    def wait_for_start(self, sentence: str) -> None:
        """Say why no trainer has started yet, until one does."""


class TrainerProcess:
    """A trainer and what it trains."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._tapes: dict[str, Trained] = {}
        self._connection: Connection | None = None
        self._process: subprocess.Popen | None = None
        self._closed = threading.Event()
        self._met_before = False
        self._start_failure: str | None = None  # why the last one ended before it was ready
        self.ready = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True, name="trainer link")
        self._keeper.start()

    @property
    def n_tapes(self) -> int:
        """How many tapes this trainer has."""
        return len(self._tapes)

    @property
    def pid(self) -> int | None:
        """The trainer's process, while there is one."""
        return self._process.pid if self._process else None

    def add(self, tape: Trained) -> None:
        """Have this trainer train the tape."""
        with self._lock:
            self._tapes[tape.id] = tape
            tape.connect(self.post)
            for message in tape.resume(after_death=False):
                self.post(message)
            if self._start_failure:
                tape.wait_for_start(self._start_failure)

    def post(self, message: ToTrainer) -> None:
        """Tell the trainer; while there is none nothing is lost, for the next one is told how each tape stands."""
        with self._lock:
            if isinstance(message, Drop):
                self._tapes.pop(message.run, None)
            if self._connection is None:
                return
            try:
                send(self._connection, message)
            except OSError:
                self._connection = None  # it died; the keeper sees that too

    def close(self) -> None:
        """End the trainer."""
        self._closed.set()
        if self._process:
            self._process.terminate()
        self._keeper.join(timeout=10)

    def _keep(self) -> None:
        failures = 0
        while not self._closed.wait(RESTART_S[min(failures, len(RESTART_S) - 1)]):
            was_ready = self._serve()
            failures = 0 if was_ready else failures + 1

    def _serve(self) -> bool:
        """Start a trainer and hear it until it ends; whether it ever came so far as to train."""
        key = secrets.token_hex(32).encode()
        with Listener(authkey=key) as listener, tempfile.TemporaryFile() as errors:
            command = [sys.executable, "-m", "nets.training.worker.main", listener.address]
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=errors, cwd=ROOT)  # noqa: S603
            self._process = process
            process.stdin.write(key + b"\n")
            process.stdin.close()
            over = threading.Event()
            threading.Thread(target=_unblock, args=(process, over, listener.address, key), daemon=True).start()
            connection = listener.accept()
            over.set()
            with connection:
                self._hear(connection)
            was_ready = self.ready.is_set()
            self.ready.clear()
            self._end(process)
            if not self._closed.is_set():
                written = _end_of(errors)
                log.warning("a trainer ended (%s): %s", process.returncode, written)
                if not was_ready:
                    self._tell_start_failure(written)
        return was_ready

    def _hear(self, connection: Connection) -> None:
        try:
            while True:
                self._take(receive(connection, FromTrainer), connection)
        except (EOFError, OSError):
            with self._lock:
                self._connection = None
                for tape in list(self._tapes.values()):
                    tape.lose_trainer()

    def _take(self, message: FromTrainer, connection: Connection) -> None:
        if isinstance(message, Ready):
            for flag in message.unknown_flags:
                log.warning("This TensorFlow does not know XLA's flag %s: epochs are slower without it.", flag)
            self._meet(connection)
        elif tape := self._tapes.get(message.run):
            tape.hear(message)

    def _meet(self, connection: Connection) -> None:
        with self._lock:
            self._connection = connection
            self._start_failure = None
            for tape in list(self._tapes.values()):
                for message in tape.resume(after_death=self._met_before):
                    self.post(message)
            self._met_before = True
        self.ready.set()

    def _tell_start_failure(self, written: str) -> None:
        """Tell every tape why it waits; they go on as soon as a trainer starts."""
        sentence = "TensorFlow did not start; it is tried again."
        if line := _last_line(written):
            sentence += f" Its last line: {line}"
        with self._lock:
            self._start_failure = sentence
            for tape in list(self._tapes.values()):
                tape.wait_for_start(sentence)

    def _end(self, process: subprocess.Popen) -> None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _end_of(errors: IO[bytes]) -> str:
    size = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, size - MOST_READ))
    return errors.read().decode(errors="replace")


def _last_line(written: str) -> str:
    """The last line with a word in it, shortened, without the marks that Markdown or HTML would read."""
    plain = (re.sub(r"[^\w .,:;=/()'\"+-]+", " ", line).strip() for line in reversed(written.splitlines()))
    return next((line[:MOST_TOLD] for line in plain if re.search(r"[A-Za-z]{2}", line)), "")


def _unblock(process: subprocess.Popen, over: threading.Event, address: str, key: bytes) -> None:
    """Where the process ends before it connects, connect in its place, so that nobody waits for it forever."""
    process.wait()
    if not over.is_set():
        Client(address, authkey=key).close()
