"""A column at a glance: its counts add up to its rows."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nets.data.columns import value_counts
from nets.data.columns.infer import columns_of
from nets.data.columns.summary import BARS, TOP, summary_of
from nets.data.columns.value_counts import most_frequent, n_distinct
from nets.data.csv.parse import read
from nets.data.table import TEXT


def profile(cells, *, name="x"):
    text = "\n".join(["row;x", *(f"r{n};{cell}" for n, cell in enumerate(cells))])
    (column,) = columns_of(read(text.encode(), name="a.csv"), (name,))
    return summary_of(column)


def test_every_number_is_in_one_bar_and_every_gap_in_none():
    found = profile([*range(100), "", "NA", "100"])
    assert (found.kind, found.n_missing, sum(found.bars), len(found.bars)) == ("number", 2, 101, BARS)
    assert found.words == "0 to 100, mean 50"
    assert found.bars[0] == 7  # 0 to 6 lie below 100/16


@pytest.mark.parametrize(
    ("cells", "bars", "words"),
    [
        ([5, 5, 5], (3,), "always 5"),
        (["1e308", "-1e308", "0"], (3,), "-1e+308 to 1e+308, mean 0"),
        (["1", "inf", "2"], (1, *[0] * (BARS - 2), 1), "1 to 2, mean 1.5"),
        (["", "NA"], (), ""),
    ],
)
def test_what_has_no_range_has_one_bar_or_none(cells, bars, words):
    found = profile(cells)
    assert (found.bars, found.words) == (bars, words)


def test_texts_are_counted_the_most_frequent_first():
    cells = [letter for n, letter in enumerate("abcdefg", start=1) for _ in range(n)]
    found = profile(cells)
    assert found.bars == (7, 6, 5, 4, 3, 2, 1)
    assert found.words.startswith("“g” 7, “f” 6")
    assert found.words.endswith(f"and {7 - TOP} more")
    assert found.n_distinct == 7


def test_dates_show_as_dates():
    assert profile(["2024-01-31", "2024-02-01", ""]).words == "2024-01-31 to 2024-02-01"
    assert profile(["1965-05-01 06:30", "1969-12-31"]).words == "1965-05-01 06:30:00 to 1969-12-31"
    assert profile(["8:05", "23:59:30", ""]).words == "08:05 to 23:59:30"


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from(["a", "b", "", "10 kg", "20 kg"]), st.text(max_size=9)), max_size=40))
def test_texts_are_counted_part_by_part_as_they_are_at_once(texts):
    whole = pd.Series(texts, dtype=TEXT)
    alone = n_distinct(whole), most_frequent(whole, 5)
    counts = Counter(texts).most_common()
    assert alone == (len(counts), counts[:5])
    at_once = value_counts.AT_ONCE
    value_counts.AT_ONCE = 1
    try:
        for pieces in (whole, pd.concat([whole[:3], whole[3:]])):
            assert (n_distinct(pieces), most_frequent(pieces, 5)) == alone
    finally:
        value_counts.AT_ONCE = at_once


def test_a_column_constant_but_for_rounding_has_one_bar():
    found = profile(["0.3", "0.30000000000000004", "0.3"])
    assert (found.bars, found.words) == ((3,), "always 0.3")
    assert len(profile(["1000000000", "1000000000.0001"]).bars) == BARS
