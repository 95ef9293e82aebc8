"""Columns that only say which row it is: by how they count or differ, whatever they are called."""

import numpy as np
import pytest

from nets.data.columns.infer import columns_of
from nets.data.csv.parse import read
from nets.data.prepare.proposal.evidence import Evidence
from nets.data.prepare.proposal.identifiers import Identifies, identifies

N = 40
SHUFFLED = np.random.default_rng(1).permutation(N)
DRAWN = np.random.default_rng(2).integers(0, 300, N)


def found(cells, *, name="v", place=1):
    beside = ["a,"] if place else [","]
    rows = "".join(f"{'ab'[i % 2]},{cell}\n" if beside[0] == "a," else f"{cell},q\n" for i, cell in enumerate(cells))
    header = f"y,{name}" if place else f"{name},y"
    (column,) = columns_of(read(f"{header}\n{rows}".encode(), name="a.csv"), (name or "column 1",))
    return identifies(Evidence(column, place))


@pytest.mark.parametrize(
    "cells",
    [
        range(N),
        range(1, N + 1),
        range(1000, 1000 + N),
        range(N, 0, -1),
        range(0, 10 * N, 10),
        [f"{i}.0" for i in range(N)],
    ],
    ids=["from 0", "from 1", "from 1000", "down", "by tens", "as floats"],
)
def test_a_column_that_counts_is_found_wherever_it_stands(cells):
    assert found(cells) is not None
    assert found(cells, name="laufende nr", place=0) == Identifies.COUNTS


def test_shuffled_row_numbers_count_where_they_stand_first_or_are_named():
    assert found(SHUFFLED, name="v", place=0) == found(SHUFFLED, name="id") == Identifies.COUNTS
    assert found(SHUFFLED) is None


@pytest.mark.parametrize("begin", [0, 1])
def test_few_row_numbers_are_found_where_a_program_wrote_them_without_a_name(begin):
    assert found(range(begin, begin + 3), name="", place=0) == Identifies.COUNTS
    assert found([4, 5, 6], name="", place=0) is None
    assert found(range(begin, begin + 3), name="age", place=0) is None


def test_row_numbers_with_rows_taken_out_count_where_they_stand_first_or_are_named():
    cells = [i for i in range(60) if i % 7 not in (2, 3)]
    assert found(cells, place=0) == Identifies.COUNTS
    assert found(cells, name="row") == Identifies.COUNTS


@pytest.mark.parametrize(
    ("name", "cells", "why"),
    [
        ("customerID", [f"{i * 37 % 9999:04d}-XYZ" for i in range(N)], Identifies.DIFFERS),
        ("user_id", [i * 7919 % 99991 + 5 for i in range(N)], Identifies.DIFFERS),
        ("Kundennummer Nr.", [i * 7919 % 99991 + 5 for i in range(N)], Identifies.DIFFERS),
        ("contact", [5_550_000_000 + i * 7919 % 99991 for i in range(N)], Identifies.DIFFERS),
        ("who", [f"Ms {i}" for i in range(N)], Identifies.DIFFERS),
        ("Timestamp", [f"2024/05/{1 + i * 11 % 28:02d} 10:{i:02d}:07" for i in range(N)], Identifies.IS_WHEN),
        ("day", [f"2024-0{1 + i // 28}-{1 + i % 28:02d}" for i in range(N)], Identifies.IS_WHEN),
        ("date", [f"2024-05-{1 + i * 11 % 31:02d}" for i in range(30)], Identifies.IS_WHEN),
        ("email", [f"u{max(i, 2)}@x.org" for i in range(N)], Identifies.NEARLY_DIFFERS),
        ("t", [f"{i * 0.05:.2f}" for i in range(N)], Identifies.COUNTS),
    ],
)
def test_what_differs_in_every_row_without_being_measured_is_an_identifier(name, cells, why):
    assert found(cells, name=name) == why


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("x", DRAWN),
        ("height", [f"{1.5 + i * i % 41 / 100:.2f}" for i in range(N)]),
        ("salary", [30_000 + i * 7919 % 49_991 for i in range(N)]),
        ("population", [10 ** (2 + i % 6) + i for i in range(N)]),
        ("born", [f"19{50 + i * 7 % 50}-0{1 + i % 9}-{1 + i % 28:02d}" for i in range(N)]),
        ("colour", ["red", "blue"] * (N // 2)),
        ("id", [1, 2, 3, 4] * (N // 4)),
        ("v", range(4)),
        ("x", range(N)),
        ("x_2", range(N)),
        ("wide", ["apple", "pear"]),
    ],
)
def test_what_is_measured_or_recurs_is_none(name, cells):
    assert found(cells, name=name) is None


def test_whole_numbers_too_dense_to_be_drawn_at_random_are_identifiers_where_they_stand_first():
    """Of 200 numbers drawn from 1,000, some 20 pairs are equal; if none are, they were given out."""
    rng = np.random.default_rng(3)
    given_out = rng.choice(1000, 200, replace=False)
    assert found(given_out, name="v", place=0) == Identifies.DIFFERS
    assert found(given_out, name="age", place=0) is found(given_out) is None  # a rule may have made them
    assert found(rng.integers(0, 1000, 200), name="v", place=0) is None
    assert found(rng.choice(1_000_000, 200, replace=False), name="v", place=0) is None


@pytest.mark.parametrize("odd", ["", "x", "Subtotal", "p. 3 of 9"])
@pytest.mark.parametrize("is_counted", [True, False])
def test_row_numbers_count_though_a_row_or_two_has_none(odd, is_counted):
    cells = [str(i) for i in range(1, N + 1)]
    for place in (9, 30):
        cells[place : place + is_counted] = [odd]
    assert found(cells, name="", place=0) == found(cells, name="v", place=0) == Identifies.COUNTS


def test_numbers_with_many_gaps_or_uneven_steps_between_them_do_not_count():
    assert found([i if i % 5 else "" for i in range(N)], name="v", place=0) is None
    assert found([i * i if i != 7 else "" for i in range(N)], name="v", place=0) is None


def test_even_steps_that_no_count_begins_with_are_called_even_steps():
    assert found(range(1_600_000_000, 1_600_000_000 + 900 * N, 900), name="ts", place=0) == Identifies.STEPS
    assert found(range(1000, 1000 + N), name="id", place=0) == Identifies.COUNTS


@pytest.mark.parametrize("name", ["age", "Alter", "age_years"])
def test_ages_in_their_order_are_an_input(name):
    assert found(range(18, 18 + N), name=name, place=0) is found(range(18, 18 + N), name=name) is None
