"""What tells a run from another, in words."""

from dataclasses import replace

import msgspec
import pytest

from nets.data.prepare.options import PreprocessingOptions
from nets.settings import PRESETS, Settings
from nets.training.protocol.events import Events, WeightsChange
from nets.workspace.difference import Facts, differences, names_of, news_of, what_differs
from nets.workspace.let_go_text import let_go_text
from nets.workspace.runs import LetGo


def facts(settings=Settings(), *, before=(), table="iris.csv", options=PreprocessingOptions(label="y"), data="1"):  # noqa: B008
    events = Events((*before, settings)[0])
    for epoch, each in enumerate((*before, settings)):
        events = events.then(epoch, each)
    return Facts(settings, events.of_steps(), table, options, data)


def name_of(run, other):
    (name,) = names_of([run], other)
    return name


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"learning_rate": 0.1}, "learning rate 0.1 instead of 1"),
        ({"activation": "leaky_relu"}, "activation leaky relu instead of softmax"),
        ({"init": "he"}, "initial weights He instead of uniform [0, 1)"),
        ({"batch": 10_000}, "batch size 10,000 instead of all rows"),
        ({"l1": 0.5}, "L1 0.5 instead of off"),
        ({"net": "rnn"}, "net RNN instead of MLP"),
        ({"net": "rnn", "cell": "gru", "seed": 3}, "net RNN instead of MLP, seed 3 instead of 1"),
        ({"schedule": "cosine", "epochs": 7}, "learning-rate schedule cosine instead of constant"),
    ],
)
def test_one_setting_is_named_as_its_widget_is(change, said):
    assert what_differs(facts(Settings(**change)), facts()) == said
    assert name_of(facts(Settings(**change)), facts()) == ", ".join(
        part.split(" instead of ")[0] for part in said.split(", ") if not part.startswith("1)")
    )


def test_of_many_differences_three_are_named_and_the_others_counted():
    modern = facts(PRESETS["Modern"])
    n = len(differences(modern, facts()))
    assert n > 5
    assert name_of(modern, facts()) == f"learning rate 0.01, hidden layers 2, hidden units 32 and {n - 3} more"


def test_what_tells_runs_from_each_other_stands_first_in_their_names():
    deck = facts(PRESETS["Modern"])
    names = names_of([facts(), facts(Settings(activation="tanh"))], deck)
    assert [name.split(",")[0] for name in names] == ["activation softmax", "activation tanh"]
    assert names_of([], deck) == []


def test_runs_of_one_curve_do_not_differ():
    assert name_of(facts(), facts()) == what_differs(facts(), facts()) == ""
    assert name_of(facts(Settings(epochs=500)), facts()) == ""
    cosine = Settings(schedule="cosine")
    longer = Settings(schedule="cosine", epochs=500)
    assert what_differs(facts(longer), facts(cosine)) == "epochs 500 instead of 100"


def test_a_run_that_is_let_go_and_is_the_same_as_that_on_the_deck_is_called_so():
    assert let_go_text([LetGo(facts(), was_pinned=False)], beside=facts()).endswith(": the same as on the deck.")


def test_a_run_whose_settings_were_changed_on_the_way_is_another():
    assert name_of(facts(before=[Settings(learning_rate=3.0)]), facts()) == "settings changed on the way"
    assert name_of(facts(before=[Settings(epochs=3)]), facts()) == ""


def test_data_come_first_and_are_named_by_what_of_them_is_another():
    here = facts()
    assert what_differs(facts(table="spiral.csv", data="2"), here) == "table “spiral.csv” instead of “iris.csv”"
    by_z = PreprocessingOptions(label="z")
    assert what_differs(facts(options=by_z, data="2"), here) == "label “z” instead of “y”"
    binned = replace(here.options, bins=3)
    assert what_differs(facts(options=binned, data="2"), here) == "other options of the data"
    assert what_differs(facts(data="2"), here) == "another version of the table"
    assert name_of(facts(Settings(seed=4), table="a" * 99, data="2"), here) == f"table “{'a' * 39}…”, seed 4"


def test_a_weight_set_by_hand_names_the_run():
    def by_hand(*changes):
        events = Events(Settings())
        for change in changes:
            events = events.with_weights(change)
        return replace(facts(), events=events.of_steps())

    cell, same_later = (WeightsChange(epoch, "W1", (0.5,), (2, 1)) for epoch in (40, 60))
    whole = WeightsChange(40, "W2", (1.0, 2.0))
    assert name_of(by_hand(cell), facts()) == "W1[3,2] set to 0.5"
    assert name_of(facts(), by_hand(cell)) == "without W1[3,2] set to 0.5"
    assert name_of(by_hand(cell, whole), by_hand(cell)) == "W2 set by hand"
    assert name_of(by_hand(cell), by_hand(same_later)) == (
        "W1[3,2] set to 0.5 at epoch 40, without W1[3,2] set to 0.5 at epoch 60"
    )
    assert what_differs(by_hand(cell), facts()) == "W1[3,2] set to 0.5"


def test_what_is_new_after_another_run_is_the_setting_that_was_changed_or_the_preset_by_its_name():
    lecture, modern = facts(), facts(PRESETS["Modern"])
    assert news_of(facts(Settings(scale="standard")), lecture) == "inputs standardised"
    assert news_of(facts(Settings(seed=3)), lecture) == "seed 3"
    assert news_of(modern, lecture) == news_of(modern, facts(Settings(learning_rate=3))) == "preset Modern"
    assert news_of(lecture, modern) == "preset Lecture"
    assert news_of(facts(msgspec.structs.replace(PRESETS["Modern"], seed=3)), lecture) == "preset Modern, seed 3"
    assert news_of(facts(msgspec.structs.replace(PRESETS["Modern"], seed=3)), modern) == "seed 3"
    assert news_of(modern, modern) == ""
