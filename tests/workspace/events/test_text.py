"""What the deck says of the settings that its numbers come from, and of what Play does."""

from dataclasses import replace

import pytest

from nets.settings import Settings
from nets.training.protocol.events import Events, WeightsChange
from nets.workspace.events.text import changes_told, play_text, trained_by
from tests.workspace.made import run_of, train

ONE, FIVE = Settings(), Settings(learning_rate=5.0)


def view_of(n_epochs, *, settings=ONE, **changes):
    return replace(run_of(settings, n_epochs=n_epochs).tape.view(), **changes)


def test_the_rates_are_told_from_epoch_to_epoch():
    events = Events(ONE).then(44, FIVE)
    assert trained_by(events) == "learning rate 1, from epoch 44 on 5"
    assert changes_told(events) == ((44, "learning rate 5"),)
    for n in range(4):
        events = events.then(50 + n, Settings(learning_rate=6.0 + n))
    assert trained_by(events).endswith("from epoch 51 on 7, and 2 more changes")


@pytest.mark.parametrize(
    ("epoch", "shown", "said"),
    [
        (0, FIVE, ""),
        (44, ONE, ""),
        (44, FIVE, "These numbers are of learning rate 1. Play goes on by learning rate 5."),
        (100, ONE, ""),
        (
            100,
            FIVE,
            "These numbers are of learning rate 1. Play starts again from the initial weights by learning rate 5.",
        ),
        (100, Settings(epochs=200), "Play goes on to epoch 200."),
        (
            100,
            Settings(epochs=200, learning_rate=5.0),
            "These numbers are of learning rate 1. Play goes on by learning rate 5 to epoch 200.",
        ),
    ],
)
def test_where_a_field_differs_from_the_tape_it_is_said_what_play_does(epoch, shown, said):
    assert play_text(view_of(epoch), shown) == said


def test_where_settings_were_changed_on_the_way_the_numbers_name_all_of_them():
    view = view_of(100, events=Events(ONE).then(44, FIVE))
    assert play_text(view, FIVE) == (
        "These numbers are of learning rate 1, from epoch 44 on 5. Play starts again from the initial weights by "
        "learning rate 5."
    )


def test_a_plan_is_told_before_it_is_done():
    plan = Events(ONE).then(44, FIVE)
    said = "Play does what the address says: learning rate 1, from epoch 44 on 5."
    assert play_text(view_of(0, events=plan), FIVE) == said
    assert play_text(view_of(30, events=plan), FIVE) == said
    assert "Play goes on by learning rate 0.5" in play_text(view_of(30, events=plan), Settings(learning_rate=0.5))


def test_the_tape_tells_what_was_done_as_it_goes():
    run = run_of(ONE, n_epochs=44)
    run.tape.play(FIVE, pace=None)
    train(run.tape, 0, playing=True)
    train(run.tape, 6)
    assert run.tape.events == Events(ONE).then(44, FIVE)
    assert run.facts.events == Events(ONE).then(44, FIVE).of_steps()


def test_weights_set_by_hand_are_told_with_their_epoch():
    events = Events(ONE).then(44, FIVE).with_weights(WeightsChange(40, "W1", (0.5,), (2, 1)))
    events = events.with_weights(WeightsChange(44, "W2", (1.0, 2.0)))
    assert trained_by(events) == (
        "learning rate 1, W1[3,2] set to 0.5 at epoch 40, W2 set by hand at epoch 44, from epoch 44 on learning rate 5"
    )
    assert changes_told(events) == ((40, "W1[3,2] set to 0.5"), (44, "W2 set by hand, learning rate 5"))


def test_the_numbers_name_a_weight_set_by_hand_also_before_the_first_epoch():
    events = Events(ONE).with_weights(WeightsChange(0, "W1", (0.0,), (0, 0)))
    said = "These numbers are of learning rate 1, W1[1,1] set to 0 at epoch 0."
    assert play_text(view_of(0, events=events), ONE) == said
    assert play_text(view_of(30, events=events), ONE) == said
