"""Random numbers of a compiled loop: fair, each run's own, and the same again."""

import numpy as np
import pytest
import tensorflow as tf

from nets.training.engine import random
from nets.training.engine.random import noise, shuffles, uniform


def seeds(values):
    return tf.constant(list(values), tf.uint32)


def shuffled(values, moment, n):
    return shuffles(seeds(values), tf.constant(moment), n).numpy()


@pytest.mark.parametrize("n", [1, 2, 7, 1000])
def test_a_shuffle_is_a_permutation(n):
    found = shuffled([0, 1, 2**32 - 1], 5, n)
    assert (np.sort(found, axis=1) == np.arange(n)).all()


def test_a_run_s_numbers_are_the_same_alone_or_among_others_compiled_or_not():
    together, draws = shuffled([9, 4, 7], 3, 50), uniform(seeds([9, 4, 7]), tf.constant(3), (5, 4), tf.float32)
    compiled = tf.function(lambda s: shuffles(s, tf.constant(3), 50), jit_compile=True)(seeds([9, 4, 7]))
    assert np.array_equal(compiled, together)
    for place, seed in enumerate([9, 4, 7]):
        assert np.array_equal(shuffled([seed], 3, 50)[0], together[place])
        assert np.array_equal(uniform(seeds([seed]), tf.constant(3), (5, 4), tf.float32)[0], draws[place])


def test_no_two_shuffles_of_any_seed_and_epoch_are_alike():
    found = {tuple(order) for epoch in range(50) for order in shuffled(range(40), epoch, 20)}
    assert len(found) == 50 * 40


@pytest.mark.parametrize("by", ["seed", "epoch"])
def test_every_row_comes_at_every_place_as_often(by):
    n, n_draws = 10, 1500
    if by == "seed":
        found = shuffled(range(n_draws), 0, n)
    else:
        found = np.concatenate([shuffled([3], epoch, n) for epoch in range(n_draws)])
    counts = np.stack([np.bincount(found[:, place], minlength=n) for place in range(n)])
    expected = n_draws / n
    distance = ((counts - expected) ** 2 / expected).sum()
    # Each row is at one place of each draw, and each place has one row, which leaves (n - 1)² numbers free.
    assert distance * (n - 1) / n < 126.1  # chi-square of 81 degrees, 1 in 1,000


@pytest.mark.parametrize("dtype", [tf.float32, tf.float64], ids=lambda dtype: dtype.name)
def test_draws_are_uniform_from_0_to_below_1(dtype):
    draws = uniform(seeds(range(40)), tf.constant(11), (50, 100), dtype).numpy()
    assert draws.shape == (40, 50, 100)
    assert 0 <= draws.min() < draws.max() < 1
    n = draws.size
    assert draws.mean(dtype=float) == pytest.approx(0.5, abs=3.3 / np.sqrt(12 * n))  # 1 in 1,000
    assert draws.var(dtype=float) == pytest.approx(1 / 12, abs=3.3 / np.sqrt(180 * n))
    counts, _ = np.histogram(draws, bins=100, range=(0, 1))
    assert ((counts - n / 100) ** 2 / (n / 100)).sum() < 148.3  # chi-square of 99 degrees, 1 in 1,000


@pytest.mark.parametrize("dtype", [tf.float32, tf.float64], ids=lambda dtype: dtype.name)
def test_not_even_the_greatest_draw_is_rounded_to_1(monkeypatch, dtype):
    greatest = tf.fill((1, 3), tf.constant(2**32 - 1, tf.uint32))
    monkeypatch.setattr(random, "noise", lambda seeds, moment, n: greatest)
    draws = uniform(seeds([0]), tf.constant(0), (3,), dtype).numpy()
    assert (draws > 0.999).all()
    assert (draws < 1).all()


def test_neighbours_in_place_seed_and_moment_have_nothing_in_common():
    draws = np.stack([uniform(seeds(range(30)), tf.constant(t), (200,), tf.float64).numpy() for t in range(30)])
    centred = draws - 0.5  # (moments, seeds, places)
    for axis in range(3):
        here, next_ = (np.take(centred, range(start, start + centred.shape[axis] - 1), axis) for start in (0, 1))
        correlation = (here * next_).mean() * 12
        assert abs(correlation) < 3.3 / np.sqrt(here.size)


def test_no_number_comes_twice_as_often_as_chance_has_it():
    """Of n draws of 2**32, about n² / 2**33 pairs are equal."""
    draws = np.concatenate([noise(seeds(range(20)), tf.constant(t), 1000).numpy().ravel() for t in range(20)])
    n_pairs = len(draws) - len(np.unique(draws))
    assert n_pairs < 18.6 + 3.3 * np.sqrt(18.6) + 1
