"""A visitor's sweep: which one is asked for, and whether it is the one that is trained."""

import msgspec
import pytest

from nets.errors import Refusal
from nets.settings import Settings
from nets.sweep.plan import plan_of
from nets.training.client.sweep_tape import SweepTape
from nets.training.protocol.examples import examples_of
from nets.training.protocol.messages import Drop
from nets.workspace.exploration import Definition, Exploration
from tests.workspace.made import run_of

BASE = Settings(learning_rate=0.5)
RUN = run_of()
LOADED, DATASET = RUN.loaded, RUN.data


def trained(definition, base=BASE):
    explore = Exploration()
    explore.define(definition, base)
    sweep = explore.sweep(base)
    members, _ = explore.members(sweep)
    tape = SweepTape(sweep, members, plan_of(members, lambda settings: examples_of(RUN.loaded, settings)))
    explore.take(tape, sweep=sweep, kinds=[LOADED], data=DATASET)
    return explore


def test_what_varies_is_the_same_whatever_the_deck_has_of_it_and_all_else_is_not():
    explore = trained(Definition(("learning_rate=0.1,1",), 4))
    assert explore.is_trained(explore.sweep(msgspec.structs.replace(BASE, learning_rate=30.0, seed=9)), DATASET)
    for changed in ({"epochs": 50}, {"hidden_units": 3}, {"optimiser": "adam"}):
        assert not explore.is_trained(explore.sweep(msgspec.structs.replace(BASE, **changed)), DATASET)
    assert not explore.is_trained(explore.sweep(BASE), "another table")
    explore.define(Definition(("learning_rate=0.1,1",), 5), BASE)
    assert not explore.is_trained(explore.sweep(BASE), DATASET)


def test_a_sweep_that_cannot_be_had_leaves_the_one_before():
    explore = trained(Definition(("learning_rate=0.1,1",), 4))
    with pytest.raises(Refusal, match="Dropout"):
        explore.define(Definition(("dropout=7",)), BASE)
    assert explore.definition == Definition(("learning_rate=0.1,1",), 4)


def test_a_sweep_of_too_many_runs_is_asked_for_until_it_is_shortened():
    explore = Exploration()
    for rates in (500, 400):
        definition = Definition((f"learning_rate=0.01:1:lin:{rates}",), 64)
        explore.define(definition, BASE)
        assert explore.definition == definition
        with pytest.raises(Refusal, match="shorten learning_rate"):
            explore.sweep(BASE)
    explore.define(Definition(definition.vary, 8), BASE)
    assert explore.sweep(BASE).n_combinations <= 3200


def test_another_sweep_ends_the_one_before_and_its_marks():
    explore = trained(Definition((), 4))
    told = []
    explore.trained.tape.connect(told.append)
    explore.marks.picked = 3
    first = explore.trained.tape.id
    another = trained(Definition((), 8))
    explore.take(another.trained.tape, sweep=another.trained.sweep, kinds=[LOADED], data=DATASET)
    assert told == [Drop(first)]
    assert explore.marks.picked is None
