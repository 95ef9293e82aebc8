"""The app in a process of its own, on a free port."""

import io
import json
import os
import socket
import subprocess
import sys
import urllib.request
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from unittest import mock

from nets.__main__ import main
from nets.saved.keeper import VARIABLE
from tests.processes.processes import children, wait_until

ROOT = Path(__file__).parents[3]


class Server:
    """Started on entering, ended on leaving; `url` is where it answers, `pid` its process."""

    def __init__(self, log):
        self._log = log
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._start()

    def _start(self):
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
        with self._log.open("w") as file:
            self._process = subprocess.Popen(
                [*command, "--server.port", str(self._port)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                env=os.environ | {"PYTHONUNBUFFERED": "1", VARIABLE: str(self._log.parent / "visits")},
            )
        self.pid = self._process.pid

    def __enter__(self):
        try:
            wait_until(self._answers, what="the server answers")
        except BaseException:
            self._process.kill()
            raise
        return self

    def start_again(self):
        """End it at once, as a power cut does, and start another one in its place."""
        self._process.kill()
        self._process.wait(30)
        self._start()
        wait_until(self._answers, what="the server answers again")

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait(30)

    def _answers(self):
        assert self._process.poll() is None, f"the server ended:\n{self.log()}"
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1) as answer:
                return answer.status == 200
        except OSError:
            return False

    def log(self):
        """What it has printed."""
        return self._log.read_text(errors="replace")

    def trainers(self):
        """The trainer processes it has started."""
        return [pid for pid, command in children(self.pid) if "nets.training.worker.main" in command]


@cache
def printed(csv, *arguments):
    """What `python -m nets train CSV ... --json` prints, its main called here to save the start of a process."""
    argv = ["nets", "train", str(csv), *arguments, "--json"]
    with redirect_stdout(io.StringIO()) as out, mock.patch.object(sys, "argv", argv):
        assert main() == 0
    return json.loads(out.getvalue())
