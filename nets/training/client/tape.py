"""A tape: a run as the server knows it, from what it asked of the trainer and what the trainer last told."""

import threading
import uuid
from collections.abc import Callable
from typing import TypeVar

import msgspec
import numpy as np

from nets.queries.query import Query
from nets.settings import Settings, same_steps
from nets.training.client.look_back import LookBack
from nets.training.client.query_cache import Answer
from nets.training.client.recording import Recording
from nets.training.client.start import Recorded, Start
from nets.training.client.tape_queries import TapeQueries
from nets.training.client.trainer_health import TrainerHealth
from nets.training.client.view import State, View
from nets.training.protocol.events import UNTRAINED, Event, Events, WeightsChange
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

TOO_LARGE = "the net or the table may be too large. Take fewer hidden units or rows, then press Reset."

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
        self._recording = Recording(start)
        self._unchanged: tuple[WeightsChange, Snapshot] | None = None  # what was set by hand at its start, and before
        self._until = 0
        self._steps_to: int | None = None  # where single epochs are trained that were asked for
        self._pace: float | None = None
        self._settled = False  # nothing is on its way from the trainer
        self._restarted_at: int | None = None
        self._health = TrainerHealth(too_large=TOO_LARGE)
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
        """Train one epoch, one more where one is being trained."""
        until = min((self._until if self.is_stepping else self.view().epoch) + 1, settings.epochs)
        self._go(settings, until=until, pace=None)
        self._steps_to = until

    @property
    def is_stepping(self) -> bool:
        """Whether it trains single epochs that were asked for, and comes to rest after them."""
        return self._is_playing() and self._until == self._steps_to

    def train_to(self, epoch: int) -> None:
        """Train on to this epoch by the settings it has, as fast as it goes."""
        self._go(self._settings, until=epoch, pace=None)

    def wait_for_epoch(self, wait_s: float) -> None:
        """Wait, so long at most, until a run that plays has gained an epoch or come to its end."""
        with self._heard:
            began = self._recording.epoch
            self._heard.wait_for(
                lambda: self._settled or (self._recording.snapshot and self._recording.snapshot.epoch > began), wait_s
            )

    def wait_until_at_rest(self, wait_s: float) -> None:
        """Wait, so long at most, until nothing is trained and the trainer has told how it stands."""
        with self._heard:
            self._heard.wait_for(lambda: not self.view().moving, wait_s)

    def pause(self) -> None:
        """Stop where it is, within one chunk of epochs."""
        self._go(self._settings, until=0, pace=None)

    @property
    def looked_at(self) -> int:
        """The epoch that is shown, or is being evaluated: the last there is, unless another was asked for."""
        with self._lock:
            return self._recording.end if self._look_back.epoch is None else self._look_back.epoch

    def look_at(self, epoch: int) -> None:
        """Look at an earlier epoch; the tape stays where it is, until it is played or stepped on from there."""
        with self._lock:
            if self._recording.snapshot is None or self._is_playing() or epoch >= self._recording.end:
                self._look_back.end()
                return
            self._look_back.begin(epoch, self._recording.checkpoints, last=self._recording.snapshot)
            query = self._look_back.query(self.id, self._events, self._recording.checkpoints)
        self._post(query)

    def look_within(self, moment: Snapshot | None) -> None:
        """Look at this moment between two batches of the epoch that is looked at, None: at the epoch itself again.

        The tape stays where it is: what is trained next goes on from the epoch.
        """
        with self._lock:
            self._look_back.within = moment

    def wait_for_look(self, wait_s: float) -> None:
        """Wait, so long at most, until the trainer has told of the epoch that is looked at."""
        with self._heard:
            self._heard.wait_for(lambda: not self._look_back.is_awaited or self._health.failure, wait_s)

    def branch(self) -> "Tape":
        """A tape of its own that is, and goes on, where this one is looked at; this one stays as it is."""
        with self._lock:
            moment = self._whole_epoch()
            start = self._recording.start_at(moment, self._course_from(moment.epoch), n_kept=moment.epoch + 1)
            return Tape(self._settings, self._examples, start)

    def with_weights(self, change: WeightsChange) -> "Tape":
        """A tape of its own that goes on from where this one is looked at, the epoch of the change, with these weights
        set; this one stays as it is.
        """
        with self._lock:
            moment = self._whole_epoch()
            changed = msgspec.structs.replace(moment.without_answers(), params=change.put_into(moment.params))
            events = self._course_from(moment.epoch).with_weights(change)
            start = self._recording.start_at(changed, events, n_kept=moment.epoch)
            tape = Tape(self._settings, self._examples, start)
            tape._unchanged = change, moment.without_answers()
            return tape

    def without(self, change: WeightsChange) -> "Tape":
        """A tape of its own as it was before these weights were set, the last that were; this one stays as it is.

        Where that is known no more, it is at the last epoch kept from before, with the plan to do all else up to the
        epoch of the change.
        """
        with self._lock:
            events = self._events.without(change)
            known, unchanged = self._unchanged or (None, None)
            moment = unchanged if known == change else self._recording.checkpoints.nearest(change.epoch - 1)
            start = moment and self._recording.start_at(moment, events, n_kept=moment.epoch)
            return Tape(events.last, self._examples, start, plan=events)

    def ask(self, query: Query[A], *, part: str, wait_s: float) -> Answer[A] | None:
        """The trainer's answer about the net as it is shown, waiting so long for it.

        If it is not there by then, the last answer to this query about earlier weights, or None; whoever asks again
        gets it when it has come. Of queries for the same `part` of a page only the last is sure of an answer.
        """
        return self.ask_about(lambda shown: query, part=part, wait_s=wait_s)

    def ask_about(self, make: Callable[[Snapshot], Query[A]], *, part: str, wait_s: float) -> Answer[A] | None:
        """The same for a query that `make` makes of the moment it is about."""
        with self._lock:
            shown, settings = self._shown(), self._settings
            if shown is None or self._health.failure:
                return None
        return self._queries.ask(make(shown), shown, settings, part=part, wait_s=wait_s)

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
            return self._events.before(self._recording.end)

    def events_by(self, settings: Settings) -> Events:
        """What was done to it, and what will be where it goes on by these settings."""
        with self._lock:
            if self._is_planned(settings):
                return self._events
            return self._events.then(self._recording.end, settings)

    def settings_from(self, epoch: int, settings: Settings) -> Settings:
        """The settings by which it is trained from this epoch on when it is to go on by these: the plan's, if one leads
        to them.
        """
        with self._lock:
            return self._events.settings_at(epoch) if self._is_planned(settings) else settings

    @property
    def settings(self) -> Settings:
        """The settings it was last asked to go on by."""
        return self._settings

    @property
    def examples(self) -> Examples:
        """The rows it is trained on."""
        return self._examples

    def recorded(self) -> Recorded:
        """All that is known of it, of which the same tape can be made again."""
        with self._lock:
            start, looked_at = self._recording.start, self._look_back.epoch
            if start and looked_at is None:
                looked_at = start.looked_at  # which waits for the trainer
            whole = self._recording.whole(self._events, looked_at=looked_at)
            return Recorded(self._settings, self._events, whole)

    def params_kept(self) -> dict[int, dict[str, np.ndarray]]:
        """The weights (R, rows, columns) at the epochs that are kept, in rising order; the last is where it stands."""
        with self._lock:
            return self._recording.params()

    def held(self) -> list[np.ndarray | bytes]:
        """The arrays and answers in memory for the sake of this tape, its examples among them; some stand twice."""
        with self._lock:
            seen = self._look_back.shown
            held = [*self._recording.held(), *self._queries.held(), *self._examples.arrays()]
            unchanged = self._unchanged[1].arrays() if self._unchanged else []
            return held + unchanged + (seen.arrays() if seen else [])

    def view(self) -> View:
        """How the run stands now."""
        with self._lock:
            playing = self._is_playing()
            awaited = not self._settled or self._look_back.is_awaited
            return View(
                self._state(),
                (playing or awaited) and self._health.failure is None,
                self._settings,
                self._shown(),
                self._recording.end,
                self._recording.scores(),
                self._recording.diverged_at,
                self._recording.stopped_at,
                self._restarted_at,
                self._health.sentence,
                self._recording.epoch,
                self._events,
                self._health.is_without,
                self._look_back.epoch if self._look_back.is_awaited else None,
            )

    def hear(self, message: Progress | Evaluated | Answered | Failed) -> None:
        """Take down what the trainer told."""
        with self._lock:
            if isinstance(message, Answered):
                self._queries.take(message)
                return
            if isinstance(message, Evaluated):
                if self._look_back.take(message.snapshot):
                    self._post(self._look_back.query(self.id, self._events, self._recording.checkpoints))
                self._heard.notify_all()
                return
            if isinstance(message, Failed):
                self._health.failure = message.sentence
                return
            at_rest = not self._until and self._recording.snapshot is not None
            if self._recording.is_news(message) or not at_rest:
                self._take(message)
            else:  # what it has, epochs after the best included, stays
                self._settled = True
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
        """What to tell a trainer that does not know this run, so that it goes on where the last one left off."""
        with self._lock:
            self._queries.forget_trainer()
            if after_death:
                self._restarted_at = self._recording.epoch if self._recording.moment else None
            was_at_work = self._is_playing() or not self._settled  # one at rest is not what the trainer died of
            self._health.take_over(died_of_it=after_death and was_at_work)
            if self._health.failure:
                return ()
            if not self._is_playing():
                self._until = 0
            self._settled = False
            settings, ahead = self._course(self._recording.moment)
            messages: list[ToTrainer] = [Load(self.id, settings, self._examples, self._recording.moment, ahead)]
            if self._until:
                messages.append(Go(self.id, settings, self._until, self._pace, ahead))
            if self._look_back.is_awaited:
                messages.append(self._look_back.query(self.id, self._events, self._recording.checkpoints))
            return tuple(messages)

    def _take(self, message: Progress) -> None:
        start = self._recording.start if self._recording.is_of_start(message) else None
        if self._recording.take(message):
            self._health.has_gained()
        had_ended = start is not None and start.has_ended
        if message.stopped_at is None and not had_ended:  # else what came after the epoch it is at stays on record
            self._events = self._events.then(message.snapshot.epoch, message.settings, message.ahead)
        self._settled = not message.playing
        if start and start.looked_at is not None:
            self.look_at(start.looked_at)

    def _course_from(self, epoch: int) -> Events:
        """What was done up to this epoch, and what is planned."""
        return self._events if self._is_planned(self._settings) else self._events.before(epoch)

    def _tell(self, message: ToTrainer) -> None:
        self._post(message)

    def _go(self, settings: Settings, *, until: int, pace: float | None) -> None:
        messages: list[ToTrainer] = []
        with self._lock:
            self._settings, self._until, self._pace, self._steps_to = settings, until, pace, None
            self._events = self._events.lasting(settings.epochs) if self._is_planned(settings) else self._events
            seen = self._look_back.seen
            course, ahead = self._course(seen if until and seen else self._recording.moment)
            if until and seen:
                self._recording.go_back_to(seen)
                messages.append(Load(self.id, course, self._examples, seen, ahead))
            self._look_back.end()
            self._settled = False
            if until:
                self._restarted_at = None
                self._recording.go_on()
            messages.append(Go(self.id, course, until, pace, ahead))
        for message in messages:
            self._post(message)

    def _course(self, start: Snapshot | None) -> tuple[Settings, tuple[Event, ...]]:
        """The settings to go on by from there, None for the initial weights, and the events to come: the plan's, or
        those asked for.
        """
        epoch, done = (start.epoch, start.epoch) if start else (0, UNTRAINED)
        events = self._course_from(epoch)
        settings = events.settings_at(epoch) if self._is_planned(self._settings) else self._settings
        return settings, events.after(done)

    def _is_planned(self, settings: Settings) -> bool:
        """Whether there is a plan that leads to these settings."""
        leads_there = same_steps(self._events.last) == same_steps(settings)
        return leads_there and self._events.is_ahead_of(self._recording.end)

    def _whole_epoch(self) -> Snapshot | None:
        """The epoch that is looked at, before its first batch."""
        return self._look_back.of_epoch or self._recording.snapshot

    def _shown(self) -> Snapshot | None:
        """The moment that is looked at."""
        return self._look_back.shown or self._recording.snapshot

    def _is_playing(self) -> bool:
        ended = self._recording.has_ended or self._health.failure is not None
        return self._until > self._recording.epoch and not ended

    def _state(self) -> State:
        if self._health.sentence:
            return "failed"
        if self._recording.snapshot is None:
            return "waiting"
        if self._recording.diverged_at is not None:
            return "diverged"
        if self._recording.stopped_at is not None:
            return "stopped"
        if self._is_playing():
            return "playing"
        if self._recording.snapshot.epoch >= self._settings.epochs:
            return "finished"
        return "paused" if self._recording.snapshot.epoch else "ready"
