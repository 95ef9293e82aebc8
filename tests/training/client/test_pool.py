"""Tapes from end to end, with real trainer processes: what is asked is done, and nothing is lost when one dies."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from nets.errors import Refusal
from nets.settings import Settings
from nets.training.client import pool as trainers_module
from nets.training.client.pool import TrainerPool
from nets.training.client.process import ROOT
from nets.training.client.start import Start
from nets.training.engine.run import Run
from tests.browser.app.server import printed
from tests.lecture.golden import golden
from tests.processes.processes import alive, wait_until
from tests.training.client.tapes import LONG, reaches, same, settled


def unbroken(settings, examples=None):
    """The loss at epoch 0, 1, ... of a run that nobody ever disturbed."""
    run = Run(settings, examples or golden(settings.net).examples)
    losses = []
    while run.epoch < settings.epochs:
        losses.append(run.advance(settings.epochs - run.epoch)[:, 0, 0])
    return np.concatenate([*losses, run.evaluate().loss])


@pytest.mark.parametrize("net", ["mlp", "rnn"])
def test_play_gives_the_command_line_s_losses_to_the_last_bit(opened, tmp_path, net):
    settings = Settings(net=net, seed=4)
    tape = opened(settings)
    assert settled(tape).state == "ready"
    assert len(tape.view().losses) == 1
    tape.play(settings, pace=None)
    view = settled(tape)
    assert (view.state, view.epoch) == ("finished", 100)
    file = tmp_path / "lecture.csv"
    file.write_text(golden(net).csv)
    told = printed(file, "--net", net, "--seed", "4")
    assert same(view.losses, np.array(told["losses"], np.float32))
    assert told["losses"] == view.losses.tolist()
    assert told["cost"] == float(view.snapshot.loss[0])
    assert told["weights"] == {name: value[0].tolist() for name, value in view.snapshot.params.items()}
    assert told["estimate"] == view.snapshot.probs[0].tolist()


def test_a_step_gains_exactly_one_epoch_each_time(opened):
    settings = Settings()
    tape = opened(settings)
    settled(tape)
    for epoch in range(1, 6):
        tape.step(settings)
        view = settled(tape)
        assert (view.epoch, len(view.losses), view.state) == (epoch, epoch + 1, "paused")
    tape.play(settings, pace=None)
    assert same(settled(tape).losses, unbroken(settings))


def test_pause_stops_for_good_and_play_goes_on_with_the_same_curve(opened):
    settings = Settings(epochs=20_000)
    tape = opened(settings)
    tape.play(settings, pace=2000.0)
    reaches(tape, 100)
    tape.pause()
    view = settled(tape)
    assert view.state == "paused"
    assert 100 <= view.epoch < 20_000
    tape.pause()
    assert settled(tape).epoch == view.epoch
    tape.play(settings, pace=None)
    assert same(settled(tape).losses, unbroken(settings))


@pytest.mark.parametrize("net", ["mlp", "rnn"])
def test_a_run_trained_elsewhere_goes_on_from_its_weights_and_is_trained_again_for_what_was_before(opened, net):
    settings = Settings(net=net, optimiser="adam", learning_rate=0.05, epochs=40)
    run = Run(settings, golden(net).examples)
    scores = run.advance(25)[:, 0]
    tape = opened(settings, start=Start(scores, run.evaluate()))
    assert settled(tape).scores[:25].tobytes() == scores.tobytes()
    assert (tape.view().epoch, tape.view().state) == (25, "paused")
    tape.play(settings, pace=None)
    assert settled(tape).losses.tolist() == unbroken(settings).tolist()
    tape.look_at(7)
    seen, again = settled(tape).snapshot, Run(settings, golden(net).examples)
    again.advance(7)
    assert seen.epoch == 7
    assert all(same(seen.params[name], value) for name, value in again.evaluate().params.items())


def test_a_pace_is_never_exceeded(opened):
    tape = opened()
    settled(tape)
    began = time.perf_counter()
    tape.play(LONG, pace=100.0)
    while tape.view().epoch < 80:
        epoch = tape.view().epoch
        assert epoch <= 100.0 * (time.perf_counter() - began)
        time.sleep(0.005)


def test_another_pace_while_it_plays_counts_from_there(opened):
    tape = opened()
    settled(tape)
    tape.play(LONG, pace=1e-3)
    tape.play(LONG, pace=None)
    reaches(tape, 200)
    tape.pause()
    base = settled(tape).epoch
    began = time.perf_counter()
    tape.play(LONG, pace=50.0)
    while tape.view().epoch < base + 10:
        epoch = tape.view().epoch
        assert epoch - base <= 50.0 * (time.perf_counter() - began)
        time.sleep(0.005)


def test_another_learning_rate_while_paused_goes_on_from_the_same_weights(opened):
    first, then = Settings(epochs=40), Settings(epochs=100, learning_rate=0.3)
    tape = opened(first)
    tape.play(first, pace=None)
    kept = settled(tape)
    tape.play(then, pace=None)
    view = settled(tape)
    gone_on = Run(then, golden("mlp").examples, start=kept.snapshot)
    assert same(view.losses[:40], kept.losses[:40])
    assert same(view.losses[40:100], gone_on.advance(60)[:, 0, 0])
    assert view.settings == then


def test_three_runs_at_once_all_advance_while_all_play(opened):
    nets = ("mlp", "rnn", "mlp")
    tapes = [opened(Settings(net=net, hidden_units=64, epochs=1_000_000, seed=i)) for i, net in enumerate(nets)]
    for tape in tapes:
        tape.play(tape.view().settings, pace=None)
    for _ in range(5):
        before = [tape.view().epoch for tape in tapes]
        for tape, epoch in zip(tapes, before, strict=True):
            reaches(tape, epoch + 1)
        assert all(tape.view().state == "playing" for tape in tapes)


def test_a_runaway_stops_and_says_at_which_epoch_and_another_rate_goes_on_from_there(opened):
    wild, calm = Settings(learning_rate=1e30), Settings(learning_rate=1.0)
    tape = opened(wild)
    tape.play(wild, pace=None)
    view = settled(tape)
    assert (view.state, view.epoch, view.diverged_at) == ("diverged", 0, 1)
    assert np.isfinite(view.losses).all()
    tape.play(calm, pace=None)
    view = settled(tape)
    assert (view.state, view.diverged_at) == ("finished", None)
    assert same(view.losses, unbroken(calm))


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGTERM], ids=lambda blow: blow.name)
def test_a_run_whose_trainer_dies_goes_on_to_the_very_same_curve(shared, opened, blow):
    settings = Settings(epochs=1200, seed=8)
    playing, standing = opened(settings), opened(Settings(seed=9))
    settled(standing)
    standing.step(Settings(seed=9))
    settled(standing)
    playing.play(settings, pace=300.0)
    reaches(playing, 60)
    pids = shared.pids
    for pid in pids:
        os.kill(pid, blow)
    reaches(playing, 1200)
    view = settled(playing)
    assert not any(alive(pid) for pid in pids)
    assert not set(pids) & set(shared.pids)
    assert view.state == "finished"
    assert 60 <= view.restarted_at < 1200
    assert same(view.losses, unbroken(settings))
    assert standing.view().epoch == 1
    standing.step(Settings(seed=9))
    assert settled(standing).epoch == 2


def test_a_dropped_tape_frees_its_place_and_goes_on_where_it_was_when_held_again(shared, opened):
    settings = Settings(epochs=5000)
    tape = opened(settings)
    before = shared.n_tapes
    tape.play(settings, pace=1000.0)
    reaches(tape, 50)
    tape.drop()
    assert shared.n_tapes == before - 1
    epoch = tape.view().epoch
    other = opened(Settings())
    other.step(Settings())
    settled(other)  # the trainer has heard of the drop, and answered since
    assert tape.view().epoch == epoch
    shared.hold(tape)
    reaches(tape, 5000)
    assert same(settled(tape).losses, unbroken(settings))


def test_a_full_server_refuses_in_a_sentence_and_takes_one_again_when_one_went(shared, opened, monkeypatch):
    monkeypatch.setattr(trainers_module, "MAX_TAPES", shared.n_tapes + 1)
    first = opened()
    with pytest.raises(Refusal) as refusal:
        opened()
    assert refusal.value.code == "server-full"
    first.drop()
    settled(opened())


def test_a_trainer_killed_before_it_is_ready_is_started_again_and_close_ends_it():
    trainers = TrainerPool()
    try:
        tape = trainers.open(Settings(), golden("mlp").examples)
        tape.play(Settings(), pace=None)
        wait_until(lambda: trainers.pids, what="a trainer was started")
        assert tape.view().state == "waiting"
        assert not trainers.ready
        for pid in trainers.pids:
            os.kill(pid, signal.SIGKILL)
        reaches(tape, 100)
        assert settled(tape).restarted_at is None  # nothing of it was lost
        assert same(tape.view().losses, unbroken(Settings()))
        assert trainers.ready
        pids = trainers.pids
    finally:
        trainers.close()
    assert not any(alive(pid) for pid in pids)


def test_no_trainer_outlives_a_server_that_was_killed():
    program = "import sys, time; from nets.training.client.pool import TrainerPool; trainers = TrainerPool()\n"
    program += "while not trainers.ready: time.sleep(0.01)\n"
    program += "print(*trainers.pids, flush=True); time.sleep(1000)"
    server = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE)
    with server:
        pids = [int(pid) for pid in server.stdout.readline().split()]
        assert pids
        assert all(alive(pid) for pid in pids)
        server.kill()
    wait_until(lambda: not any(alive(pid) for pid in pids), what="the trainer is gone")


def test_where_tensorflow_does_not_start_the_tape_says_so_with_its_last_line_and_goes_on_when_it_does(
    monkeypatch,
):
    monkeypatch.setenv("XLA_FLAGS", "--xla_of_nobody=1")  # which ends every process that compiles
    trainers = TrainerPool()
    try:
        tape = trainers.open(Settings(), golden("mlp").examples)
        tape.play(Settings(), pace=None)
        wait_until(lambda: tape.view().failure, what="it is told that TensorFlow did not start")
        view = tape.view()
        assert (view.state, view.moving) == ("failed", True)
        assert view.failure.startswith("TensorFlow did not start; it is tried again. Its last line: ")
        assert "--xla_of_nobody=1" in view.failure
        assert len(view.failure) < 300
        late = trainers.open(Settings(), golden("mlp").examples)
        assert late.view().failure == view.failure
        monkeypatch.delenv("XLA_FLAGS")
        reaches(tape, 100)
        assert settled(tape).failure is None
        assert settled(late).state == "ready"
        assert same(tape.view().losses, unbroken(Settings()))
    finally:
        trainers.close()
