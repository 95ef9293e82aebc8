"""One sequence of a table: its rows, its name, and where a row is in it."""

from dataclasses import replace

import pytest

from nets.data.csv.parse import read
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.options import LECTURE
from nets.data.prepare.time_steps.one_sequence import one_sequence

# Rows of two patients are mixed; in the dataset each one's stand together, the one that comes first in the table first.
TABLE = read(b"y,who,x\nno,Zoe,1\nya,Al,2\nno,Zoe,3\nno,Zoe,4\nya,Al,5\n", name="t.csv")
DATA = dataset_from(TABLE, options=replace(LECTURE, label="y", group="who"))


@pytest.mark.parametrize(
    ("number", "name", "values"), [(1, "Zoe", [1, 3, 4]), (2, "Al", [2, 5]), (7, "Al", [2, 5]), (0, "Zoe", [1, 3, 4])]
)
def test_a_sequence_has_the_rows_of_one_name_and_numbers_beyond_are_the_nearest(number, name, values):
    found = one_sequence(DATA, TABLE, number)
    assert (found.name, found.n_all, found.n_steps) == (name, 2, len(values))
    assert DATA.columns[0].at(found.rows).tolist() == values


def test_a_row_is_a_step_of_one_sequence_alone():
    first, second = (one_sequence(DATA, TABLE, number) for number in (1, 2))
    assert [first.step_of(row) for row in range(5)] == [1, 2, 3, None, None]
    assert [second.step_of(row) for row in range(5)] == [None, None, None, 1, 2]


def test_without_a_column_of_sequences_all_rows_are_one():
    data = dataset_from(TABLE, options=replace(LECTURE, label="y", left_out=("who",)))
    found = one_sequence(data, TABLE, 1)
    assert (found.number, found.n_all, found.name, found.n_steps) == (1, 1, "", 5)
