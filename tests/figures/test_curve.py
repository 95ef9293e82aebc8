"""A thinned curve keeps its ends and its peaks."""

import numpy as np
import pytest

from nets.figures.curve import thin


@pytest.mark.parametrize("n", [0, 1, 2, 799, 800, 801, 1000, 12_345, 1_000_000])
def test_at_most_800_places_rising_with_both_ends(n):
    places = thin(np.sin(np.arange(n)))
    assert len(places) <= 800
    assert (np.diff(places) > 0).all()
    if n:
        assert places[0] == 0
        assert places[-1] == n - 1


def test_a_short_curve_is_whole():
    assert thin(np.zeros(800)).tolist() == list(range(800))


@pytest.mark.parametrize("seed", range(20))
def test_a_lone_peak_and_a_lone_dip_are_kept_wherever_they_are(seed):
    random = np.random.default_rng(seed)
    values = random.normal(size=random.integers(801, 50_000))
    peak, dip = random.choice(len(values), 2, replace=False)
    values[peak], values[dip] = 1e6, -1e6
    assert {peak, dip} <= set(thin(values).tolist())


def test_points_stay_where_they_are_while_a_curve_grows():
    values = np.random.default_rng(0).normal(size=3000)
    before, after = thin(values[:2600]), thin(values[:2608])
    # All but the end and the last stretch, which were not complete.
    assert set(before[before < 2590].tolist()) <= set(after.tolist())
