"""This project's own engine: compiled epochs, without and with the stream of snapshots."""

import threading
from multiprocessing import Pipe

import msgspec
import numpy as np

from nets.bench.problem import Problem
from nets.processes.serialization import encode
from nets.training.engine.run import Run
from nets.training.protocol.messages import Failed, FromTrainer, Go, Load, Progress
from nets.training.worker.scheduler import Scheduler

NO_END = 10**12  # epochs


class Tapedeck:
    """Whole compiled epochs, as `python -m nets train` takes them."""

    exact = True

    def __init__(self, problem: Problem) -> None:
        workload = problem.workload
        settings = workload.settings
        runs = [msgspec.structs.replace(settings, seed=settings.seed + i) for i in range(workload.n_runs)]
        self._run = Run(runs, workload.examples)
        self._at_a_time = workload.at_a_time or NO_END

    def begin(self) -> None:
        """Nothing: a run waits where it is."""

    def epochs(self, n_epochs: int) -> np.ndarray:
        """The first run's losses."""
        losses: list[np.ndarray] = []
        while n_epochs > 0:
            losses.append(self._run.advance(min(n_epochs, self._at_a_time))[:, 0, 0])
            n_epochs -= len(losses[-1])
            if self._run.diverged_at is not None:
                raise RuntimeError(f"diverged at epoch {self._run.diverged_at}")
        return np.concatenate(losses)


class TapedeckStreaming:
    """The same run as the app plays it at full speed: in turns, its reports encoded and sent."""

    exact = True

    def __init__(self, problem: Problem) -> None:
        self._settings = problem.workload.settings
        self._sender, receiver = Pipe()
        threading.Thread(target=_drain, args=(receiver,), daemon=True).start()
        self._losses: list[np.ndarray] = []
        self._scheduler = Scheduler(self._send)
        self._scheduler.take(Load("bench", self._settings, problem.workload.examples))

    def begin(self) -> None:
        """A report now, so that the next is due as it would be had there been no pause."""
        self._scheduler.take(Go("bench", self._settings, NO_END))

    def epochs(self, n_epochs: int) -> np.ndarray:
        """At least n_epochs, on to the next report: whole periods of the stream, no more and no less."""
        self._losses = []
        taken = 0
        while taken < n_epochs:
            self._scheduler.round(lambda: None)
            taken = sum(map(len, self._losses))
        return np.concatenate(self._losses)

    def _send(self, message: FromTrainer) -> None:
        if isinstance(message, Failed):
            raise RuntimeError(message.sentence)
        if isinstance(message, Progress):
            self._losses.append(message.scores[:, 0])
        self._sender.send_bytes(encode(message))


def _drain(receiver) -> None:
    try:
        while True:
            receiver.recv_bytes()
    except (EOFError, OSError):
        return
