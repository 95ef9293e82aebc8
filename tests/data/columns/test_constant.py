"""Whether numbers are one number but for rounding: relative to their size and to their precision."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nets.data.columns.constant import is_constant, standard_deviation

RANDOM = np.random.default_rng(2)
NUMBERS = st.floats(1e-290, 1e290)


def ends(values):
    return np.min(values), np.max(values)


@given(NUMBERS, st.floats(0.5, 2), st.floats(1e-9, 1e9))
def test_a_number_that_was_scaled_and_scaled_back_is_still_one(number, times, scale):
    mean = number * times
    assert is_constant(*ends([number, (number - mean) / scale * scale + mean]))


@pytest.mark.parametrize("precision", [np.float32, np.float64])
def test_what_rounding_makes_of_one_number_is_constant_in_its_precision(precision):
    parts = RANDOM.uniform(size=7).astype(precision)
    sums = np.array([np.cumsum(RANDOM.permutation(parts))[-1] for _ in range(50)])
    assert sums.dtype == precision
    assert len(set(sums.tolist())) > 1
    assert is_constant(*ends(sums))


def test_differences_of_float32_are_rounding_in_float32_and_numbers_in_float64():
    one = np.array([1.0, np.nextafter(np.float32(1), np.float32(2))], np.float32)
    assert is_constant(*ends(one))
    assert not is_constant(*ends(one.astype(np.float64)))


@pytest.mark.parametrize(
    "values",
    [1e9 + RANDOM.normal(0, 1e-4, 100), [1e-30, 2e-30], [-1e-300, 1e-300], [0, 5e-324], [3, 4], [1.7e9, 1.7e9 + 1]],
)
def test_small_differences_and_small_numbers_are_no_rounding(values):
    assert not is_constant(*ends(values))


def test_what_is_no_number_is_not_constant_and_nothing_warns():
    for low, high in [(np.nan, np.nan), (-np.inf, np.inf), (np.inf, np.inf), (-1.7e308, 1.7e308)]:
        assert not is_constant(low, high)


def test_of_arrays_each_pair_is_looked_at():
    found = is_constant(np.array([1.0, 1.0, 0.0]), np.array([1.0 + 1e-15, 1.1, 0.0]))
    assert found.tolist() == [True, False, True]


@pytest.mark.parametrize("power", [-1000, -600, 0, 3, 100])
def test_the_standard_deviation_is_numpy_s_and_that_of_tiny_numbers_too(power):
    values = RANDOM.normal(5, 2, 101)
    assert standard_deviation(values) == values.std()
    assert standard_deviation(np.ldexp(values, power)) == np.ldexp(values.std(), power)
