"""What was done to a tape goes into an address and comes back from it."""

from urllib.parse import parse_qsl

import pytest

from nets.errors import SettingsError
from nets.models.parameters import weights_of
from nets.settings import Settings
from nets.training.protocol.events import Events, WeightsChange
from nets.workspace.events.in_address import CHANGES, MOST, TOO_MANY, events_in, is_too_long, misfit, with_events


def told(events, query=""):
    return dict(parse_qsl(with_events(query, events))).get(CHANGES)


def rates(*values, **others):
    return [Settings(learning_rate=value, **others) for value in values]


def events_of(first, *changes):
    events = Events(first)
    for epoch, settings in changes:
        events = events.then(epoch, settings)
    return events


def test_a_tape_that_nothing_was_done_to_leaves_the_address_as_it_was():
    assert with_events("seed=3", Events(Settings())) == "seed=3"
    assert with_events("seed=3", Events(Settings()).then(100, Settings(epochs=200))) == "seed=3"


def test_the_address_is_short_and_gives_the_same_steps():
    one, five, tenth = rates(1.0, 5.0, 0.1)
    events = events_of(one, (44, five), (60, tenth))
    assert told(events, "seed=3") == "0:learning_rate:1;44:learning_rate:5;60:learning_rate:0.1"
    assert events_in(told(events), tenth) == events


@pytest.mark.parametrize("rate", [0.1 + 0.2, 1 / 3, 1e-7, 12345.678901234567, 1e30])
def test_every_digit_of_a_rate_comes_back(rate):
    one, other = rates(1.0, rate)
    assert events_in(told(events_of(one, (3, other))), other).last.learning_rate == rate


def test_epochs_are_told_where_they_change_the_steps():
    first, longer = Settings(schedule="cosine"), Settings(schedule="cosine", epochs=300, learning_rate=0.5)
    events = events_of(first, (70, longer))
    assert told(events) == "0:epochs:100,learning_rate:1;70:epochs:300,learning_rate:0.5"
    assert events_in(told(events), longer) == events


def test_of_too_many_changes_the_address_says_so_and_whoever_opens_it_is_told():
    settings = rates(*(1 + n / 100 for n in range(MOST + 2)))
    fits, too_long = (events_of(Settings(), *enumerate(settings[1:n], start=1)) for n in (MOST + 1, MOST + 2))
    assert not is_too_long(fits)
    assert events_in(told(fits), fits.last) == fits
    assert is_too_long(too_long)
    assert told(too_long) == TOO_MANY
    with pytest.raises(SettingsError, match="than an address carries"):
        events_in(TOO_MANY, too_long.last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "44",
        "0:seed:3;4:seed:5",
        "44:learning_rate:5",
        "0:learning_rate:1;44:learning_rate:",
        "0:learning_rate:1;44:learning_rate:5;44:learning_rate:5",
        "0:learning_rate:1;-4:learning_rate:5",
        "0:learning_rate:1;12345678:learning_rate:5",
        "0:learning_rate:-1;44:learning_rate:5",
        "0:learning_rate:nan;44:learning_rate:5",
        "44:W1.3.2:nan",
        "44:W1.3.2:inf",
        "44:W1.3.2:1e7",
        "44:W1.3.2:",
        "44:W1.3.2:1,2",
        "44:W1.0.2:1",
        "44:W1.3:1",
        "44:W1:1,,2",
        "44:W0:1",
        "٤:W1.3.2:1",
        "44:W1.3.2:1;40:W1.3.2:1",
        "0:learning_rate:1;44:learning_rate:3",
        ";".join(f"{n}:learning_rate:{n + 1}" for n in range(500)) + ";900:learning_rate:5",
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(text):
    with pytest.raises(SettingsError) as refusal:
        events_in(text, Settings(learning_rate=5.0))
    assert refusal.value.sentence.endswith(".")
    assert len(refusal.value.sentence) < 250


CELL, MATRIX = WeightsChange(40, "W1", (0.5,), (2, 1)), WeightsChange(0, "W_Y", (1.0, -2.5, 1e-05, 0.0))


def test_weights_set_by_hand_are_told_beside_the_settings_and_come_back():
    one, five = rates(1.0, 5.0)
    events = events_of(one, (40, five)).with_weights(CELL).with_weights(MATRIX)
    assert told(events) == "0:learning_rate:1;0:W_Y:1,-2.5,1e-05,0;40:learning_rate:5;40:W1.3.2:0.5"
    assert events_in(told(events), five) == events
    alone = Events(one).with_weights(CELL)
    assert told(alone) == "40:W1.3.2:0.5"
    assert events_in(told(alone), one) == alone


@pytest.mark.parametrize(("n_values", "fits"), [(100, True), (1000, False)])
def test_a_matrix_that_is_too_long_for_an_address_is_not_told(n_values, fits):
    events = Events(Settings()).with_weights(WeightsChange(3, "W1", (0.25,) * n_values))
    assert is_too_long(events) == (not fits)
    assert (told(events) == TOO_MANY) == (not fits)


def test_weights_that_a_net_does_not_have_are_a_misfit():
    weights = weights_of(Settings(), features=["a", "b"], classes=["no", "ya"])  # W1 (5, 3), W2 (2, 5)
    fitting = [CELL, WeightsChange(0, "W2", (0.0,) * 10), WeightsChange(0, "W1", (0.0,), (4, 2))]
    others = [
        MATRIX,
        WeightsChange(0, "W2", (0.0,) * 9),
        WeightsChange(0, "W1", (0.0,), (5, 2)),
        WeightsChange(0, "W1", (0.0,), (4, 3)),
    ]
    assert [misfit(Events(Settings(), (change,)), weights) for change in fitting] == [None] * 3
    assert all("does not have in that shape" in misfit(Events(Settings(), (change,)), weights) for change in others)
