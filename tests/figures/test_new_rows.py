"""New rows in a table, in the order of their file, and on the map, told apart from those of training."""

import numpy as np
import pytest

from nets.data.csv.parse import read
from nets.data.prepare.new_rows.encode import NewRows
from nets.data.prepare.new_rows.fields import InputField, typed_table
from nets.figures.axis import Axis
from nets.figures.colours import class_symbol
from nets.figures.deck.decision import Grid, MapRows, NewMarks, decision_figure
from nets.figures.deck.new_rows import new_rows_table, without_nan
from nets.figures.marks import RIGHT_MARK, WRONG_MARK
from nets.queries.predictions import Predictions

FILE = read(b"x,y,line\n5,b,p\n6,,q\n7,a,r\n8,a,s\n", name="new.csv")
ROWS = np.array([3, 0, 1])  # as a net reads them, the third being left out
PROBS = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7]], np.float32)
FOUND = Predictions(PROBS.argmax(axis=1), PROBS, 0.1, 0.5)


def table(targets, **how):
    new = NewRows(FILE, (), ROWS, np.array(targets), None, ())
    return new_rows_table(new, FOUND, classes=("a", "b"), label="y", **how)


def test_lines_stand_in_the_order_of_the_file_and_one_left_out_is_empty():
    found = table([0, 1, -1])
    assert found.columns.tolist() == ["", "line", "label", "predicted", "p(a)", "p(b)", "x", "line′"]
    assert found[""].tolist() == [WRONG_MARK, "", "", RIGHT_MARK]
    assert found["line"].tolist() == [2, 3, 4, 5]
    assert found["predicted"].tolist() == ["a", "b", "", "a"]
    assert found["p(a)"].tolist() == pytest.approx([0.8, 0.3, np.nan, 0.9], nan_ok=True)
    assert without_nan(found)["p(b)"].tolist()[2] == ""
    assert table([0, 1, -1], most=2, most_cells=1).to_numpy().tolist() == found.iloc[:2, :-1].to_numpy().tolist()


def test_without_labels_there_are_no_marks_and_the_label_s_column_is_a_cell_like_others():
    assert table([-1, -1, -1]).columns.tolist() == ["line", "predicted", "p(a)", "p(b)", "x", "y", "line′"]


def test_typed_rows_are_numbered():
    typed = typed_table([InputField("x", "number", 1.0)], [[1.0], [2.0], [None], [4.5]])
    new = NewRows(typed, (), ROWS, np.full(3, -1), None, ())
    found = new_rows_table(new, FOUND, classes=("a", "b"), label="y")
    assert found["row"].tolist() == [1, 2, 3, 4]
    assert found["x"].tolist() == ["1", "2", "", "4.5"]


def test_on_the_map_new_rows_are_diamonds_of_their_predicted_class_and_those_outside_are_counted():
    axis = np.linspace(0, 1, 5)
    panel = decision_figure(
        None,
        Grid(axis, axis, (Axis("u"), Axis("v"))),
        MapRows(np.array([[0.2, 0.2], [0.8, 0.8]]), np.array([0, 1])),
        classes=("a", "b", "c"),
        new=NewMarks(np.array([[0.5, 0.5], [0.1, 0.9], [2.0, 0.5]]), np.array([2, 0, 2])),
    )
    symbols = [trace["marker"].get("symbol") for trace in panel.figure["data"]]
    assert symbols == [class_symbol(0), class_symbol(1), "diamond", "diamond"]
    first, second = panel.figure["data"][2:]
    assert (list(first["x"]), list(second["x"])) == ([0.1], [0.5, 2.0])
    assert first["marker"]["color"] == panel.figure["data"][0]["marker"]["color"]
    assert [trace["showlegend"] for trace in (first, second)] == [True, False]
    assert panel.note == "Outside the map: 1 of 3 new rows."
