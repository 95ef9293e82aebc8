"""A tape: a run as the server knows it, from what it asked of the trainer and what the trainer last told."""

import threading
import uuid
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from nets.queries.query import Query
from nets.settings import Settings, same_steps
from nets.training.client.checkpoints import Checkpoints
from nets.training.client.history import History
from nets.training.client.look_back import LookBack
from nets.training.client.query_cache import Answer
from nets.training.client.start import Start
from nets.training.client.tape_queries import TapeQueries
from nets.training.client.view import State, View
from nets.training.protocol.events import Event, Events
from nets.training.protocol.examples import Examples
from nets.training.protocol.messages import (
    Answered,
    Drop,
    Evaluated,
    Failed,
    Go,
    Load,
    Progress,
    ToTrainer,
)
from nets.training.protocol.snapshot import Snapshot

DEATHS = 3  # trainers that may die over a run, with no epoch gained between, before it is given up

A = TypeVar("A")


class Tape:
    """One run's transport and its record; safe to use from any thread.

    What is done to it is on record as its events. Those that lie ahead are a plan: Play and Step follow it, unless
    they are given other settings than those it leads to.
    """

    def __init__(
        self, settings: Settings, examples: Examples, start: Start | None = None, *, plan: Events | None = None
    ) -> None:
        """At its initial weights, or at `start`; `plan` is what is to be done to it before it is trained by the
        settings alone.
        """
        self.id = uuid.uuid4().hex
        self._post: Callable[[ToTrainer], None] = lambda message: None
        self._lock = threading.RLock()
        self._settings = settings
        self._events = plan or (start and start.events) or Events(settings)
        self._examples = examples
        self._start = start
        self._history = History()
        if start:
            self._history.add(0, start.scores)
        self._scores: np.ndarray | None = None  # those of the view, made once for each time something is told
        self._snapshot: Snapshot | None = None
        self._until = 0
        self._pace: float | None = None
        self._settled = False  # nothing is on its way from the trainer
        self._diverged_at: int | None = None
        self._stopped_at: int | None = None
        self._restarted_at: int | None = None
        self._failure: str | None = None
        self._start_failure: str | None = None
        self._without_trainer = False
        self._deaths = 0
        self._checkpoints = (start and start.checkpoints) or Checkpoints()
        self._look_back = LookBack()
        self._heard = threading.Condition(self._lock)
        self._queries = TapeQueries(self.id, self._heard, self._tell)

    def connect(self, post: Callable[[ToTrainer], None]) -> None:
        """Speak to the trainer by `post` from now on."""
        self._post = post

    def play(self, settings: Settings, *, pace: float | None) -> None:
        """Train on to the last epoch of these settings, at most `pace` epochs a second."""
        self._go(settings, until=settings.epochs, pace=pace)

    def retune(self, settings: Settings, *, pace: float | None) -> None:
        """While it plays, go on by these settings and at this pace."""
        playing_on = self._is_playing() and self._until == self._settings.epochs
        if playing_on and (settings, pace) != (self._settings, self._pace):
            self.play(settings, pace=pace)

    def step(self, settings: Settings) -> None:
        """Train one epoch."""
        self._go(settings, until=self.view().epoch + 1, pace=None)

    def wait_for_epoch(self, wait_s: float) -> None:
        """Wait, so long at most, until a run that plays has gained an epoch or come to its end."""
        with self._heard:
            began = self._epoch()
            self._heard.wait_for(lambda: self._settled or (self._snapshot and self._snapshot.epoch > began), wait_s)

    def pause(self) -> None:
        """Stop where it is, within one chunk of epochs."""
        self._go(self._settings, until=0, pace=None)

    @property
    def looked_at(self) -> int:
        """The epoch that is shown, or is being evaluated: the last there is, unless another was asked for."""
        with self._lock:
            return self._end() if self._look_back.epoch is None else self._look_back.epoch

    def look_at(self, epoch: int) -> None:
        """Look at an earlier epoch; the tape stays where it is, until it is played or stepped on from there."""
        with self._lock:
            if self._snapshot is None or self._is_playing() or epoch >= self._end():
                self._look_back.end()
                return
            self._look_back.begin(epoch)
            query = self._look_back.query(self.id, self._events, self._checkpoints)
        self._post(query)

    def branch(self) -> "Tape":
        """A tape of its own that is, and goes on, where this one is looked at; this one stays as it is."""
        with self._lock:
            moment = self._shown()
            scores = self._scores_so_far()[: moment.epoch + 1]
            start = Start(scores, moment, self._checkpoints.until(moment.epoch), self._events.before(moment.epoch))
            return Tape(self._settings, self._examples, start)

    def ask(self, query: Query[A], *, part: str, wait_s: float) -> Answer[A] | None:
        """The trainer's answer about the net as it is shown, waiting so long for it.

        If it is not there by then, the last answer to this query about earlier weights, or None; whoever asks again
        gets it when it has come. Of queries for the same `part` of a page only the last is sure of an answer.
        """
        with self._lock:
            shown, settings = self._shown(), self._settings
            if shown is None or self._failure:
                return None
        return self._queries.ask(query, shown, settings, part=part, wait_s=wait_s)

    def drop(self) -> None:
        """Let the trainer forget the run."""
        self._post(Drop(self.id))

    def park(self) -> None:
        """Stay at the last epoch told, and let the trainer forget the run; a trainer that holds it again plays on only
        when asked to.
        """
        with self._lock:
            self._until, self._settled = 0, True
        self.drop()

    @property
    def events(self) -> Events:
        """What was done to it as far as it has come."""
        with self._lock:
            return self._events.before(self._end())

    def events_by(self, settings: Settings) -> Events:
        """What was done to it, and what will be where it goes on by these settings."""
        with self._lock:
            if self._is_planned(settings):
                return self._events
            return self._events.then(self._end(), settings)

    @property
    def settings(self) -> Settings:
        """The settings it was last asked to go on by."""
        return self._settings

    def params_kept(self) -> dict[int, dict[str, np.ndarray]]:
        """The weights (R, rows, columns) at the epochs that are kept, in rising order; the last is where it stands."""
        with self._lock:
            last = {self._snapshot.epoch: self._snapshot.params} if self._snapshot else {}
            return self._checkpoints.params() | last

    def held(self) -> list[np.ndarray | bytes]:
        """The arrays and answers in memory for the sake of this tape, its examples among them; some stand twice."""
        with self._lock:
            moments = [
                self._start and self._start.snapshot,
                self._snapshot,
                self._look_back.seen,
                *self._checkpoints.snapshots(),
            ]
            held = [self._history.scores(), *self._queries.held(), *self._examples.arrays()]
            if self._scores is not None:
                held.append(self._scores)
        return held + [array for moment in moments if moment for array in moment.arrays()]

    def view(self) -> View:
        """How the run stands now."""
        with self._lock:
            playing = self._is_playing()
            awaited = not self._settled or self._look_back.is_awaited
            return View(
                self._state(),
                (playing or awaited) and self._failure is None,
                self._settings,
                self._shown(),
                self._end(),
                self._scores_so_far(),
                self._diverged_at,
                self._stopped_at,
                self._restarted_at,
                self._failure or self._start_failure,
                self._epoch(),
                self._events,
                self._without_trainer,
            )

    def hear(self, message: Progress | Evaluated | Answered | Failed) -> None:
        """Take down what the trainer told."""
        with self._lock:
            if isinstance(message, Answered):
                self._queries.take(message)
                return
            if isinstance(message, Evaluated):
                self._look_back.take(message.snapshot)
                return
            if isinstance(message, Failed):
                self._failure = message.sentence
                return
            if self._is_old_news(message):
                self._settled = True
                self._heard.notify_all()
                return
            gained = self._snapshot is None or message.snapshot.epoch > self._snapshot.epoch
            if gained:
                self._deaths = 0
            if self._start is None or len(message.scores):  # else a start is evaluated, whose scores are known
                self._history.add(message.first_epoch, message.scores)
            self._start = None
            self._snapshot = message.snapshot
            self._scores = None
            self._checkpoints.keep(message.snapshot)
            if message.stopped_at is None:  # else it is back at its best epoch, and what came after stays on record
                self._events = self._events.then(message.snapshot.epoch, message.settings, message.ahead)
            self._diverged_at = message.diverged_at
            self._stopped_at = message.stopped_at
            self._settled = not message.playing
            self._heard.notify_all()

    def lose_trainer(self) -> None:
        """Say that its trainer has ended, until another one takes over."""
        with self._lock:
            self._without_trainer = True

    def wait_for_start(self, sentence: str) -> None:
        """Say why no trainer has started yet, until one does."""
        with self._lock:
            self._start_failure = sentence

    def resume(self, *, after_death: bool) -> tuple[ToTrainer, ...]:
        """What to tell a trainer that does not know this run, so that it goes on where the last one left off."""
        with self._lock:
            self._start_failure, self._without_trainer = None, False
            self._queries.forget_trainer()
            if after_death:
                if self._is_playing() or not self._settled:  # a tape at rest is not what the trainer died of
                    self._deaths += 1
                self._restarted_at = self._epoch() if self._snapshot or self._start else None
            if self._deaths >= DEATHS:
                self._failure = (
                    f"The trainer stopped {DEATHS} times at this point: the net or the table may be too large. "
                    "Take fewer hidden units or rows, then press Reset."
                )
            if self._failure:
                return ()
            if not self._is_playing():
                self._until = 0
            self._settled = False
            start = self._snapshot or (self._start and self._start.snapshot)
            settings, ahead = self._course(self._epoch())
            messages: list[ToTrainer] = [Load(self.id, settings, self._examples, start, ahead)]
            if self._until:
                messages.append(Go(self.id, settings, self._until, self._pace, ahead))
            if self._look_back.is_awaited:
                messages.append(self._look_back.query(self.id, self._events, self._checkpoints))
            return tuple(messages)

    def _tell(self, message: ToTrainer) -> None:
        self._post(message)

    def _go(self, settings: Settings, *, until: int, pace: float | None) -> None:
        messages: list[ToTrainer] = []
        with self._lock:
            self._settings, self._until, self._pace = settings, until, pace
            self._events = self._events.lasting(settings.epochs) if self._is_planned(settings) else self._events
            seen = self._look_back.seen
            course, ahead = self._course(seen.epoch if until and seen else self._epoch())
            if until and seen:
                self._snapshot, self._scores = seen, None
                messages.append(Load(self.id, course, self._examples, seen, ahead))
            self._look_back.end()
            self._settled = False
            if until:
                self._restarted_at = self._diverged_at = self._stopped_at = None
            messages.append(Go(self.id, course, until, pace, ahead))
        for message in messages:
            self._post(message)

    def _course(self, epoch: int) -> tuple[Settings, tuple[Event, ...]]:
        """The settings to go on by from this epoch, and the events to come: the plan's, or those asked for."""
        if self._is_planned(self._settings):
            return self._events.settings_at(epoch), self._events.after(epoch)
        return self._settings, ()

    def _is_planned(self, settings: Settings) -> bool:
        """Whether there is a plan that leads to these settings."""
        leads_there = same_steps(self._events.last) == same_steps(settings)
        return leads_there and self._events.is_ahead_of(self._end())

    def _shown(self) -> Snapshot | None:
        """The moment that is looked at."""
        return self._look_back.seen or self._snapshot

    def _is_old_news(self, message: Progress) -> bool:
        """Whether a run at rest is only told where it stands: what it has, epochs after the best included, stays."""
        is_news = len(message.scores) or message.diverged_at is not None or message.stopped_at is not None
        at_rest = not self._until and self._snapshot is not None
        return at_rest and not is_news and message.snapshot.epoch == self._snapshot.epoch

    def _scores_so_far(self) -> np.ndarray:
        if self._scores is None:
            scores = self._history.scores()
            if self._snapshot and len(scores) == self._snapshot.epoch:
                scores = np.concatenate([scores[:, : self._snapshot.scores.shape[1]], self._snapshot.scores[:1]])
                scores.flags.writeable = False
            self._scores = scores
        return self._scores

    def _end(self) -> int:
        """The last epoch there is to look at."""
        return max(self._history.n_epochs - 1, self._epoch())

    def _epoch(self) -> int:
        moment = self._snapshot or self._start
        return moment.epoch if moment else 0

    def _is_playing(self) -> bool:
        ended = self._diverged_at is not None or self._stopped_at is not None or self._failure is not None
        return self._until > self._epoch() and not ended

    def _state(self) -> State:
        if self._failure or self._start_failure:
            return "failed"
        if self._snapshot is None:
            return "waiting"
        if self._diverged_at is not None:
            return "diverged"
        if self._stopped_at is not None:
            return "stopped"
        if self._is_playing():
            return "playing"
        if self._snapshot.epoch >= self._settings.epochs:
            return "finished"
        return "paused" if self._snapshot.epoch else "ready"
