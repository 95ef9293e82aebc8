"""A tape whose weights were set by hand goes on from them, and is trained again by its events to the last bit."""

import os
import signal

import numpy as np
import pytest

from nets.queries.autodiff.chain import ChainQuery
from nets.settings import Settings
from nets.training.engine.run import Run
from nets.training.protocol.events import Events, WeightsChange
from nets.training.protocol.snapshot import at_weights
from tests.lecture.golden import golden
from tests.training.client.tapes import reaches, same, settled

ONE_CELL = {"mlp": ("W1", (2, 1)), "rnn": ("W_H", (3, 0))}
NETS = [
    Settings(epochs=200),
    Settings(net="rnn", epochs=200, optimiser="adam", learning_rate=0.05),
    Settings(epochs=200, schedule="cosine", optimiser="momentum", learning_rate=0.3),
]


def cell_of(settings, *, epoch, value):
    matrix, cell = ONE_CELL[settings.net]
    return WeightsChange(epoch, matrix, (value,), cell)


def trained(opened, settings, *, until, pace=None):
    tape = opened(settings)
    settled(tape)
    tape.train_to(until)
    settled(tape)
    return tape


def held(shared, tape):
    shared.hold(tape)
    settled(tape)
    return tape


def same_weights(one, other):
    return all(same(one.params[name], value) for name, value in other.params.items())


@pytest.fixture
def changed(shared, opened):
    """A tape as it is with a weight changed where it stands; dropped in the end."""
    tapes = []

    def change(tape, weights):
        tapes.append(tape.with_weights(weights))
        return held(shared, tapes[-1])

    yield change
    for tape in tapes:
        tape.drop()


@pytest.mark.parametrize("settings", NETS, ids=["mlp", "rnn", "cosine"])
def test_training_goes_on_from_the_set_weights_with_the_running_averages_as_they_were(opened, changed, settings):
    tape = trained(opened, settings, until=40)
    before = tape.view().snapshot
    tape = changed(tape, cell_of(settings, epoch=40, value=0.5))
    view = tape.view()
    matrix, cell = ONE_CELL[settings.net]
    assert (view.epoch, view.end, view.state) == (40, 40, "paused")
    assert view.snapshot.params[matrix][0, *cell] == np.float32(0.5)
    n_other = sum(int((view.snapshot.params[name] != value).sum()) for name, value in before.params.items())
    assert n_other == 1
    assert all(same(view.snapshot.slots[name], value) for name, value in before.slots.items())
    assert view.snapshot.loss[0] != before.loss[0]
    tape.play(settings, pace=None)
    view = settled(tape)
    run = Run(settings, golden(settings.net).examples)  # the same without a tape
    scores = [run.advance(40)]
    run.set_weights([cell_of(settings, epoch=40, value=0.5)])
    while run.epoch < 200:
        scores.append(run.advance(200 - run.epoch))
    assert same(view.scores[:200, 0], np.concatenate(scores)[:, 0, 0])
    assert same_weights(view.snapshot, run.evaluate())


@pytest.mark.parametrize("settings", NETS, ids=["mlp", "rnn", "cosine"])
def test_its_events_give_the_same_curve_elsewhere_and_every_epoch_is_looked_at_again(opened, changed, settings):
    first = trained(opened, settings, until=40)
    tape = changed(first, cell_of(settings, epoch=40, value=-1.25))
    tape.play(settings, pace=None)
    view = settled(tape)
    again = opened(settings, plan=tape.events)
    again.play(settings, pace=None)
    assert same(settled(again).scores, view.scores)
    assert again.events.of_steps() == tape.events.of_steps()
    assert same_weights(again.view().snapshot, view.snapshot)
    for back in (0, 39, 40, 41, 150):
        for each in (tape, again):
            each.look_at(back)
        one, other = settled(tape).snapshot, settled(again).snapshot
        assert same_weights(one, other)
        assert one.scores[0] == pytest.approx(view.scores[back], rel=1e-5)


def test_weights_of_epoch_0_are_set_also_where_a_trainer_ends_before_it_has_told(shared, opened):
    settings = Settings(epochs=100)
    plan = Events(settings).with_weights(cell_of(settings, epoch=0, value=3.0))
    for pid in shared.pids:
        os.kill(pid, signal.SIGKILL)
    tape = opened(settings, plan=plan)
    tape.play(settings, pace=None)
    view = settled(tape)
    start = Run(settings, golden("mlp").examples).evaluate().params
    start = at_weights(plan.by_hand[0].put_into(start))
    assert view.snapshot.epoch == 100
    assert view.scores[0, 0] == Run(settings, golden("mlp").examples, start=start).evaluate().loss[0]
    tape.look_at(0)
    assert settled(tape).snapshot.params["W1"][0, 2, 1] == 3.0


def test_a_killed_trainer_is_no_end_of_set_weights(shared, opened, changed):
    settings = Settings(epochs=400)
    first = trained(opened, settings, until=100)
    tapes = [changed(first, cell_of(settings, epoch=100, value=0.0)) for _ in range(2)]
    tapes[0].play(settings, pace=None)
    wanted = settled(tapes[0])
    for pid in shared.pids:
        os.kill(pid, signal.SIGKILL)
    tapes[1].play(settings, pace=400.0)
    reaches(tapes[1], 200)
    for pid in shared.pids:
        os.kill(pid, signal.SIGKILL)
    view = settled(tapes[1])
    assert same(view.scores, wanted.scores)
    assert same_weights(view.snapshot, wanted.snapshot)


def test_without_the_last_change_it_is_as_it_was(shared, opened, changed):
    settings = Settings(net="rnn", epochs=200, optimiser="adam", learning_rate=0.05)
    first = trained(opened, settings, until=70)
    once = changed(first, cell_of(settings, epoch=70, value=0.0))
    twice = changed(once, WeightsChange(70, "W_Y", tuple(range(10))))
    twice.play(settings, pace=None)
    settled(twice)
    again = opened(settings, plan=twice.events)  # trained elsewhere, it does not know how it was before a change
    again.play(settings, pace=None)
    settled(again)
    for tape, wanted in ((twice, once), (once, first), (again, once)):
        change = tape.events.by_hand[-1]
        undone = tape.without(change)
        shared.hold(undone)
        undone.train_to(change.epoch)
        view = settled(undone)
        undone.drop()
        assert (view.epoch, view.end) == (70, 70)
        assert undone.events == wanted.events
        assert same_weights(view.snapshot, wanted.view().snapshot)
        assert all(same(value, wanted.view().snapshot.slots[name]) for name, value in view.snapshot.slots.items())
        assert same(view.scores, wanted.view().scores)


def test_an_earlier_epoch_that_is_looked_at_is_where_the_weight_is_set(opened, changed):
    settings = Settings(epochs=100)
    tape = trained(opened, settings, until=100)
    whole = tape.view().scores
    tape.look_at(30)
    settled(tape)
    branch = changed(tape, cell_of(settings, epoch=30, value=9.0))
    assert (branch.view().epoch, branch.view().end) == (30, 30)
    assert same(branch.view().scores[:30], whole[:30])
    assert same(tape.view().scores, whole)
    branch.play(settings, pace=None)
    assert settled(branch).end == 100
    assert not same(branch.view().scores[31:], whole[31:])


def test_gradients_after_it_are_those_of_the_set_weights(opened, changed):
    settings, row = Settings(epochs=50), 3
    tape = trained(opened, settings, until=50)
    asked = [tape.ask(ChainQuery(row), part="chain", wait_s=20.0).found]
    tape = changed(tape, cell_of(settings, epoch=50, value=2.0))
    asked.append(tape.ask(ChainQuery(row), part="chain", wait_s=20.0).found)
    inputs, targets = golden("mlp").inputs[row], golden("mlp").targets[row]

    def loss_of(first_weights):
        sums = np.exp(first_weights @ inputs)
        outputs = np.exp(tape.view().snapshot.params["W2"][0].astype(float) @ (sums / sums.sum()))
        return -np.log(targets @ outputs / outputs.sum())

    first_weights, quotients = tape.view().snapshot.params["W1"][0].astype(float), np.zeros((5, 3))
    for cell in np.ndindex(5, 3):
        nudge = np.zeros((5, 3))
        nudge[cell] = 1e-6
        quotients[cell] = (loss_of(first_weights + nudge) - loss_of(first_weights - nudge)) / 2e-6
    before, after = (next(each for each in found.products if each.weight == "W1").whole for found in asked)
    np.testing.assert_allclose(after, quotients, atol=1e-8)
    assert np.abs(before - quotients).max() > 1e-4
