"""A program: a sweep on a cluster of two worker processes of which one is killed, and whose scheduler is lost for a
while. Prints what befell the cluster.
"""

import json
import os
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pandas as pd
from distributed import LocalCluster

from nets.__main__ import main
from nets.sweep import pieces, runs_file


class Forwarder:
    """Passes connections on to a port, from one of its own; can be cut."""

    def __init__(self, port: int) -> None:
        self._target, self._sockets, self._is_cut = port, [], False
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self) -> None:
        self._is_cut = True
        for each in self._sockets:
            with suppress(OSError):  # it has ended already
                each.shutdown(socket.SHUT_RDWR)
        self._sockets = []

    def restore(self) -> None:
        self._is_cut = False

    def _serve(self) -> None:
        while True:
            near, _ = self._server.accept()
            if self._is_cut:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self._target))
            self._sockets += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    @staticmethod
    def _pass(one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
            other.shutdown(socket.SHUT_RDWR)


def until(condition):
    while not condition():
        time.sleep(0.005)


def run(out: Path, arguments: list[str]) -> None:
    pieces.MOST_SIDE_BY_SIDE, runs_file.SELDOM = 2, 0
    befell = {}
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        scheduler = cluster.scheduler
        forwarder = Forwarder(int(cluster.scheduler_address.rsplit(":", 1)[1]))

        def n_done() -> int:
            return len(pd.read_parquet(BytesIO(out.read_bytes()))) if out.exists() else 0

        def disturb() -> None:
            until(lambda: n_done() >= 2 and all(each.processing for each in list(scheduler.workers.values())))
            busy = next(iter(scheduler.workers.values()))
            befell["killed_with_tasks"] = len(busy.processing)
            os.kill(cluster.workers[busy.name].pid, signal.SIGKILL)
            n_before = n_done()
            until(lambda: n_done() > n_before)
            forwarder.cut()
            befell["cut_at"] = n_done()
            time.sleep(1)
            forwarder.restore()

        threading.Thread(target=disturb, daemon=True).start()
        sys.argv = ["nets", *arguments, "--on", f"tcp://127.0.0.1:{forwarder.port}", "--out", str(out)]
        assert main() == 0
    print(json.dumps(befell))


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2:])
