"""A tape whose settings were changed is trained again by its events, to the last bit of every loss and weight."""

import os
import signal

import msgspec
import pytest

from nets.settings import Settings
from nets.training.protocol.events import Events
from tests.processes.processes import wait_until
from tests.training.client.tapes import reaches, same, settled
from tests.training.engine.test_validation import LEARNS_BY_HEART, table

PACE = 150.0


def changed_in_mid_run(opened, first, *others):
    """A tape that was trained to its end, with other live settings while it played, and once while it was paused."""
    tape = opened(first)
    settled(tape)
    tape.play(first, pace=PACE)
    for n, values in enumerate(others, start=1):
        reaches(tape, 40 + tape.events.later[-1].epoch if tape.events.later else 40)
        if n == 2:
            tape.pause()
            settled(tape)
        tape.play(msgspec.structs.replace(first, **values), pace=PACE if n < len(others) else None)
        wait_until(lambda n=n: len(tape.events.later) == n, what="the trainer has the change")
    settled(tape)
    return tape


NETS = [
    Settings(epochs=1000),
    Settings(net="rnn", epochs=1000, optimiser="adam", learning_rate=0.05),
    Settings(epochs=1000, schedule="cosine", optimiser="momentum", learning_rate=0.3),
]


@pytest.mark.parametrize("first", NETS, ids=["mlp", "rnn", "cosine"])
def test_a_tape_is_trained_again_from_its_events_and_any_epoch_of_it_is_evaluated_again(opened, first):
    tape = changed_in_mid_run(opened, first, {"learning_rate": 0.4}, {"learning_rate": 0.02, "epochs": 1050})
    view, events = tape.view(), tape.events
    assert (view.state, view.epoch) == ("finished", 1050)
    assert [event.settings.learning_rate for event in events.later] == [0.4, 0.02]
    assert 40 <= events.later[0].epoch < events.later[1].epoch
    again = opened(events.last, plan=events)
    assert settled(again).events == events
    again.play(events.last, pace=None)
    assert same(settled(again).scores, view.scores)
    assert all(same(again.view().snapshot.params[name], value) for name, value in view.snapshot.params.items())
    assert again.events.of_steps() == events.of_steps()
    for back in (3, events.later[0].epoch + 3, 1049):
        for each in (tape, again):
            each.look_at(back)
        one, other = settled(tape).snapshot, settled(again).snapshot
        assert one.epoch == back
        assert one.scores[0] == pytest.approx(view.scores[back], rel=1e-5)
        assert all(same(other.params[name], value) for name, value in one.params.items())


def test_a_plan_goes_on_where_a_trainer_was_killed_or_the_run_was_paused_or_stepped(shared, opened):
    first, then = Settings(epochs=600), Settings(epochs=600, learning_rate=0.3)
    plan = Events(first).then(200, then).then(201, first).then(400, then)
    straight = opened(then, plan=plan)
    straight.play(then, pace=None)
    wanted = settled(straight)
    tape = opened(then, plan=plan)
    tape.play(then, pace=60.0)  # on a busy machine a faster one would be at the end of the plan before it is paused
    reaches(tape, 100)
    for pid in shared.pids:
        os.kill(pid, signal.SIGKILL)
    reaches(tape, 150)
    tape.pause()
    epoch = settled(tape).epoch
    tape.step(then)
    assert (settled(tape).epoch, tape.view().events) == (epoch + 1, plan)
    tape.look_at(50)
    settled(tape)
    tape.play(then, pace=None)  # also from an earlier epoch, as long as something is still to come
    assert same(settled(tape).scores, wanted.scores)
    assert tape.events == plan


def test_other_settings_than_a_plan_leads_to_end_it(opened):
    first, then, other = (Settings(epochs=3000, learning_rate=rate) for rate in (1.0, 0.3, 0.1))
    tape = opened(then, plan=Events(first).then(2500, then))
    tape.play(then, pace=PACE)
    reaches(tape, 50)
    tape.play(other, pace=None)
    settled(tape)
    (change,) = tape.events.later
    assert (change.settings, tape.events.first) == (other, first)
    assert 50 <= change.epoch < 2500
    again = opened(other, plan=tape.events)
    again.play(other, pace=None)
    assert same(settled(again).scores, tape.view().scores)


def test_what_came_after_the_best_epoch_is_evaluated_by_the_settings_it_was_trained_by(opened):
    first = msgspec.structs.replace(LEARNS_BY_HEART, early_stopping=500)
    tape = opened(first, examples=table())
    settled(tape)
    tape.play(first, pace=PACE)
    reaches(tape, 120)
    tape.play(msgspec.structs.replace(first, learning_rate=0.3), pace=PACE)
    view = settled(tape)
    assert view.state == "stopped"
    assert view.epoch < tape.events.later[0].epoch < view.end - 1
    tape.look_at(view.end - 1)
    late = settled(tape).snapshot
    assert late.scores[0] == pytest.approx(view.scores[view.end - 1], rel=1e-4)
