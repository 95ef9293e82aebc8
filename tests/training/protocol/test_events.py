"""What was done to a tape, kept as its list of events."""

import numpy as np
import pytest

from nets.settings import Settings
from nets.training.protocol.events import UNTRAINED, Events, SettingsChange, WeightsChange

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


def test_weights_that_are_set_are_a_part_of_their_epoch_and_stand_before_its_settings():
    one, other = WeightsChange(10, "W1", (0.5,), (2, 1)), WeightsChange(10, "W2", (1.0, 2.0))
    events = CHANGED.with_weights(one).with_weights(other)
    assert events.later == (one, other, SettingsChange(10, SLOW), SettingsChange(30, FAST))
    assert events.before(10).later == events.weights_at(10) == (one, other)
    assert events.before(9) == CHANGED.before(9)
    assert [events.settings_at(epoch) for epoch in (9, 10, 30)] == [Settings(), SLOW, FAST]
    assert events.then(10, SLOW, events.after(10)) == events
    assert events.without(other) == Events(Settings(), (one,))
    assert (one.name, other.name) == ("W1[3,2]", "W2")


def test_weights_of_epoch_0_stay_whatever_settings_it_begins_with():
    change = WeightsChange(0, "W1", (0.5,), (0, 0))
    events = Events(Settings()).with_weights(change).then(0, FAST)
    assert (events.first, events.later) == (FAST, (change,))
    assert events.after(UNTRAINED) == (change,)
    assert events.after(0) == ()


def test_of_weights_set_twice_at_one_epoch_only_the_last_makes_a_curve():
    first, last = WeightsChange(10, "W1", (0.5,), (2, 1)), WeightsChange(10, "W1", (0.7,), (2, 1))
    later, whole = WeightsChange(11, "W1", (0.7,), (2, 1)), WeightsChange(11, "W1", (1.0, 2.0))
    events = Events(Settings())
    for change in (first, last, later, whole):
        events = events.with_weights(change)
    assert events.of_steps().later == (last, whole)
    assert events.by_hand == (first, last, later, whole)


def test_setting_weights_changes_those_alone():
    params = {"W1": np.zeros((1, 3, 2), np.float32), "W2": np.ones((1, 1, 3), np.float32)}
    cell = WeightsChange(0, "W1", (0.1,), (2, 1)).put_into(params)
    whole = WeightsChange(0, "W2", (1.0, 2.0, 3.0)).put_into(params)
    assert cell["W1"].tolist() == [[[0, 0], [0, 0], [0, np.float32(0.1)]]]
    assert whole["W2"].tolist() == [[[1, 2, 3]]]
    assert cell["W2"] is params["W2"]
    assert not params["W1"].any()
