"""A sweep as the server knows it, from what it asked of the trainer and what the trainer last told."""

import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from nets.sweep.pieces import pieces_of
from nets.sweep.plan import Plan
from nets.sweep.sweep import Member, Sweep
from nets.sweep.view import State, SweepView
from nets.training.client.sweep_looks import SweepLooks
from nets.training.client.sweep_scores import SweepScores
from nets.training.client.trainer_health import TrainerHealth
from nets.training.protocol.messages import Drop, Failed, FromTrainer, ToTrainer
from nets.training.protocol.snapshot import Snapshot
from nets.training.protocol.sweep import (
    BatchProgress,
    GoSweep,
    LoadSweep,
    Maps,
    SweepBatch,
    SweepProgress,
    TakenRun,
)


@dataclass(frozen=True, eq=False)
class Taken:
    """One run of a sweep at an epoch: all that training on from there needs, and its scores (n, M) after 0, 1, ...
    epochs up to there.
    """

    snapshot: Snapshot
    scores: np.ndarray


TOO_LARGE = "the sweep may be too large. Take fewer runs, fewer hidden units or fewer rows, then press Reset."


class SweepTape:
    """The transport of all runs of a sweep, and their record; safe to use from any thread."""

    def __init__(self, sweep: Sweep, members: Sequence[Member], plan: Plan) -> None:
        self.id = uuid.uuid4().hex
        self._post: Callable[[ToTrainer], None] = lambda message: None
        self._lock = threading.RLock()
        self._heard = threading.Condition(self._lock)
        self._sweep, self._members = sweep, tuple(members)
        self._batches, self._examples = pieces_of(plan), plan.examples
        self._end = max(member.settings.epochs for member in members)
        self._scores = SweepScores(len(members))
        self._read: tuple[np.ndarray, np.ndarray] | None = None  # of the view, made once for each time it is told
        self._accuracy = np.full(len(members), np.nan)
        self._accuracy_epoch = np.zeros(len(members), int)
        self._until = [0] * len(self._batches)
        self._has_ended = [False] * len(self._batches)
        self._pace: float | None = None
        self._looking_at: int | None = None
        self._looks = SweepLooks(self.id)
        self._told: SweepProgress | None = None
        self._settled = False  # nothing is on its way from the trainer
        self._elapsed_before = 0.0  # under trainers that died
        self._health = TrainerHealth(too_large=TOO_LARGE)

    def connect(self, post: Callable[[ToTrainer], None]) -> None:
        """Speak to the trainer by `post` from now on."""
        self._post = post

    def play(self, pace: float | None) -> None:
        """Train all runs on to their last epoch, at most `pace` epochs a second."""
        self._go([self._end] * len(self._until), pace)

    def pause(self) -> None:
        """Stop where it is, within one chunk of epochs."""
        self._go([0] * len(self._until), None)

    def step(self) -> None:
        """Train one epoch of each run."""
        with self._lock:
            is_whole_way = self._is_playing() and max(self._until) == self._end
            before = [
                max(epoch, 0 if is_whole_way else until)
                for epoch, until in zip(self._epochs(), self._until, strict=True)
            ]
        self._go([min(epoch + 1, self._end) for epoch in before], None)

    def look_at(self, epoch: int) -> None:
        """Look at an earlier epoch; the sweep stays where it is."""
        with self._lock:
            self._looking_at = None if self._is_playing() or epoch >= self._scores.end else epoch

    def maps(self, wanted: Sequence[int], places: Sequence[np.ndarray], *, wait_s: float) -> Maps | None:
        """What these runs, at most 64 places among the members, predict at the epoch that is looked at: the latest
        known, waiting so long for newer ones, or None.

        MLP: at each of `places` (n, D), inputs as they enter the net, an array for each examples of the plan; RNN: of
        each row. Runs that are not yet compiled are left out.
        """
        with self._lock:
            asked = self._looks.ask(wanted, places, epoch=self._looking_at)
        if asked:
            self._post(asked)
        with self._heard:
            self._heard.wait_for(lambda: self._health.failure or not self._awaits_maps(), wait_s)
            return self._looks.maps

    def take(self, member: int, epoch: int, *, wait_s: float) -> Taken | None:
        """One run at this epoch, None if it has not come so far or is not there in time: whoever asks again gets it."""
        with self._lock:
            if epoch > self._scores.epochs[member]:
                return None
            is_thinned = self._scores.stride > 1
            asked = self._looks.ask_run(member, epoch, with_scores=is_thinned)
        if asked:
            self._post(asked)
        with self._heard:
            self._heard.wait_for(lambda: self._health.failure or self._looks.taken, wait_s)
            found = self._looks.taken
            if found is None:
                return None
            return Taken(found.snapshot, found.scores if is_thinned else self._scores_so_far()[1][member, : epoch + 1])

    def drop(self) -> None:
        """Let the trainer forget the sweep."""
        self._post(Drop(self.id))

    def park(self) -> None:
        """Stay at what was last told, and let the trainer forget the sweep; a trainer that holds it again trains it to
        there, and further only when asked to.
        """
        with self._lock:
            self._until, self._settled = [0] * len(self._until), True
        self.drop()

    @property
    def n_bytes(self) -> int:
        """The memory that is held for the sake of this sweep, its examples included."""
        with self._lock:
            of_view = self._read[1].nbytes if self._read else 0
            examples = sum(array.nbytes for each in self._examples for array in each.arrays())
            return self._scores.n_bytes + of_view + self._looks.n_bytes + examples

    def view(self) -> SweepView:
        """How the sweep stands now."""
        with self._lock:
            kept, scores = self._scores_so_far()
            playing, told = self._is_playing(), self._told
            return SweepView(
                sweep=self._sweep,
                members=self._members,
                n_left_out=self._sweep.n_combinations - len(self._members),
                state=self._state(),
                moving=(playing or not self._settled or self._awaits_maps()) and self._health.failure is None,
                epochs=self._scores.epochs.copy(),
                kept=kept,
                scores=scores,
                accuracy=self._accuracy.copy(),
                accuracy_epoch=self._accuracy_epoch.copy(),
                diverged_at=self._scores.diverged_at.copy(),
                at=self._scores.end if self._looking_at is None else self._looking_at,
                end=self._end,
                n_compiled=told.n_compiled if told else 0,
                n_batches=len(self._batches),
                elapsed_s=self._elapsed_before + (told.elapsed_s if told else 0.0),
                left_s=told.left_s if told and playing else None,
                failure=self._health.sentence,
                without_trainer=self._health.is_without,
            )

    def hear(self, message: FromTrainer) -> None:
        """Take down what the trainer told."""
        with self._heard:
            match message:
                case Failed():
                    self._health.failure = message.sentence
                case Maps():
                    self._looks.hear_maps(message, epochs=self._scores.epochs)
                case TakenRun():
                    self._looks.hear_run(message)
                case SweepProgress():
                    self._hear_progress(message)
            self._heard.notify_all()

    def lose_trainer(self) -> None:
        """Say that its trainer has ended, until another one takes over."""
        with self._lock:
            self._health.lose()

    def wait_for_start(self, sentence: str) -> None:
        """Say why no trainer has started yet, until one does."""
        with self._lock:
            self._health.wait_for_start(sentence)

    def resume(self, *, after_death: bool) -> tuple[ToTrainer, ...]:
        """What to tell a trainer that does not know this sweep, so that it trains it to where the last one was."""
        with self._lock:
            was_at_work = self._is_playing() or not self._settled  # one at rest is not what the trainer died of
            self._health.take_over(died_of_it=after_death and was_at_work)
            if self._health.failure:
                return ()
            self._settled = False
            if self._told:
                self._elapsed_before += self._told.elapsed_s
                self._told = msgspec.structs.replace(self._told, n_compiled=0, elapsed_s=0.0)
            batches = tuple(SweepBatch(batch.members, batch.runs, batch.data) for batch in self._batches)
            messages: list[ToTrainer] = [LoadSweep(self.id, batches, self._examples)]
            until = tuple(map(max, self._until, self._epochs()))
            if any(until):
                messages.append(GoSweep(self.id, until, self._pace))
            return (*messages, *self._looks.asked())

    def _hear_progress(self, message: SweepProgress) -> None:
        for batch in message.batches:
            if self._note(batch):
                self._health.has_gained()
        self._told = message
        self._settled = not message.playing
        self._read = None

    def _note(self, progress: BatchProgress) -> bool:
        """Take down how a batch stands; whether it has come further than was known. More runs than members fill it."""
        members = list(self._batches[progress.batch].members)
        is_new = self._scores.add(members, progress.first_epoch, progress.scores[:, : len(members)])
        if progress.accuracy is not None and progress.epoch >= self._accuracy_epoch[members[0]]:
            self._accuracy[members] = progress.accuracy[: len(members)]
            self._accuracy_epoch[members] = progress.epoch
        if progress.ended:
            self._has_ended[progress.batch] = True
            self._scores.diverged_at[members] = progress.epoch + 1
        return is_new and progress.epoch > 0

    def _go(self, until: list[int], pace: float | None) -> None:
        with self._lock:
            self._until, self._pace = until, pace
            self._settled = False
            if any(until):
                self._looking_at = None
        self._post(GoSweep(self.id, tuple(until), pace))

    def _epochs(self) -> list[int]:
        """How many epochs each batch has had."""
        return [int(self._scores.epochs[batch.members[0]]) for batch in self._batches]

    def _scores_so_far(self) -> tuple[np.ndarray, np.ndarray]:
        if self._read is None:
            self._read = self._scores.read()
        return self._read

    def _awaits_maps(self) -> bool:
        n_compiled = self._told.n_compiled if self._told else 0
        ready = {member for batch in self._batches[:n_compiled] for member in batch.members}
        return self._looks.awaits_maps(ready=ready, epochs=self._scores.epochs)

    def _is_playing(self) -> bool:
        if self._health.failure is not None:
            return False
        stands = zip(self._until, self._epochs(), self._has_ended, strict=True)
        return any(until > epoch and not ended for until, epoch, ended in stands)

    def _state(self) -> State:
        if self._health.sentence:
            return "failed"
        if self._told is None:
            return "waiting"
        if self._is_playing():
            return "playing"
        stands = zip(self._epochs(), self._has_ended, strict=True)
        if all(epoch >= self._end or ended for epoch, ended in stands):
            return "finished"
        return "paused" if self._scores.end else "ready"
