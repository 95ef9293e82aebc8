"""What a sweep makes of widths of hidden layers, and of the validation rows of runs from several seeds."""

import numpy as np
import pytest

from nets.data.datasets.samples import read_sample
from nets.data.prepare.split import prepared
from nets.settings import Settings
from nets.sweep.plan import plan_of
from nets.sweep.sweep import members_of, sweep_from
from nets.training.protocol.examples import examples_of


def nets_of(*vary, **base):
    """The units, layers and net of each run, and how many combinations were left out."""
    members, n_left_out = members_of(sweep_from(Settings(**base), vary))
    of = [(run.settings.net, run.settings.hidden_units, run.settings.hidden_layers) for run in members]
    return of, n_left_out


def test_the_number_of_layers_follows_from_widths_and_is_as_before_for_a_number():
    assert nets_of("hidden_units=8,16x8,4x4x4") == ([("mlp", 8, 1), ("mlp", "16x8", 2), ("mlp", "4x4x4", 3)], 0)


def test_what_is_at_odds_with_widths_is_left_out_and_counted():
    both = nets_of("hidden_units=8,16x8", "hidden_layers=1,2,3")
    assert both == ([("mlp", 8, 1), ("mlp", 8, 2), ("mlp", 8, 3), ("mlp", "16x8", 2)], 2)
    of_nets = nets_of("net=mlp,rnn", "hidden_units=8,16x8")
    assert of_nets == ([("mlp", 8, 1), ("mlp", "16x8", 2), ("rnn", 8, 1)], 1)
    assert nets_of("hidden_layers=1,2", hidden_layers=2, hidden_units="16x8") == ([("mlp", "16x8", 2)], 1)


def rows_of(sweep):
    """The validation rows of each kind of rows in the plan of a sweep of iris."""
    table = read_sample("iris.csv")
    members, _ = members_of(sweep)
    plan = plan_of(members, lambda settings: examples_of(prepared(table, settings), settings))
    return [each.is_validation for each in plan.examples]


@pytest.mark.parametrize("seeds", [{"vary": [], "n_seeds": 5}, {"vary": ["seed=0,1,2,9"]}])
def test_whatever_the_seed_the_rows_are_those_of_the_base(seeds):
    table, base = read_sample("iris.csv"), Settings(validation_split=0.3, seed=4)
    (rows,) = rows_of(sweep_from(base, **seeds))
    assert np.array_equal(rows, prepared(table, base).is_validation)
    (rows,) = rows_of(sweep_from(Settings(validation_split=0.3, seed=9, split_seed=4), **seeds))
    assert np.array_equal(rows, prepared(table, base).is_validation)


def test_the_split_s_seed_can_be_varied_and_means_nothing_without_validation_rows():
    assert len(rows_of(sweep_from(Settings(validation_split=0.3), ["split_seed=0,1,2"], n_seeds=2))) == 3
    assert len(rows_of(sweep_from(Settings(validation_split=0.3), ["validation_split=0.2,0.3"], n_seeds=3))) == 2
    for base in (Settings(), Settings(validation_split=0.3, validation_by="last")):
        members, n_left_out = members_of(sweep_from(base, ["split_seed=0,1,2"]))
        assert (len(members), n_left_out) == (1, 2)
