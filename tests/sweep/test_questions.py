"""Each question is a sweep that can be had, on every net it is asked of."""

import msgspec
import pytest

from nets.settings import PRESETS
from nets.sweep.questions import questions_for
from nets.sweep.sweep import members_of, sweep_from

NETS = [
    msgspec.structs.replace(PRESETS[preset], net=net, hidden_layers=layers)
    for preset in PRESETS
    for net, layers in (("mlp", 0), ("mlp", 1), ("mlp", 2), ("rnn", 1))
]


def runs_of(question, settings):
    members, _ = members_of(sweep_from(settings, question.vary, n_seeds=question.n_seeds))
    return [member.settings for member in members]


@pytest.mark.parametrize("settings", NETS, ids=lambda each: f"{each.net}-{each.hidden_layers}-{each.optimiser}")
def test_every_question_makes_runs_that_differ_in_what_it_asks(settings):
    for question in questions_for(settings):
        runs = runs_of(question, settings)
        assert len(set(runs)) == len(runs)
        asks_of_hidden_units = question.key == "activation" and settings.hidden_layers == 0 and settings.net == "mlp"
        assert len(runs) > 1 or asks_of_hidden_units


def test_the_learning_rate_is_asked_for_from_one_start_and_the_start_for_one_rate():
    by_key = {question.key: question for question in questions_for(PRESETS["Lecture"])}
    rates = runs_of(by_key["rate"], PRESETS["Lecture"])
    assert len(rates) == 12
    assert [rates[0].learning_rate, rates[-1].learning_rate] == [0.001, 30.0]
    assert {run.seed for run in rates} == {PRESETS["Lecture"].seed}
    starts = runs_of(by_key["start"], PRESETS["Lecture"])
    assert [run.seed for run in starts] == list(range(64))
    assert {run.learning_rate for run in starts} == {1.0}


def test_of_an_rnn_the_cells_are_asked_for():
    keys = {question.key: question.title for question in questions_for(NETS[3])}
    assert keys["activation"] == "Which cell?"
    assert {
        run.cell
        for question in questions_for(NETS[3])
        if question.key == "activation"
        for run in runs_of(question, NETS[3])
    } == {
        "softmax",
        "elman",
        "gru",
        "lstm",
    }
