"""A batch of a sweep in training: runs side by side, what they have not yet reported, and the way back."""

import time
from collections.abc import Generator, Iterator, Sequence

import msgspec
import numpy as np

from nets.settings import Settings
from nets.training.engine.run import Run, next_chunk
from nets.training.protocol.examples import Examples
from nets.training.protocol.snapshot import NOTHING, Snapshot
from nets.training.protocol.sweep import BatchProgress
from nets.training.worker.states import States


class BatchInTraining:
    """R runs that are trained in step. `now` is how they stood when they were last evaluated; None: never yet."""

    def __init__(self, runs: Sequence[Settings], examples: Examples, *, most_bytes: int) -> None:
        """At the initial weights and ready to be trained, which takes a second or so to compile."""
        self.runs = tuple(runs)
        self.examples = examples
        self.epoch_s = 0.0  # what an epoch took in the last chunk
        self.is_news = True
        self.now: Snapshot | None = None
        self._run = Run(self.runs, examples)
        self._run.compile()
        self._states = States(most_bytes)
        self._chunk = 1  # epochs a turn; grows from one, since what an epoch takes is not yet known
        self._scores: list[np.ndarray] = []
        self._reported_epoch = 0

    def prepare_evaluation(self) -> None:
        """Have it ready to be evaluated, which takes as long again; it may be trained meanwhile."""
        self.now = _moment_of(Run(self.runs, self.examples))
        self.is_news = True

    @property
    def epoch(self) -> int:
        """How many epochs it has had."""
        return self._run.epoch

    @property
    def ended(self) -> bool:
        """Whether it is a single run that diverged: it stands where it is."""
        return self._run.diverged_at is not None

    def advance(self, n_epochs: int, *, turn_s: float) -> None:
        """Train a chunk of at most so many epochs, of about `turn_s`."""
        n_epochs = min(n_epochs, self._chunk)
        began = time.perf_counter()
        self._scores.append(self._run.advance(n_epochs))
        took_s = time.perf_counter() - began
        self._chunk = min(next_chunk(n_epochs, took_s=took_s, turn_s=turn_s), self._run.max_chunk)
        self.epoch_s = took_s / n_epochs
        self.is_news = True

    def report(self, batch: int) -> BatchProgress | None:
        """How it stands, and the scores of all epochs since the last report; evaluates it.

        While it cannot be evaluated these are the scores before its last epoch, None if it has had none.
        """
        if self.now is None:
            return self._report_before_last(batch)
        self.now = _moment_of(self._run)
        scores = np.concatenate([*self._scores, self.now.scores[None]])[: self.now.epoch - self._reported_epoch]
        self._states.keep(self.now)
        self._scores = []
        self.is_news = False
        return self._progress(batch, np.concatenate([scores, self.now.scores[None]]), self.now.accuracy)

    def _report_before_last(self, batch: int) -> BatchProgress | None:
        if not any(map(len, self._scores)):
            return None
        scores = np.concatenate(self._scores)
        self._scores = [scores[-1:]]
        return self._progress(batch, scores, None)

    def _progress(self, batch: int, scores: np.ndarray, accuracy: np.ndarray | None) -> BatchProgress:
        first_epoch = self._reported_epoch
        self._reported_epoch += len(scores) - 1
        return BatchProgress(batch, first_epoch, scores, self._reported_epoch, accuracy, self.ended)

    def back_to(self, epoch: int, *, turn_s: float) -> Generator[None, None, Snapshot]:
        """The batch as it stood at an earlier epoch, trained again from the nearest state in turns of about `turn_s`;
        the batch itself stays where it is.
        """
        run = Run(self.runs, self.examples, start=self._states.nearest(epoch))
        for _ in _trained_to(run, epoch, turn_s=turn_s):
            yield
        return _moment_of(run)

    def taken_out(self, moment: Snapshot, place: int) -> Snapshot:
        """Of a moment of the batch, the run at this place alone: all that training on from there needs."""
        return self._run.taken(place, at=moment)

    def predictions(
        self, moment: Snapshot, places: Sequence[int], *, inputs: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray]:
        """The class that the runs at m places predict at that moment at these inputs (n, D), and its probability, both
        (m, n).

        Of an RNN, without inputs, the class of each row, (m, B), and of its probability nothing, (m, 0).
        """
        if inputs is None:
            return moment.predicted[list(places)], np.zeros((len(places), 0), np.float32)
        return self._run.predict(places, inputs, at=moment)

    def curve_to(self, epoch: int, *, place: int, turn_s: float) -> Generator[None, None, np.ndarray]:
        """The scores (n, M) of the run at this place after 0, 1, ... epochs, trained again from the start likewise."""
        run, scores = Run(self.runs, self.examples), []
        for found in _trained_to(run, epoch, turn_s=turn_s):
            scores.append(found[:, place])
            yield
        return np.concatenate([*scores, _moment_of(run).scores[place : place + 1]])


def _moment_of(run: Run) -> Snapshot:
    """How it stands, without the answers that no sweep shows; of an RNN the predictions are its maps."""
    moment = run.evaluate(in_brief=True)
    predicted = moment.predicted if run.settings.net == "rnn" else NOTHING
    return msgspec.structs.replace(moment.without_answers(), predicted=predicted)


def _trained_to(run: Run, epoch: int, *, turn_s: float) -> Iterator[np.ndarray]:
    """The scores (n, R, M) before each epoch, a turn's at a time."""
    chunk = 1
    while run.epoch < epoch:
        began = time.perf_counter()
        n_epochs = min(chunk, epoch - run.epoch, run.max_chunk)
        scores = run.advance(n_epochs)
        chunk = next_chunk(n_epochs, took_s=time.perf_counter() - began, turn_s=turn_s)
        yield scores
