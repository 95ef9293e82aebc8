"""Runs that share a trainer, with the trainer's process left out."""

import time

import msgspec
import numpy as np
import pytest
import tensorflow as tf

from nets.settings import Settings
from nets.training.engine.run import Run
from nets.training.protocol.messages import Drop, EvaluateAt, Evaluated, Failed, Go, Load, Progress
from nets.training.worker import scheduler as turns_module
from nets.training.worker.scheduler import Scheduler
from tests.lecture.golden import golden

ENDLESS = Settings(epochs=1_000_000)


class Trainer:
    """Scheduler with its messages kept."""

    def __init__(self):
        self.sent = []
        self.gone = {}  # the last `Go` of each run
        self.turns = Scheduler(self.sent.append)

    def load(self, name, settings=ENDLESS, net="mlp"):
        self.turns.take(Load(name, settings, golden(net).examples))

    def round(self):
        self.turns.round(lambda: None)

    def play(self):
        while self.turns.wait_s() is not None:
            self.round()

    def progress(self, name):
        return [message for message in self.sent if isinstance(message, Progress) and message.run == name]

    def go(self, name, settings=ENDLESS, until=ENDLESS.epochs, pace=None):
        self.gone[name] = Go(name, settings, until, pace)
        self.turns.take(self.gone[name])

    def epoch(self, name):
        """Where the run stands, by the answer to a pause; what it was told to do it goes on with."""
        told = self.gone.get(name, Go(name, ENDLESS, 0))
        self.turns.take(msgspec.structs.replace(told, until=0))
        epoch = self.progress(name)[-1].snapshot.epoch
        self.turns.take(told)
        return epoch


def unbroken(settings):
    run = Run(settings, golden(settings.net).examples)
    return run.advance(settings.epochs)[:, 0]


def test_a_loaded_run_is_told_of_at_once_and_does_not_move():
    trainer = Trainer()
    trainer.load("a")
    (told,) = trainer.progress("a")
    assert (told.snapshot.epoch, told.playing, told.diverged_at) == (0, False, None)
    assert trainer.turns.wait_s() is None
    trainer.round()
    assert trainer.epoch("a") == 0


@pytest.mark.parametrize("net", ["mlp", "rnn"])
def test_what_is_told_is_the_whole_curve_and_nothing_twice(net):
    settings = Settings(net=net, epochs=3000)
    trainer = Trainer()
    trainer.load("a", settings, net)
    trainer.go("a", settings, 1000)
    trainer.play()
    trainer.go("a", settings, 3000)
    trainer.play()
    told, epoch = trainer.progress("a"), 0
    for message in told:
        assert message.first_epoch == epoch
        epoch += len(message.scores)
        assert message.snapshot.epoch == epoch
    assert np.concatenate([message.scores for message in told]).tobytes() == unbroken(settings).tobytes()
    assert [message.playing for message in told][-1] is False


def test_in_each_round_every_playing_run_has_its_turn():
    trainer = Trainer()
    for name, net in (("a", "mlp"), ("b", "rnn"), ("c", "mlp")):
        settings = Settings(net=net, epochs=1_000_000)
        trainer.load(name, settings, net)
        trainer.go(name, settings)
    for _ in range(30):
        before = {name: trainer.epoch(name) for name in "abc"}
        trainer.round()
        assert all(trainer.epoch(name) > before[name] for name in "abc")


def test_messages_are_looked_at_between_two_turns():
    trainer = Trainer()
    for name in "ab":
        trainer.load(name)
        trainer.go(name)
    looked = []
    trainer.turns.round(lambda: looked.append((trainer.epoch("a"), trainer.epoch("b"))))
    assert looked[0][0] > 0
    assert looked[0][1] == 0
    assert looked[1][1] > 0


def test_a_run_that_is_paused_or_dropped_while_others_have_their_turn_stands_still():
    trainer = Trainer()
    for name in "abc":
        trainer.load(name)
        trainer.go(name)

    def interrupt():
        trainer.go("b", until=0)
        trainer.turns.take(Drop("c"))

    trainer.turns.round(interrupt)
    assert trainer.epoch("a") > 0
    assert trainer.epoch("b") == 0
    assert trainer.turns.examples("c") is None
    trainer.turns.take(Drop("a"))
    assert trainer.turns.wait_s() is None
    trainer.go("a", until=5)
    assert trainer.turns.wait_s() is None


def test_pause_is_answered_with_where_the_run_stands():
    trainer = Trainer()
    trainer.load("a")
    trainer.go("a")
    trainer.round()
    trainer.go("a", until=0)
    told = trainer.progress("a")
    assert told[-1].playing is False
    assert told[-1].snapshot.epoch == sum(len(message.scores) for message in told) > 0
    trainer.round()
    assert trainer.progress("a") == told


def test_a_pace_is_never_exceeded_and_reached_in_the_end():
    trainer = Trainer()
    trainer.load("a")
    began = time.perf_counter()
    trainer.go("a", until=60, pace=200.0)
    while trainer.turns.wait_s() is not None:
        trainer.round()
        assert trainer.progress("a")[-1].snapshot.epoch <= 200.0 * (time.perf_counter() - began)
    assert trainer.epoch("a") == 60


def test_with_time_to_spare_until_the_next_epoch_the_wait_is_that_long():
    trainer = Trainer()
    trainer.load("a")
    trainer.go("a", until=60, pace=0.01)
    assert 90 < trainer.turns.wait_s() <= 100
    trainer.round()
    assert trainer.epoch("a") == 0


@pytest.mark.parametrize("error", [MemoryError(), tf.errors.ResourceExhaustedError(None, None, "out of memory")])
def test_a_net_too_large_for_memory_fails_alone_and_says_what_to_try(monkeypatch, error):
    trainer = Trainer()
    trainer.load("a")
    trainer.go("a", until=10)

    class Huge(Run):
        def __init__(self, *args, **kwargs):
            raise error

    with monkeypatch.context() as patch:
        patch.setattr(turns_module, "Run", Huge)
        trainer.load("b")
    (failed,) = [message for message in trainer.sent if isinstance(message, Failed)]
    assert failed.run == "b"
    assert "fewer" in failed.sentence
    trainer.play()
    assert trainer.epoch("a") == 10


def test_a_evaluate_at_takes_turns_with_what_plays_and_only_the_last_one_asked_for_is_answered(monkeypatch):
    monkeypatch.setattr(turns_module, "TURN_S", 0.0)  # an epoch a turn
    monkeypatch.setattr(turns_module, "ALONE_S", 0.0)
    trainer = Trainer()
    for name in ("a", "b"):
        trainer.load(name)
    start = trainer.progress("a")[0].snapshot
    trainer.go("b")
    trainer.turns.take(EvaluateAt("a", ENDLESS, start, 5000))
    for _ in range(3):
        trainer.round()
    trainer.turns.take(EvaluateAt("a", ENDLESS, start, 30))
    for _ in range(31):
        assert not [message for message in trainer.sent if isinstance(message, Evaluated)]
        trainer.round()
    (seen,) = (message for message in trainer.sent if isinstance(message, Evaluated))
    assert seen.snapshot.epoch == 30
    assert trainer.epoch("a") == 0
    assert trainer.epoch("b") == 34
    run = Run(ENDLESS, golden("mlp").examples)
    run.advance(30)
    assert np.array_equal(seen.snapshot.params["W1"], run.evaluate().params["W1"])


def test_nobody_waits_for_a_evaluate_at_once_the_run_goes_on():
    trainer = Trainer()
    trainer.load("a")
    start = trainer.progress("a")[0].snapshot
    trainer.turns.take(EvaluateAt("a", ENDLESS, start, 20))
    assert trainer.turns.wait_s() == 0
    trainer.go("a", until=5)
    trainer.play()
    assert trainer.epoch("a") == 5
    assert not [message for message in trainer.sent if isinstance(message, Evaluated)]


@pytest.mark.parametrize("pace", [None, 500.0])
def test_elapsed_is_that_of_the_epochs_alone_at_any_speed(monkeypatch, pace):
    begun = []

    def seconds(call):  # a call costs a quarter of a second and an epoch two
        scores = (answer := call())[1]
        begun.append(len(scores))
        return answer, 0.25 + 2 * len(scores)

    monkeypatch.setattr("nets.training.engine.run.timed", seconds)
    trainer = Trainer()
    monkeypatch.setattr("nets.training.engine.run.DEAR_CALL_S", 1.0)
    trainer.load("a")
    trainer.go("a", until=30, pace=pace)
    while trainer.turns.wait_s() is not None:
        time.sleep(trainer.turns.wait_s())
        trainer.round()
    assert trainer.progress("a")[-1].snapshot.elapsed_s == 60
    assert 0 in begun


def test_elapsed_is_what_the_epochs_took_neither_the_waits_between_them_nor_compiling():
    trainer = Trainer()
    trainer.load("slow", msgspec.structs.replace(ENDLESS, hidden_units=3))
    trainer.go("slow", msgspec.structs.replace(ENDLESS, hidden_units=3), until=10, pace=20.0)
    while trainer.turns.wait_s() is not None:
        time.sleep(trainer.turns.wait_s())
        trainer.round()
    told = trainer.progress("slow")[-1].snapshot
    assert told.epoch == 10
    assert told.playing_s > 0.4
    assert 0 < told.elapsed_s < told.playing_s  # however busy the machine
    assert told.compile_s > 0
    first, *_, last = trainer.progress("slow")
    assert (first.snapshot.is_compiled, last.snapshot.is_compiled) == (False, True)
