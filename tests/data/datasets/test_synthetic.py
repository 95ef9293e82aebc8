"""Synthetic problems are what their formula says."""

import numpy as np
import pytest

from nets.data.datasets.synthetic import MAX_SEED, PROBLEMS, SYMBOLS, problem_table
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.suggest import suggested_options
from nets.errors import DataError


def made(key: str, **how):
    data = dataset_from(problem_table(key, **how))
    return data.inputs, np.array(data.classes)[data.targets]


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.key)
def test_a_seed_makes_the_same_table_and_another_seed_another(problem):
    first, again, other = (problem_table(problem.key, n=50, seed=seed) for seed in (3, 3, 4))
    assert first.cells.equals(again.cells)
    assert first.sha256 == again.sha256 != other.sha256
    assert not first.cells.equals(other.cells)
    assert first.n_rows == 50
    assert len(dataset_from(first).classes) >= 2


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.key)
def test_however_few_rows_there_are_two_classes_to_tell_apart(problem):
    for n in (4, 5, 20):
        for seed in (0, 1, 2, 3, 4, MAX_SEED):
            options, notes = suggested_options(problem_table(problem.key, n=n, noise=10, seed=seed))
            assert (options.label, notes) == ("class", ())


def test_circle_and_xor_are_told_apart_by_radius_and_sign():
    points, labels = made("circle", n=300, noise=0)
    assert np.array_equal(np.hypot(*points.T) > 1.3, labels == "outside")
    points, labels = made("xor", n=300, noise=0)
    assert np.array_equal(points[:, 0] * points[:, 1] < 0, labels == "different")
    assert np.abs(points).min() >= 0.12


def test_sequences_are_told_by_their_memory():
    bits, labels = made("parity", n=200)
    assert np.array_equal(np.cumsum(bits[:, 0]) % 2 == 1, labels == "odd")
    bits, labels = made("temporal-xor", n=200)
    assert np.array_equal(np.diff(bits[:, 0], prepend=0) != 0, labels == "changed")
    pulses, labels = made("latch", n=400)
    is_on = False
    for (on, off), label in zip(pulses, labels, strict=True):
        is_on = bool(on) or (is_on and not off)
        assert label == ("on" if is_on else "off")


def test_reber_strings_end_with_the_symbol_they_began_with():
    inputs, labels = made("embedded-reber", n=3000)
    seen = "".join(SYMBOLS[k] for k in inputs.argmax(1))
    assert seen[1:] == "".join(labels)[:-1]
    strings = ["B" + rest for rest in seen.split("EB")[1:-1]]
    assert len(strings) > 50
    assert all(string[1] == string[-1] in "TP" and string[2] == "B" for string in strings)


@pytest.mark.parametrize("how", [{"n": 3}, {"n": 10**9}, {"noise": -1}, {"noise": float("nan")}, {"seed": -1}])
def test_sizes_out_of_range_are_refused(how):
    with pytest.raises(DataError):
        problem_table("circle", **how)
