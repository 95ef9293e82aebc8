"""What sweeps and runs are called."""

import pytest

from nets.settings import Settings
from nets.sweep.axis import axis_from
from nets.sweep.names import axis_words, run_name, sweep_words
from nets.sweep.sweep import members_of, sweep_from


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("learning_rate=0.001:0.3:log:6", "learning rate 0.001 to 0.3, 6 steps, log"),
        ("dropout=0:0.5:lin:3", "dropout 0 to 0.5, 3 steps"),
        ("optimiser=sgd,adam", "optimiser SGD, Adam"),
        ("l2=0,0.1", "L2 0, 0.1"),
        ("hidden_units=1,2,3,4,5,6,7,8", "hidden units 1, 2, 3, 4, 5, 6 and 2 more"),
        ("hidden_units=8,16x8", "hidden units 8, 16x8"),
    ],
)
def test_an_axis_is_said_as_a_form_shows_its_values(text, words):
    assert axis_words(axis_from(text)) == words


def test_a_sweep_is_said_with_its_seeds_and_how_many_runs_it_makes():
    sweep = sweep_from(Settings(), ["learning_rate=0.1,1"], n_seeds=3)
    members, _ = members_of(sweep)
    assert sweep_words(sweep, n_runs=len(members)) == "learning rate 0.1, 1 × 3 seeds = 6 runs"
    assert sweep_words(sweep_from(Settings(), [], n_seeds=64), n_runs=64) == "64 seeds = 64 runs"


def test_runs_of_a_sweep_have_names_of_their_own():
    sweep = sweep_from(Settings(), ["learning_rate=0.1,1", "activation=tanh,leaky_relu"], n_seeds=2)
    names = [run_name(sweep, member) for member in members_of(sweep)[0]]
    assert names[:3] == [
        "learning rate 0.1, activation tanh, seed 0",
        "learning rate 0.1, activation tanh, seed 1",
        "learning rate 0.1, activation leaky relu, seed 0",
    ]
    assert len(set(names)) == 8
