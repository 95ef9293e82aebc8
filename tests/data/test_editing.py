"""Tables changed by hand."""

import pytest

from nets.data.csv.parse import read
from nets.data.datasets.synthetic import problem_table
from nets.data.editing import MAX_ROWS, edited, with_row, written
from nets.errors import DataError

TABLE = read(b"y,x1,x2\nya,-1,-1\nno,2,2\n", name="t.csv")


def test_a_changed_table_has_its_own_fingerprint_and_the_old_one_stays():
    cells = TABLE.cells.copy()
    cells.iloc[0, 1] = "5"
    changed = edited(TABLE, cells)
    assert changed.sha256 != TABLE.sha256
    assert list(TABLE.cells["x1"]) == ["-1", "2"]
    assert list(changed.cells["x1"]) == ["5", "2"]
    assert changed.place(0) == "row 1"


def test_the_same_change_has_the_same_fingerprint_and_another_another():
    rows = [with_row(TABLE, {"y": "ya", "x1": x, "x2": "0"}).sha256 for x in ("1", "1", "2")]
    assert rows[0] == rows[1] != rows[2]


def test_a_new_row_is_empty_where_nothing_is_said():
    assert with_row(TABLE, {"y": "no"}).cells.iloc[-1].tolist() == ["no", "", ""]


def test_a_table_keeps_one_row_and_stays_small_enough_to_be_sent_back_and_forth():
    with pytest.raises(DataError, match="last row"):
        edited(TABLE, TABLE.cells.iloc[:0])
    with pytest.raises(DataError, match="can be edited"):
        with_row(problem_table("xor", n=MAX_ROWS), {"class": "same"})


@pytest.mark.parametrize(
    ("number", "span", "text"),
    [(0.123456, 4, "0.12"), (-0.0001, 4, "0"), (123.456, 4000, "123"), (0.00123456, 0.01, "0.00123"), (2.0, 4, "2")],
)
def test_a_click_is_written_with_as_many_decimals_as_the_range_is_worth(number, span, text):
    assert written(number, TABLE, "x1", span=span) == text


def test_a_click_is_written_with_the_decimal_mark_of_its_column():
    table = read(b"y;x\na;1,5\nb;2,5\n", name="t.csv")
    assert written(1.25, table, "x", span=4) == "1,25"
