"""Which rows are validation rows: how many, which ones, and that nothing is learnt from them before training begins."""

import numpy as np
import pytest

from nets.data.csv.parse import read
from nets.data.prepare.split import prepared, validation_rows
from nets.settings import Settings

SHARES = [0.01, 0.2, 0.5, 0.9]
TARGETS = np.repeat([0, 1, 2, 3], [40, 20, 10, 5])
GROUPS = np.repeat(np.arange(10), [9, 1, 12, 3, 8, 2, 20, 10, 5, 5])


def held(targets=TARGETS, groups=None, **settings):
    return validation_rows(Settings(**settings), targets, groups=groups)


@pytest.mark.parametrize("by", ["random", "stratified", "sequences", "last"])
def test_there_are_no_validation_rows_unless_asked(by):
    for net in ("mlp", "rnn"):
        assert not held(net=net, validation_by=by).any()


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("by", ["random", "last"])
def test_it_is_the_share_that_was_asked_for_and_one_on_either_side_at_least(by, share):
    for n_rows in (2, 3, 75, 1000):
        found = held(np.zeros(n_rows, int), validation_split=share, validation_by=by)
        assert found.shape == (n_rows,)
        assert found.sum() == min(max(round(share * n_rows), 1), n_rows - 1)
        if by == "last":
            assert (np.diff(found.astype(int)) >= 0).all()


@pytest.mark.parametrize("share", SHARES)
def test_stratified_is_that_share_of_each_class(share):
    rng = np.random.default_rng(0)
    targets = rng.permutation(TARGETS)
    found = held(targets, validation_split=share, validation_by="stratified")
    for k in range(4):
        of_class = found[targets == k]
        assert of_class.sum() == min(max(round(share * len(of_class)), 1), len(of_class) - 1)


def test_a_class_with_a_single_row_is_trained_on():
    assert held(np.array([0, 0, 1, 0]), validation_split=0.5, validation_by="stratified")[2] == np.False_


def test_where_every_class_has_a_single_row_stratified_is_any_of_them():
    found = held(np.arange(10), validation_split=0.3, validation_by="stratified")
    assert found.sum() == 3


def test_where_every_sequence_has_a_single_step_the_last_ones_are_validation_rows():
    found = held(net="rnn", groups=np.arange(10), validation_split=0.3, validation_by="last")
    assert found.tolist() == [False] * 7 + [True] * 3


@pytest.mark.parametrize("by", ["random", "stratified", "sequences", "last"])
@pytest.mark.parametrize("net", ["mlp", "rnn"])
def test_a_single_row_is_trained_on(net, by):
    assert not held(np.zeros(1, int), net=net, validation_split=0.9, validation_by=by).any()


@pytest.mark.parametrize("by", ["random", "stratified"])
@pytest.mark.parametrize("net", ["mlp", "rnn"])
def test_a_seed_holds_out_the_same_rows_and_another_seed_others(net, by):
    def found(seed):
        return held(net=net, validation_split=0.3, validation_by=by, groups=GROUPS, seed=seed).tolist()

    assert found(7) == found(7)
    assert len({tuple(found(seed)) for seed in range(20)}) > 10


@pytest.mark.parametrize("by", ["random", "stratified"])
def test_every_row_is_a_validation_row_as_often_as_any_other(by):
    often = sum(
        held(np.tile([0, 1], 20), validation_split=0.25, validation_by=by, seed=seed).astype(int)
        for seed in range(2000)
    )
    assert np.abs(often - 500).max() < 4.1 * np.sqrt(2000 * 0.25 * 0.75)  # 40 normal deviations, 1 in 1,000


@pytest.mark.parametrize("by", ["random", "stratified"])
def test_an_rnn_is_tested_on_whole_sequences(by):
    found = held(net="rnn", groups=GROUPS, validation_split=0.3, validation_by=by)
    whole = [set(found[group == GROUPS]) for group in range(10)]
    assert all(len(kinds) == 1 for kinds in whole)
    assert sum(True in kinds for kinds in whole) == 3


@pytest.mark.parametrize("by", ["random", "stratified", "sequences", "last"])
def test_an_rnn_with_a_single_sequence_is_tested_on_its_last_steps(by):
    found = held(net="rnn", validation_split=0.2, validation_by=by)
    assert found.tolist() == [False] * 60 + [True] * 15


def test_an_rnn_may_be_tested_on_the_last_steps_of_each_sequence():
    found = held(net="rnn", groups=GROUPS, validation_split=0.25, validation_by="last")
    for group in range(10):
        steps = found[group == GROUPS]
        n_held = min(max(round(0.25 * len(steps)), 1), len(steps) - 1)
        assert steps.tolist() == [False] * (len(steps) - n_held) + [True] * n_held


@pytest.mark.parametrize("groups", [None, GROUPS])
@pytest.mark.parametrize("by", ["random", "stratified", "sequences"])
def test_by_whole_sequences_an_mlp_has_the_validation_rows_of_an_rnn(groups, by):
    mlp = held(groups=groups, validation_split=0.3, validation_by="sequences")
    assert mlp.any()
    assert mlp.tolist() == held(net="rnn", groups=groups, validation_split=0.3, validation_by=by).tolist()


def csv(values):
    return "y,a,b\n" + "".join(f"{i % 2},{a!r},{b!r}\n" for i, (a, b) in enumerate(values.tolist()))


def test_the_scale_is_that_of_the_training_rows_whatever_stands_in_the_others():
    settings = Settings(validation_split=0.3, scale="standard", seed=5)
    values = np.random.default_rng(1).normal(7, 3, (40, 2))
    first = prepared(read(csv(values).encode(), name="a.csv"), settings)
    held_rows = first.is_validation
    assert held_rows.sum() == 12
    training = first.dataset.inputs[~held_rows]
    assert training.mean(axis=0) == pytest.approx(0, abs=1e-12)
    assert training.std(axis=0) == pytest.approx(1, rel=1e-12)
    mean, deviation = values[~held_rows].mean(axis=0), values[~held_rows].std(axis=0)
    assert first.dataset.inputs == pytest.approx((values - mean) / deviation, rel=1e-12)
    values[held_rows] *= 1e6
    again = prepared(read(csv(values).encode(), name="a.csv"), settings)
    assert np.array_equal(again.is_validation, held_rows)
    assert np.array_equal(again.dataset.inputs[~held_rows], training)


def test_a_constant_column_becomes_0_when_standardised():
    values = np.random.default_rng(1).normal(size=(20, 2))
    values[:, 1] = 4.5
    found = prepared(read(csv(values).encode(), name="a.csv"), Settings(scale="standard"))
    assert (found.dataset.inputs[:, found.dataset.features.index("b")] == 0).all()


def test_inputs_are_left_as_they_are_unless_asked():
    values = np.random.default_rng(1).normal(7, 3, (20, 2))
    assert np.array_equal(prepared(read(csv(values).encode(), name="a.csv"), Settings()).dataset.inputs, values)


@pytest.mark.parametrize("by", ["random", "stratified"])
def test_the_split_has_a_seed_of_its_own_which_is_the_seed_where_none_is_given(by):
    def of(**seeds):
        return held(np.tile([0, 1], 20), validation_split=0.25, validation_by=by, **seeds).tolist()

    assert of(seed=3) == of(seed=8, split_seed=3)
    assert of(seed=8) != of(seed=8, split_seed=3)
