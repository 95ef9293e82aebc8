"""A number that may stand for a missing value is asked about and never silently changed."""

import numpy as np
import pytest

from nets.data.columns.numeric import Values
from nets.data.columns.odd.choices import CellChoices
from nets.data.columns.odd.sentinels import missing_code
from tests.data.columns.tables import column_of, sentences

FOUND = {
    -999: [5, -999, 7, 3],
    -9999: [0.5, 0.7, -9999, 0.1],
    -99: [-99, 12, 55, -99],
    -9: [-9, 3, 4, 1, -9],
    99: [1, 2, 3, 99, 99],
    9999: [9999, 5, 6, 80],
    999.9: [20.1, 18.3, 999.9, -4],
    -999.25: [-999.25, 2.5, 2.6],
    -32768: [100, -200, -32768],
}
NONE = [
    [-999, -998, -997],
    [-1, 3, 4],
    [99, 80, 70, 65],
    [999, 500, 700],
    [-99, -80, 120],
    [1, 2, 3, 99],
    [99, 1234567, 99],
    [-999, -999],
    [np.nan, -999],
    [0.5, 1.5, 2.5],
]


@pytest.mark.parametrize("code", FOUND)
def test_a_code_far_from_the_other_numbers_is_named_and_kept(code):
    numbers = FOUND[code]
    column = column_of(map(str, numbers))
    assert column.values.tolist() == numbers
    (odd,) = column.odd
    assert (odd.kind, odd.number, odd.count) == ("code", code, numbers.count(code))
    assert odd.note.lines == tuple(2 + row for row, number in enumerate(numbers) if number == code)
    assert "unless you choose otherwise" in odd.note.sentence


@pytest.mark.parametrize("code", FOUND)
def test_by_choice_it_is_a_gap(code):
    column = column_of(map(str, FOUND[code]), choices=CellChoices(missing_codes=("x",)))
    assert np.array_equal(column.values, [np.nan if n == code else n for n in FOUND[code]], equal_nan=True)
    assert "as chosen, it is read as a gap" in sentences(column)


@pytest.mark.parametrize("numbers", NONE)
def test_numbers_like_the_others_are_no_code(numbers):
    assert missing_code(Values(np.array(numbers, float))) is None


def test_where_there_is_none_the_choice_changes_nothing_and_that_is_said():
    column = column_of(["1", "2", "3"], choices=CellChoices(missing_codes=("x",)))
    assert column.values.tolist() == [1, 2, 3]
    assert "No number of column “x” looks like a code" in sentences(column)


def test_the_first_numbers_do_not_decide():
    numbers = np.arange(5000) % 10 + 0.0
    numbers[4000] = -999
    assert missing_code(Values(numbers)) == -999
    numbers[4500] = -2000
    assert missing_code(Values(numbers)) is None
