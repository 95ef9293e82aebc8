"""What was done to a tape, kept as its list of events."""

import pytest

from nets.settings import Settings
from nets.training.protocol.events import Events, SettingsChange

SLOW, FAST = Settings(learning_rate=0.5), Settings(learning_rate=3.0)
CHANGED = Events(Settings()).then(10, SLOW).then(30, FAST)


def test_each_epoch_has_the_settings_by_which_it_is_trained_on():
    at = [CHANGED.settings_at(epoch) for epoch in (0, 9, 10, 29, 30, 1000)]
    assert at == [Settings(), Settings(), SLOW, SLOW, FAST, FAST]
    assert CHANGED.last == FAST
    assert [CHANGED.n_epochs_from(epoch) for epoch in (0, 9, 10, 30)] == [10, 1, 20, float("inf")]


def test_what_is_done_at_an_epoch_is_no_part_of_its_weights():
    assert CHANGED.before(10) == Events(Settings())
    assert CHANGED.before(11) == Events(Settings()).then(10, SLOW)
    assert CHANGED.after(10) == (SettingsChange(30, FAST),)


@pytest.mark.parametrize("epoch", [0, 5, 10, 30, 40])
def test_to_go_on_by_other_settings_forgets_what_came_later_and_the_same_settings_are_no_event(epoch):
    other = Settings(learning_rate=7.0)
    again = CHANGED.then(epoch, other)
    assert again.before(epoch) == (CHANGED.before(epoch) if epoch else Events(other))
    assert (again.settings_at(epoch), again.last, again.after(epoch)) == (other, other, ())
    kept = CHANGED.then(epoch, CHANGED.settings_at(epoch), CHANGED.after(epoch))
    assert kept == CHANGED


def test_epochs_are_an_event_of_a_curve_only_where_they_change_a_step():
    longer = Events(Settings()).then(100, Settings(epochs=200))
    assert longer.of_steps() == Events(Settings()).of_steps()
    cosine = Settings(schedule="cosine")
    longer = Events(cosine).then(100, Settings(schedule="cosine", epochs=200))
    assert len(longer.of_steps().later) == 1
    assert longer.lasting(7) == longer
    assert CHANGED.lasting(7).last == Settings(learning_rate=3.0, epochs=7)
    assert CHANGED.lasting(7).of_steps() == CHANGED.of_steps()


def test_a_plan_is_what_lies_ahead():
    assert [CHANGED.is_ahead_of(epoch) for epoch in (0, 29, 30)] == [True, True, False]
    assert not Events(Settings()).is_ahead_of(0)
