"""A sweep in the trainer: one job among everybody's, whatever number of batches it has."""

import functools
import logging
import math
import queue
import threading
import time
from collections.abc import Callable

import tensorflow as tf

from nets.training.protocol.messages import FromTrainer
from nets.training.protocol.sweep import BatchProgress, GoSweep, LoadSweep, MapsAt, SweepBatch, SweepProgress, TakeRun
from nets.training.worker.preparation import Preparation
from nets.training.worker.sweep_batch import BatchInTraining
from nets.training.worker.sweep_looks import Looks

CHUNK_S = 0.05  # how long a chunk of a batch takes, so that all are seen to go on, even where nobody else trains
REPORT_S = 0.25  # how often a sweep is reported at most
REPORT_SHARE = 0.1  # of its time may go into reports
FIRST_S = 0.02  # how long after a batch is there it is reported first
WAIT_S = 0.02  # how soon it is looked again whether a batch is compiled
STATES_BYTES = 32 * 2**20  # of the states of all its batches

Send = Callable[[FromTrainer], None]

log = logging.getLogger(__name__)


class NotPreparedError(Exception):
    """A batch could not be made ready for another reason than memory: a fault of this program, which is logged."""


class SweepJob:
    """Batches that go on together: each turn trains the one that is furthest behind.

    Those that are not yet compiled are prepared beside the training, one after the other; before the first Play only
    the first is.
    """

    def __init__(self, message: LoadSweep, preparation: Preparation) -> None:
        self.name = message.run
        self.next_report = 0.0
        self._batches = message.batches
        self._examples = message.examples
        self._preparation = preparation
        self._prepared: queue.SimpleQueue[BatchInTraining | Exception] = queue.SimpleQueue()
        self._n_begun = 0  # batches that are prepared or being prepared
        self._is_preparing = False
        self._preparing = threading.Lock()  # for these two
        self._dropped = False
        self._ready: list[BatchInTraining] = []
        self._prepare_s = 0.0  # what it took to prepare a batch, the last time
        self._report_s = 0.0  # and to evaluate and report one
        self._until = [0] * len(message.batches)
        self._pace: float | None = None
        self._pace_start = (0.0, [0] * len(message.batches))
        self._elapsed_s = self._ticked = 0.0
        self._turned_s = self._trained_s = 0.0  # from turn to turn, and in turns
        self._last_turn: float | None = None
        self._reported: dict[int, float] = {}  # when each batch was, the last time
        self._looks = Looks(message, self._ready)
        self._prepare_next()

    @property
    def playing(self) -> bool:
        """Whether there is something to do: epochs to train, now or again, or something to report."""
        return self._is_training or self._looks.goes_back or self._has_news or not self._prepared.empty()

    @property
    def _is_training(self) -> bool:
        unready = self._until[len(self._ready) :]
        return any(unready) or any(self._has_more(i) for i in range(len(self._ready)))

    @property
    def _has_news(self) -> bool:
        """Whether there is a batch to be evaluated and reported."""
        return any(batch.is_news and batch.now is not None for batch in self._ready)

    @property
    def _n_compiled(self) -> int:
        return sum(batch.now is not None for batch in self._ready)

    def go(self, message: GoSweep) -> None:
        """Take over what the message asks for."""
        now = time.perf_counter()
        self._until, self._pace = list(message.until), message.pace
        self._ticked, self._last_turn = now, None
        epochs = [batch.epoch for batch in self._ready]
        self._pace_start = (now, epochs + [0] * (len(self._batches) - len(epochs)))
        self._prepare_next()

    def look(self, message: MapsAt | TakeRun, send: Send) -> None:
        """Tell what is asked for, now or when it is there."""
        if isinstance(message, MapsAt):
            self._looks.look(message)
        else:
            self._looks.take(message)
        self._looks.answer(send)

    def drop(self) -> None:
        """Let go of it: nothing more is prepared."""
        self._dropped = True

    def due(self, now: float) -> float:
        """When there is something to do."""
        if self._looks.goes_back or not self._prepared.empty():
            return now
        dues = [self._batch_due(i, now) for i in range(len(self._ready)) if self._has_more(i)]
        if self._has_news:
            dues.append(self.next_report)
        return min(dues, default=now + WAIT_S)

    def turn(self, now: float, *, turn_s: float) -> None:
        """Go one chunk further, or one back towards an earlier epoch that is asked for."""
        while not self._prepared.empty():
            self._take_prepared()
        if self._looks.goes_back:
            self._looks.go_back(turn_s=turn_s)
            return
        due = [i for i in range(len(self._ready)) if self._has_more(i) and self._batch_due(i, now) <= now]
        if due:
            furthest_behind = min(due, key=lambda i: self._ready[i].epoch)
            self._train(furthest_behind, now, turn_s=min(turn_s, CHUNK_S))

    def report(self, send: Send, *, now: float, always: bool) -> None:
        """Send how the sweep stands, if it is time to: of batches that take long to evaluate some now, some later."""
        self._looks.answer(send)
        if not always and now < self.next_report:
            return
        reports = self._reports(now)
        training = self._is_training
        if training:
            self._tick()
        playing = training or any(batch.is_news and batch.epoch for batch in self._ready)
        send(SweepProgress(self.name, reports, self._n_compiled, playing, self._elapsed_s, self._left_s()))
        self._looks.answer(send)
        done = time.perf_counter()
        self.next_report = done + max(REPORT_S, (done - now) / REPORT_SHARE) if training else done

    def _reports(self, now: float) -> tuple[BatchProgress, ...]:
        """Of the batches that have come further, those that were reported the longest ago, for one turn."""
        news = [i for i, batch in enumerate(self._ready) if batch.is_news]
        reports = []
        began = time.perf_counter()
        for i in sorted(news, key=lambda i: self._reported.get(i, 0.0)):
            if report := self._ready[i].report(i):
                reports.append(report)
            self._reported[i] = time.perf_counter()
            self._report_s, began = self._reported[i] - began, self._reported[i]
            if self._reported[i] - now > CHUNK_S:
                break
        return tuple(reports)

    # Batches that are prepared

    def _prepare_next(self) -> None:
        """Unless one is being prepared: then the next one follows it."""
        with self._preparing:
            if not self._is_preparing and self._n_begun < len(self._batches):
                self._is_preparing = True
                self._preparation.put(functools.partial(self._prepare, self._batches[self._n_begun]))
                self._n_begun += 1

    def _prepare(self, batch: SweepBatch) -> None:
        """In the thread of the preparation."""
        if self._dropped:
            return
        began = time.perf_counter()
        most_bytes = STATES_BYTES // len(self._batches)
        try:
            ready = BatchInTraining(batch.runs, self._examples[batch.data], most_bytes=most_bytes)
            self._prepared.put(ready)
            ready.prepare_evaluation()
        except (tf.errors.ResourceExhaustedError, MemoryError) as failure:
            self._prepared.put(failure)  # to be raised by who waits for the batch
            return
        except Exception:  # one sweep that fails must not end the training of others
            log.exception("a batch of a sweep was not prepared")
            self._prepared.put(NotPreparedError())
            return
        self._prepare_s = time.perf_counter() - began
        self._prepared.put(ready)  # since there is more to report of it
        with self._preparing:
            self._is_preparing = False
        if any(self._until):
            self._prepare_next()

    def _take_prepared(self) -> None:
        prepared = self._prepared.get()
        if isinstance(prepared, Exception):
            raise prepared
        if prepared in self._ready:
            return
        self._ready.append(prepared)
        self.next_report = max(self.next_report, time.perf_counter() + FIRST_S)

    # Epochs

    def _has_more(self, i: int) -> bool:
        return self._ready[i].epoch < self._until[i] and not self._ready[i].ended

    def _batch_due(self, i: int, now: float) -> float:
        if self._pace is None:
            return now
        began, epochs = self._pace_start
        return began + (self._ready[i].epoch + 1 - epochs[i]) / self._pace

    def _train(self, i: int, now: float, *, turn_s: float) -> None:
        batch = self._ready[i]
        n_epochs = self._until[i] - batch.epoch
        if self._pace is not None:
            began, epochs = self._pace_start
            n_epochs = min(n_epochs, max(1, math.floor((now - began) * self._pace) - (batch.epoch - epochs[i])))
        batch.advance(n_epochs, turn_s=turn_s)
        done = time.perf_counter()
        if self._last_turn is not None and self._pace is None:
            self._turned_s += done - self._last_turn
            self._trained_s += done - now
        self._last_turn = done
        self._tick()

    def _tick(self) -> None:
        now = time.perf_counter()
        self._elapsed_s += now - self._ticked
        self._ticked = now

    def _left_s(self) -> float | None:
        """How long it still takes, None while nothing has been trained; compiling goes on beside the training."""
        known = [batch.epoch_s for batch in self._ready if batch.epoch_s]
        if not known:
            return None
        an_epoch_s = sum(known) / len(known)
        unready = self._until[len(self._ready) :]
        n_left = [self._until[i] - batch.epoch if self._has_more(i) else 0 for i, batch in enumerate(self._ready)]
        training = sum(n * (batch.epoch_s or an_epoch_s) for n, batch in zip(n_left, self._ready, strict=True))
        training += an_epoch_s * sum(unready)
        others = max(self._turned_s / self._trained_s, 1.0) if self._trained_s else 1.0
        paced = max([*n_left, *unready], default=0) / self._pace if self._pace else 0.0
        compiling = len(unready) * self._prepare_s + an_epoch_s * max(unready, default=0)
        n_reports = len(unready) + sum(batch.is_news or self._has_more(i) for i, batch in enumerate(self._ready))
        return max(training * others, paced, compiling) + n_reports * self._report_s
