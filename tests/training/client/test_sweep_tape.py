"""Sweeps from end to end, with a real trainer process: what is asked is done, and nothing is lost when one dies."""

import os
import signal
import threading

import msgspec
import numpy as np
import pytest

from nets.settings import Settings
from nets.sweep.plan import plan_of
from nets.sweep.sweep import members_of, sweep_from
from nets.training.client.pool import TrainerPool
from nets.training.client.sweep_scores import MOST_BYTES
from nets.training.client.sweep_tape import SweepTape
from nets.training.engine.run import Run
from nets.training.protocol.messages import Failed
from nets.training.protocol.sweep import BatchProgress, SweepProgress
from tests.lecture.golden import golden
from tests.processes.processes import wait_until

BASE = Settings(epochs=80)
VARY = ("schedule=constant,cosine", "learning_rate=0.1,1,5")
PLACES = np.random.default_rng(0).normal(size=(7, len(golden("mlp").examples.columns)))
WAIT_S = 60.0


@pytest.fixture(scope="module")
def pool():
    trainers = TrainerPool()
    yield trainers
    trainers.close()
    assert trainers.n_tapes == 0


@pytest.fixture
def opened(pool):
    """Open a sweep; all are dropped in the end."""
    tapes = []

    def open_sweep(base=BASE, vary=VARY, n_seeds=None):
        tapes.append(pool.open_sweep(*parts(base, vary, n_seeds)))
        return tapes[-1]

    yield open_sweep
    for tape in tapes:
        tape.drop()


def parts(base=BASE, vary=VARY, n_seeds=None):
    sweep = sweep_from(base, vary, n_seeds=n_seeds)
    members, _ = members_of(sweep)
    return sweep, members, plan_of(members, lambda settings: golden(settings.net).examples)


def settled(tape):
    wait_until(lambda: not tape.view().moving, what="the sweep stands still")
    return tape.view()


def alone(settings):
    """The loss at epoch 0, 1, ... of a run that is trained alone."""
    run = Run(settings, golden(settings.net).examples)
    return np.concatenate([run.advance(settings.epochs)[:, 0, 0], run.evaluate().loss])


def test_a_sweep_played_to_its_end_has_the_losses_of_its_runs_alone(opened):
    tape = opened()
    assert settled(tape).state == "ready"
    tape.play(None)
    view = settled(tape)
    assert (view.state, view.at, view.end, view.n_compiled, view.n_batches) == ("finished", 80, 80, 2, 2)
    assert view.epochs.tolist() == [80] * 6
    assert view.accuracy_epoch.tolist() == [80] * 6
    assert view.kept.tolist() == list(range(81))
    for member, scores in zip(view.members, view.scores, strict=True):
        np.testing.assert_allclose(scores[:, 0], alone(member.settings), rtol=2e-5)


def test_a_step_is_one_epoch_of_every_run_and_a_pause_is_where_it_is(opened):
    tape = opened(msgspec.structs.replace(BASE, epochs=100_000))
    for epoch in (1, 2):
        tape.step()
        assert settled(tape).epochs.tolist() == [epoch] * 6
    tape.play(400.0)
    wait_until(lambda: tape.view().at > 50, what="the sweep goes on")
    tape.pause()
    view = settled(tape)
    assert view.state == "paused"
    assert settled(tape).epochs.tolist() == view.epochs.tolist()


def test_an_earlier_epoch_is_looked_at_and_a_run_taken_out_there(opened):
    tape = opened()
    tape.play(None)
    settled(tape)
    now = tape.maps((5, 0), (PLACES,), wait_s=WAIT_S)
    assert (now.wanted, now.epochs.tolist()) == ((5, 0), [80, 80])
    tape.look_at(30)
    assert tape.view().at == 30
    then = tape.maps((5, 0), (PLACES,), wait_s=WAIT_S)
    assert then.epochs.tolist() == [30, 30]
    assert not np.array_equal(then.probability[0], now.probability[0])
    taken = tape.take(5, 30, wait_s=WAIT_S)
    assert len(taken.scores) == 31
    assert taken.scores[-1, 0] == taken.snapshot.loss[0]
    gone_on = Run(tape.view().members[5].settings, golden("mlp").examples, start=taken.snapshot)
    np.testing.assert_allclose(gone_on.advance(50)[:, 0, 0], tape.view().scores[5, 30:-1, 0], rtol=2e-5)
    assert tape.take(5, 81, wait_s=WAIT_S) is None


def test_a_sweep_and_a_tape_of_someone_else_play_at_once(pool, opened):
    endless = Settings(hidden_units=64, epochs=1_000_000)
    tape = opened(endless)
    tape.play(None)
    wait_until(lambda: tape.view().n_compiled == 2, what="the sweep plays")
    other = pool.open(endless, golden("mlp").examples)
    other.play(endless, pace=None)
    wait_until(lambda: other.view().epoch > 0, what="the tape plays")
    before = tape.view().at, other.view().epoch
    wait_until(lambda: tape.view().at > before[0] and other.view().epoch > before[1], what="both go on")
    other.drop()


def test_when_its_trainer_is_killed_a_sweep_goes_on_by_itself_with_the_same_curves(pool, opened):
    tape = opened(msgspec.structs.replace(BASE, epochs=1500))
    tape.play(500.0)
    wait_until(lambda: tape.view().at > 300, what="the sweep plays")
    for pid in pool.pids:
        os.kill(pid, signal.SIGKILL)
    before = tape.view()
    assert before.state == "playing"
    view = settled(tape)
    assert (view.state, view.failure) == ("finished", None)
    there = before.scores[:, : before.epochs.min()]
    assert view.scores[:, : before.epochs.min()].tobytes() == there.tobytes()
    for member, scores in zip(view.members, view.scores, strict=True):
        np.testing.assert_allclose(scores[:, 0], alone(member.settings), rtol=1e-3)


# Without a trainer


def told(batch, first_epoch, scores, *, playing=True, ended=False):
    scores = np.asarray(scores, np.float32)
    epoch = first_epoch + len(scores) - 1
    progress = BatchProgress(batch, first_epoch, scores, epoch, np.zeros(scores.shape[1]), ended)
    return SweepProgress("", (progress,), 2, playing, 1.0, None)


def test_after_three_trainers_that_died_with_no_epoch_gained_it_is_given_up():
    tape = SweepTape(*parts())
    tape.resume(after_death=False)
    tape.play(None)
    for _ in range(2):
        assert len(tape.resume(after_death=True)) == 2
    tape.hear(told(0, 0, np.ones((5, 3, 1))))
    for _ in range(2):
        assert tape.view().state == "playing"
        tape.resume(after_death=True)
    assert tape.resume(after_death=True) == ()
    view = tape.view()
    assert (view.state, view.moving) == ("failed", False)
    assert "fewer runs" in view.failure
    assert view.epochs.tolist() == [4, 4, 4, 0, 0, 0]


def test_a_parked_sweep_that_is_held_again_is_trained_to_where_it_was_and_no_further():
    tape = SweepTape(*parts())
    tape.play(None)
    tape.hear(told(0, 0, np.ones((5, 3, 1))))
    tape.park()
    assert (tape.view().state, tape.view().moving) == ("paused", False)
    _, go = tape.resume(after_death=False)
    assert go.until == (4, 0)


def test_a_run_has_diverged_where_its_loss_is_no_number_or_runs_away():
    tape = SweepTape(*parts())
    scores = np.ones((5, 3, 1))
    scores[2:, 1], scores[4, 2] = 1e5, np.nan
    tape.hear(told(0, 0, scores))
    tape.hear(told(1, 0, np.ones((3, 3, 1))))
    assert tape.view().diverged_at.tolist() == [-1, 2, 4, -1, -1, -1]


def test_what_a_trainer_could_not_train_is_said():
    tape = SweepTape(*parts())
    tape.play(None)
    tape.hear(Failed("", "Too big."))
    assert (tape.view().state, tape.view().failure, tape.view().moving) == ("failed", "Too big.", False)


def test_scores_are_thinned_to_what_may_be_held_and_the_last_stays():
    tape = SweepTape(*parts(Settings(epochs=1_000_000), ("learning_rate=0.001:1:log:64",), 16))
    n_runs, chunk, epoch = 256, 1000, 0  # of its first piece
    while epoch < 20_500:
        n = min(chunk, 20_500 - epoch)
        losses = np.arange(epoch, epoch + n + 1, dtype=np.float32)[:, None, None] / 1e6
        tape.hear(told(0, epoch, np.broadcast_to(losses, (n + 1, n_runs, 1))))
        epoch += n
        view = tape.view()
        assert view.kept[-1] == epoch
        np.testing.assert_allclose(view.scores[0, :, 0], view.kept / 1e6, rtol=1e-6)
        assert tape.n_bytes <= 2 * MOST_BYTES + 2**16
    assert len(view.kept) > 1000


def test_what_was_read_stays_as_it_was_while_more_comes():
    tape = SweepTape(*parts())
    tape.hear(told(0, 0, np.ones((5, 3, 1))))
    view = tape.view()
    before = view.scores.copy()
    reading = threading.Thread(target=lambda: tape.hear(told(1, 0, np.ones((5, 3, 1)))))
    reading.start()
    reading.join()
    assert np.array_equal(view.scores, before, equal_nan=True)
    assert np.isnan(view.scores[3:]).all()
    assert not np.isnan(tape.view().scores).any()
