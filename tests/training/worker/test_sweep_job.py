"""A sweep that shares a trainer with tapes, with the trainer's process left out."""

import threading
import time

import msgspec
import numpy as np
import pytest
import tensorflow as tf

from nets.settings import Settings
from nets.sweep.plan import plan_of
from nets.sweep.sweep import members_of, sweep_from
from nets.training.engine.run import Run
from nets.training.protocol.messages import Drop, Failed, Go, Load, Progress
from nets.training.protocol.sweep import (
    GoSweep,
    LoadSweep,
    Maps,
    MapsAt,
    SweepBatch,
    SweepProgress,
    TakenRun,
    TakeRun,
)
from nets.training.worker import sweep_batch as batch_module
from nets.training.worker import sweep_job as job_module
from nets.training.worker.scheduler import Scheduler
from tests.lecture.golden import golden

WAIT_S = 60.0
ENDLESS = 1_000_000
BASE = Settings(epochs=60)
VARY = ("schedule=constant,cosine", "learning_rate=0.1,1,5")  # two batches of three
PLACES = np.random.default_rng(0).normal(size=(7, len(golden("mlp").examples.columns)))


class Trainer:
    """Scheduler with its messages kept."""

    def __init__(self):
        self.sent = []
        self.turns = Scheduler(self.sent.append)

    def load(self, base=BASE, vary=VARY, n_seeds=None):
        self.members, _ = members_of(sweep_from(base, vary, n_seeds=n_seeds))
        self.plan = plan_of(self.members, lambda settings: golden(settings.net).examples)
        batches = tuple(SweepBatch(batch.members, batch.runs, batch.data) for batch in self.plan.batches)
        self.turns.take(LoadSweep("sweep", batches, self.plan.examples))

    def go(self, until, pace=None):
        self.turns.take(GoSweep("sweep", (until,) * len(self.plan.batches), pace))

    def until(self, condition):
        """Go on until it is so."""
        deadline = time.monotonic() + WAIT_S
        while not condition():
            assert time.monotonic() < deadline
            time.sleep(min(self.turns.wait_s() or 0.0, 0.05))
            self.turns.round(lambda: None)

    def play(self):
        self.until(lambda: self.turns.wait_s() is None)

    def all_of(self, kind):
        return [message for message in self.sent if isinstance(message, kind)]

    @property
    def told(self):
        return self.all_of(SweepProgress)[-1]

    def epochs(self):
        """The last epoch told of each batch."""
        found = [0] * len(self.plan.batches)
        for message in self.all_of(SweepProgress):
            for batch in message.batches:
                found[batch.batch] = batch.epoch
        return found

    def curves(self, batch):
        """The scores (n, R, M) of the batch as they were told, checked to have no gap."""
        told = [each for message in self.all_of(SweepProgress) for each in message.batches if each.batch == batch]
        scores, epoch = [], 0
        for each in told:
            assert each.first_epoch == epoch
            epoch += len(each.scores) - 1
            assert each.epoch == epoch
            scores.append(each.scores[:-1])
        return np.concatenate([*scores, told[-1].scores[-1:]])


def at_once(plan, batch, n_epochs):
    """A batch that nobody ever disturbed: its curves, and how it stands after so many epochs."""
    run = Run(plan.batches[batch].runs, plan.examples[plan.batches[batch].data])
    scores = [run.advance(n_epochs)] if n_epochs else []
    snapshot = run.evaluate()
    return np.concatenate([*scores, snapshot.scores[None]]), snapshot


def test_all_curves_are_told_whole_and_with_the_accuracy_at_the_end():
    trainer = Trainer()
    trainer.load()
    trainer.go(25)
    trainer.play()
    assert trainer.epochs() == [25, 25]
    trainer.go(BASE.epochs)
    trainer.play()
    for i in range(2):
        scores, snapshot = at_once(trainer.plan, i, BASE.epochs)
        assert trainer.curves(i).tobytes() == scores.tobytes()
        last = [each for message in trainer.all_of(SweepProgress) for each in message.batches if each.batch == i][-1]
        assert last.accuracy.tobytes() == snapshot.accuracy.tobytes()
    assert (trainer.told.n_compiled, trainer.told.playing) == (2, False)


def test_each_run_has_the_losses_that_it_has_alone():
    trainer = Trainer()
    trainer.load(BASE, VARY, n_seeds=3)
    trainer.go(BASE.epochs)
    trainer.play()
    for i, batch in enumerate(trainer.plan.batches):
        curves = trainer.curves(i)
        for place, settings in enumerate(batch.runs):
            run = Run(settings, trainer.plan.examples[0])
            np.testing.assert_allclose(curves[:-1, place], run.advance(BASE.epochs)[:, 0], rtol=2e-5)


def test_of_a_sweep_that_is_not_played_only_the_first_batch_is_compiled():
    trainer = Trainer()
    trainer.load()
    trainer.play()
    assert (trainer.told.n_compiled, trainer.told.playing) == (1, False)
    assert trainer.curves(0).shape == (1, 3, 1)


def test_a_step_is_one_epoch_of_each_batch():
    trainer = Trainer()
    trainer.load()
    for epoch in (1, 2):
        trainer.go(epoch)
        trainer.play()
        assert trainer.epochs() == [epoch, epoch]


def test_a_pause_stops_where_it_is_and_batches_go_on_together():
    trainer = Trainer()
    trainer.load(msgspec.structs.replace(BASE, epochs=ENDLESS))
    trainer.go(ENDLESS, pace=300.0)
    trainer.until(lambda: min(trainer.epochs()) > 40)
    trainer.go(0)
    epochs = trainer.epochs()
    trainer.play()
    assert trainer.epochs() == epochs
    assert not trainer.told.playing


def test_batches_that_take_long_to_evaluate_are_told_one_after_the_other(monkeypatch):
    monkeypatch.setattr(job_module, "CHUNK_S", 0.0)
    trainer = Trainer()
    trainer.load()
    trainer.go(3)
    trainer.play()
    assert max(len(message.batches) for message in trainer.all_of(SweepProgress)) == 1
    assert trainer.epochs() == [3, 3]
    assert not trainer.told.playing


def test_a_pace_is_not_exceeded():
    trainer = Trainer()
    trainer.load()
    trainer.play()
    began = time.perf_counter()
    trainer.go(BASE.epochs, pace=50.0)
    while trainer.epochs()[0] < 30:
        trainer.turns.round(lambda: None)
        assert trainer.epochs()[0] <= 50.0 * (time.perf_counter() - began)


def test_a_tape_beside_a_sweep_of_many_batches_has_every_second_turn():
    trainer = Trainer()
    trainer.load(msgspec.structs.replace(BASE, epochs=ENDLESS), ("schedule=constant,step,cosine",))
    trainer.go(ENDLESS, pace=1.0)
    trainer.until(lambda: trainer.told.n_compiled == 3)
    trainer.go(ENDLESS)
    settings = Settings(epochs=ENDLESS)
    trainer.turns.take(Load("tape", settings, golden("mlp").examples))
    trainer.turns.take(Go("tape", settings, ENDLESS))
    turns = []
    for _ in range(10):
        trainer.turns.round(lambda: turns.append(1))
    assert len(turns) == 20
    trainer.turns.take(GoSweep("sweep", (0, 0, 0)))
    assert trainer.all_of(Progress)[-1].snapshot.epoch > 0


@pytest.mark.parametrize("net", ["mlp", "rnn"])
def test_an_earlier_epoch_is_trained_again_to_the_last_bit(net):
    trainer = Trainer()
    base = msgspec.structs.replace(BASE, net=net)
    trainer.load(base)
    trainer.go(BASE.epochs)
    trainer.play()
    for epoch in (37, 0, BASE.epochs):
        trainer.turns.take(TakeRun("sweep", 4, epoch))
        trainer.turns.take(MapsAt("sweep", (4, 1), (PLACES,), epoch))
        trainer.play()
        taken, maps = trainer.all_of(TakenRun)[-1], trainer.all_of(Maps)[-1]
        _, snapshot = at_once(trainer.plan, 1, epoch)
        assert (taken.member, taken.snapshot.epoch) == (4, epoch)
        for name, value in snapshot.params.items():
            assert taken.snapshot.params[name].tobytes() == value[1:2].tobytes()
        assert maps.wanted == (4, 1)
        assert maps.epochs.tolist() == [epoch, epoch]
        if net == "rnn":
            assert maps.predicted[0].tolist() == snapshot.predicted[1].tolist()
    assert trainer.epochs() == [BASE.epochs] * 2


def test_a_run_that_was_taken_out_trains_on_alone_as_it_does_in_the_sweep():
    trainer = Trainer()
    trainer.load()
    trainer.go(BASE.epochs)
    trainer.play()
    trainer.turns.take(TakeRun("sweep", 2, 20, with_scores=True))
    trainer.play()
    (taken,) = trainer.all_of(TakenRun)
    assert taken.scores.tobytes() == trainer.curves(0)[:21, 2].tobytes()
    alone = Run(trainer.members[2].settings, trainer.plan.examples[0], start=taken.snapshot)
    np.testing.assert_allclose(alone.advance(40)[:, 0], trainer.curves(0)[20:-1, 2], rtol=2e-5)


def test_maps_are_the_classes_that_the_net_predicts_and_come_again_as_it_trains():
    trainer = Trainer()
    trainer.load()
    trainer.play()
    trainer.turns.take(MapsAt("sweep", (0, 5), (PLACES,)))
    (first,) = trainer.all_of(Maps)
    assert first.wanted == (0,)  # the batch of the other is not compiled
    trainer.go(BASE.epochs)
    trainer.play()
    last = trainer.all_of(Maps)[-1]
    assert last.epochs.tolist() == [BASE.epochs] * 2
    _, snapshot = at_once(trainer.plan, 1, BASE.epochs)
    inputs = np.concatenate([PLACES, np.ones((len(PLACES), 1))], axis=1)
    sums = np.exp(snapshot.params["W1"][2] @ inputs.T)
    logits = snapshot.params["W2"][2] @ (sums / sums.sum(axis=0))
    probs = np.exp(logits) / np.exp(logits).sum(axis=0)
    assert last.predicted[1].tolist() == probs.argmax(axis=0).tolist()
    np.testing.assert_allclose(last.probability[1], probs.max(axis=0), rtol=1e-5)


def test_a_single_run_that_diverges_ends_and_others_go_on():
    trainer = Trainer()
    trainer.load(Settings(epochs=60, learning_rate=1e4, activation="relu", l2=0.1), ("schedule=constant,cosine",))
    trainer.go(60)
    trainer.play()
    ended = {each.batch for message in trainer.all_of(SweepProgress) for each in message.batches if each.ended}
    assert ended == {0, 1}
    assert not trainer.told.playing


def test_a_sweep_that_is_dropped_is_compiled_no_further(monkeypatch):
    begun, is_dropped = [], threading.Event()

    def slow(runs, examples):
        begun.append(runs)
        is_dropped.wait(WAIT_S)
        return Run(runs, examples)

    monkeypatch.setattr(batch_module, "Run", slow)
    trainer = Trainer()
    trainer.load()
    trainer.go(BASE.epochs)
    trainer.until(lambda: begun)
    trainer.turns.take(Drop("sweep"))
    is_dropped.set()
    trainer.until(lambda: trainer.turns.wait_s() is None)
    assert set(begun) == {trainer.plan.batches[0].runs}


@pytest.mark.parametrize(
    ("failure", "word"), [(tf.errors.ResourceExhaustedError(None, None, ""), "memory"), (ArithmeticError(), "logged")]
)
def test_a_sweep_that_cannot_be_made_ready_fails_and_the_tapes_go_on(monkeypatch, failure, word):
    def fail(*_):
        raise failure

    monkeypatch.setattr(batch_module, "Run", fail)
    trainer = Trainer()
    settings = Settings(epochs=20)
    trainer.turns.take(Load("tape", settings, golden("mlp").examples))
    trainer.load()
    trainer.turns.take(Go("tape", settings, 20))
    trainer.play()
    (failed,) = trainer.all_of(Failed)
    assert failed.run == "sweep"
    assert word in failed.sentence
    assert trainer.all_of(Progress)[-1].snapshot.epoch == 20
