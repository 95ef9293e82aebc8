"""The scheduler: runs that share one trainer take turns, a chunk of epochs each, and report as they go."""

import math
import time
from collections.abc import Callable, Generator

import numpy as np
import tensorflow as tf

from nets.training.engine.run import Run, next_chunk
from nets.training.protocol.events import Event, Events
from nets.training.protocol.examples import Examples
from nets.training.protocol.messages import (
    Drop,
    EvaluateAt,
    Evaluated,
    Failed,
    FromTrainer,
    Go,
    Load,
    Progress,
    ToTrainer,
)
from nets.training.protocol.snapshot import Snapshot
from nets.training.protocol.sweep import GoSweep, LoadSweep, MapsAt, TakeRun
from nets.training.worker.preparation import Preparation
from nets.training.worker.sweep_job import NotPreparedError, SweepJob

TURN_S = 0.05  # how long a chunk of one run may keep the others, and the messages, waiting
ALONE_S = 0.2  # and where there are no others: a call costs some 0.3 ms, however many epochs it takes
REPORT_S = 0.08  # how often a playing run is reported, so that ten pictures a second are always new
RUSH_REPORT_S = 0.4  # and one that plays as fast as it goes, of which two are drawn
FIRST_S = 0.02  # how long after it began to play it is reported first
LOOK_S = 0.02  # how often it is looked whether a batch of a sweep is compiled
REPORT_SHARE = 0.1  # of a run's time may go into reports
RUSH_REPORT_SHARE = 0.02


class Job:
    """A job: one run, how far and how fast it is to train, and what it has not yet reported."""

    def __init__(self, name: str, run: Run, examples: Examples, *, ahead: tuple[Event, ...] = ()) -> None:
        self.name = name
        self.run = run
        self.examples = examples
        self._plan = Events(run.settings, ahead)
        self.until = run.epoch
        self.pace: float | None = None
        self._chunk = 1  # epochs a turn; grows from one, since what an epoch takes is not yet known
        self._pace_start = (0.0, 0)
        self._ticked = 0.0
        self._unreported: list[np.ndarray] = []
        self._reported_epoch = run.epoch
        self.next_report = 0.0
        run.set_weights(self._plan.weights_at(run.epoch))

    @property
    def playing(self) -> bool:
        """Whether there is an epoch left to train."""
        ended = self.run.diverged_at is not None or self.run.stopped_at is not None
        return self.run.epoch < self.until and not ended

    def go(self, message: Go) -> None:
        """Take over what the message asks for."""
        if message.until > self.run.epoch and not self.playing:
            self.run.start_over()
            self._reported_epoch = self.run.epoch
        self._plan = Events(message.settings, message.ahead)
        self.run.settings = self._plan.settings_at(self.run.epoch)
        self.until = message.until
        self.pace = message.pace
        self._ticked = time.perf_counter()
        self._pace_start = (self._ticked, self.run.epoch)

    def due(self, now: float) -> float:
        """When the next epoch may begin."""
        if self.pace is None:
            return now
        began, epoch = self._pace_start
        return began + (self.run.epoch + 1 - epoch) / self.pace

    def turn(self, now: float, *, turn_s: float) -> None:
        """Train one chunk: as many epochs as the turn, the pace and the end allow."""
        n_epochs = min(self.until - self.run.epoch, self._chunk, self._plan.n_epochs_from(self.run.epoch))
        if self.pace is not None:
            began, epoch = self._pace_start
            n_epochs = min(n_epochs, max(1, math.floor((now - began) * self.pace) - (self.run.epoch - epoch)))
        self.run.compile()
        if self.pace is not None or self._chunk == 1:
            self.run.warm_up()
        before = time.perf_counter()
        scores = self.run.advance(n_epochs)
        done = time.perf_counter()
        self._unreported.append(scores[:, 0])
        self._chunk = min(next_chunk(n_epochs, took_s=done - before, turn_s=turn_s), self.run.max_chunk)
        self.run.playing_s += done - self._ticked
        self._ticked = done
        self.run.settings = self._plan.settings_at(self.run.epoch)
        self.run.set_weights(self._plan.weights_at(self.run.epoch))

    def report(self, send: Callable[[FromTrainer], None], *, now: float, always: bool) -> None:
        """Send how the run stands, if it is time to."""
        if not always and now < self.next_report:
            return
        snapshot = self.run.evaluate(in_brief=True)
        scores = np.concatenate([*self._unreported, snapshot.scores[:0]])
        if self.run.stopped_at is None:
            scores = scores[: snapshot.epoch - self._reported_epoch]
        run = self.run
        send(
            Progress(
                run=self.name,
                settings=self._plan.settings_at(run.epoch),
                first_epoch=self._reported_epoch,
                scores=scores,
                snapshot=snapshot,
                playing=self.playing,
                diverged_at=run.diverged_at,
                stopped_at=run.stopped_at,
                ahead=self._plan.after(run.epoch),
            )
        )
        self._unreported = []
        self._reported_epoch += len(scores)
        done = time.perf_counter()
        often, share = (RUSH_REPORT_S, RUSH_REPORT_SHARE) if self.pace is None else (REPORT_S, REPORT_SHARE)
        self.next_report = done + max(often, (done - now) / share)


class Scheduler:
    """The runs a trainer holds, and whose turn it is."""

    def __init__(self, send: Callable[[FromTrainer], None]) -> None:
        self._send = send
        self._jobs: dict[str, Job | SweepJob] = {}
        self._preparation = Preparation()
        self._cold: dict[str, Job] = {}  # not yet compiled
        self._evaluations: dict[str, Generator[None, None, Snapshot]] = {}  # of earlier epochs, by their run

    def take(self, message: ToTrainer) -> None:
        """Do what the message says; a run that is not held (any more) is no error.

        An earlier epoch is evaluated in turns, unless another message about its run comes before the end.
        """
        self._evaluations.pop(message.run, None)
        match message:
            case Load():
                self._guarded(message.run, lambda: self._load(message))
            case LoadSweep():
                self._guarded(message.run, lambda: self._load_sweep(message))
            case Go() | GoSweep() if message.run in self._jobs:
                self._guarded(message.run, lambda: self._go(self._jobs[message.run], message))
            case EvaluateAt() if message.run in self._jobs:
                run = self._jobs[message.run].run
                self._evaluations[message.run] = run.evaluate_at(
                    message.epoch,
                    start=message.start,
                    settings=message.settings,
                    turn_s=TURN_S,
                    ahead=message.ahead,
                )
            case MapsAt() | TakeRun() if message.run in self._jobs:
                self._guarded(message.run, lambda: self._jobs[message.run].look(message, self._send))
            case Drop():
                self._drop(message.run)

    def examples(self, run: str) -> Examples | None:
        """The rows of a run, None if it is not held (any more)."""
        job = self._jobs.get(run)
        return job.examples if isinstance(job, Job) else None

    def wait_s(self) -> float | None:
        """How long there is nothing to train; None while nothing plays, goes back to an earlier epoch, or compiles."""
        if self._evaluations:
            return 0.0
        now = time.perf_counter()
        dues = [job.due(now) for job in self._jobs.values() if job.playing]
        if self._preparation.is_busy:
            dues.append(now + LOOK_S)
        return max(0.0, min(dues) - now) if dues else None

    def round(self, between: Callable[[], None]) -> None:
        """A turn for every run that is due, with `between` called after each."""
        for name, job in list(self._jobs.items()):
            now = time.perf_counter()
            if self._jobs.get(name) is job and job.playing and job.due(now) <= now:
                self._guarded(name, lambda job=job, now=now: self._turn(job, now))
                between()
        for name, evaluation in list(self._evaluations.items()):
            if self._evaluations.get(name) is evaluation:
                self._guarded(name, lambda name=name, evaluation=evaluation: self._go_back(name, evaluation))
                between()

    def warm(self) -> bool:
        """Compile one run that waits for its first Play, so that Play is quick; whether there was one."""
        while self._cold:
            name, job = self._cold.popitem()
            if self._jobs.get(name) is job and not job.playing:
                self._guarded(name, job.run.compile)
                return True
        return False

    def _load(self, message: Load) -> None:
        run = Run(message.settings, message.examples, start=message.start)
        job = Job(message.run, run, message.examples, ahead=message.ahead)
        self._jobs[message.run] = self._cold[message.run] = job
        job.report(self._send, now=time.perf_counter(), always=True)

    def _load_sweep(self, message: LoadSweep) -> None:
        self._drop(message.run)
        job = self._jobs[message.run] = SweepJob(message, self._preparation)
        job.report(self._send, now=time.perf_counter(), always=True)

    def _drop(self, name: str) -> None:
        job = self._jobs.pop(name, None)
        if isinstance(job, SweepJob):
            job.drop()

    def _go(self, job: Job | SweepJob, message: Go | GoSweep) -> None:
        job.go(message)
        job.report(self._send, now=time.perf_counter(), always=True)
        job.next_report = time.perf_counter() + FIRST_S

    def _go_back(self, name: str, evaluation: Generator[None, None, Snapshot]) -> None:
        try:
            next(evaluation)
        except StopIteration as end:
            del self._evaluations[name]
            self._send(Evaluated(name, end.value))

    def _turn(self, job: Job | SweepJob, now: float) -> None:
        is_alone = sum(each.playing for each in self._jobs.values()) == 1
        job.turn(now, turn_s=ALONE_S if is_alone else TURN_S)
        job.report(self._send, now=time.perf_counter(), always=not job.playing)

    def _guarded(self, name: str, work: Callable[[], None]) -> None:
        try:
            work()
        except (tf.errors.ResourceExhaustedError, MemoryError):
            sentence = "The net and the table need more memory than there is: take fewer hidden units or fewer rows."
            self._fail(name, sentence)
        except NotPreparedError:
            self._fail(name, "This sweep could not be trained, and the fault has been logged: vary other settings.")

    def _fail(self, name: str, sentence: str) -> None:
        self._drop(name)
        self._evaluations.pop(name, None)
        self._send(Failed(name, sentence))
