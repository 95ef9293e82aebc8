"""The table of predictions: whose row it is, what was said of it, and columns that keep their names apart."""

import numpy as np
import pandas as pd
import pytest

from nets.data.prepare.dataset import Dataset
from nets.figures.deck.predictions import Lines, prediction_table
from nets.figures.marks import RIGHT_MARK, WRONG_MARK

PROBS = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7]])
TARGETS = np.array([0, 1, 1])
ROWS = np.array([0, 2, 3])  # the table's second row is not in the dataset


def table(cells, **how):
    dataset = Dataset("t", "y", (), ("a", "b"), (), TARGETS, (), "", rows=ROWS)
    lines = Lines(**how)
    return prediction_table(dataset, PROBS.argmax(axis=1), probs_of=PROBS.__getitem__, cells=cells, lines=lines)


def test_each_row_has_its_number_its_mark_and_its_cells():
    found = table(pd.DataFrame({"y": list("abbb"), "x": list("pqrs")}))
    assert found[""].tolist() == [RIGHT_MARK, WRONG_MARK, RIGHT_MARK]
    assert found["row"].tolist() == [1, 3, 4]
    assert found["predicted"].tolist() == ["a", "a", "b"]
    assert found["p(b)"].tolist() == [0.1, 0.2, 0.7]
    assert found["x"].tolist() == ["p", "r", "s"]


@pytest.mark.parametrize("wrong_first", [False, True])
def test_validation_rows_are_marked_and_can_be_had_alone(wrong_first):
    cells, held = pd.DataFrame({"y": list("abbb")}), np.array([True, False, True])
    found = table(cells, is_validation=held, wrong_first=wrong_first)
    assert dict(zip(found["row"], found["rows"], strict=True)) == {1: "validation", 3: "training", 4: "validation"}
    alone = table(cells, is_validation=held, among=held, wrong_first=wrong_first, most=5)
    assert (alone["row"].tolist(), set(alone["rows"])) == ([1, 4], {"validation"})
    assert "rows" not in table(cells, is_validation=np.zeros(3, bool))


def test_wrong_rows_stand_first_and_both_parts_in_order():
    found = table(pd.DataFrame({"y": list("abbb")}), wrong_first=True)
    assert found["row"].tolist() == [3, 1, 4]


@pytest.mark.parametrize("wrong_first", [False, True])
def test_of_very_many_lines_only_the_first_are_made(wrong_first):
    cells = pd.DataFrame({"y": list("abbb"), "x": list("pqrs")})
    whole = table(cells, wrong_first=wrong_first)
    pd.testing.assert_frame_equal(table(cells, wrong_first=wrong_first, most=2), whole.head(2))


def test_a_column_called_as_one_of_the_table_s_own_or_as_the_browser_calls_the_rows_is_told_from_it():
    names = ["y", "row", "p(a)", "label", "__index_level_0__"]
    found = table(pd.DataFrame([["a", "1", "2", "3", "4"]] * 4, columns=names))
    assert found.columns[-4:].tolist() == ["row′", "p(a)′", "label′", "__index_level_0__′"]
    assert found["__index_level_0__′"].tolist() == ["4"] * 3
