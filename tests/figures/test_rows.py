"""The scatter, the bars of the classes, and the trace of a row: each row is where its numbers say."""

from dataclasses import replace

import numpy as np
import pytest

from nets.data.columns.infer import columns_of
from nets.data.columns.summary import summary_of
from nets.data.csv.parse import read
from nets.data.prepare.dataset import dataset_from, feature_columns
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.trace import trace_of
from nets.figures.axis import Axis
from nets.figures.colours import class_colour
from nets.figures.data.classes import MOST_CLASSES, class_figure, height_of
from nets.figures.data.columns import columns_table
from nets.figures.data.scatter import MOST_POINTS, scatter_figure, span_of
from nets.figures.data.table import cells_shown, shown_cells
from nets.figures.data.trace import back_table, target_table, trace_table

AXES = (Axis("a"), Axis("b"))
RANDOM = np.random.default_rng(5)


def test_each_point_stands_in_its_class_at_its_place():
    points, labels = RANDOM.normal(size=(50, 2)), RANDOM.integers(0, 3, 50)
    panel = scatter_figure(*points.T, labels, axes=AXES, classes=["x", "<b>y", "z"])
    for k, trace in enumerate(panel.figure["data"]):
        assert np.stack([trace["x"], trace["y"]], axis=1).tolist() == points[labels == k].tolist()
        assert trace["marker"]["color"] == class_colour(k)
    assert panel.figure["data"][1]["name"] == "&lt;b&gt;y"
    assert panel.note == ""


def test_a_class_without_rows_keeps_the_colours_of_the_others():
    panel = scatter_figure(np.zeros(2), np.ones(2), np.array([0, 2]), axes=AXES, classes=["x", "y", "z"])
    assert [trace["marker"]["color"] for trace in panel.figure["data"]] == [class_colour(0), class_colour(2)]


def test_of_many_rows_an_even_share_is_drawn_and_said():
    n = 5 * MOST_POINTS
    panel = scatter_figure(np.arange(n), np.arange(n), np.zeros(n, int), axes=AXES, classes=["x"])
    drawn = panel.figure["data"][0]["x"]
    assert (len(drawn), drawn[0], drawn[-1]) == (MOST_POINTS, 0, n - 1)
    assert np.diff(drawn).max() <= 6
    assert "2,000 of 10,000" in panel.note


@pytest.mark.parametrize("values", [[1.0], [0.1, 0.9], [-3e5, 2e5], [7.0, 7.0], [-1.7e308, 1.7e308]])
def test_the_range_of_an_axis_holds_every_point(values):
    low, high = span_of(np.array(values))
    assert low <= min(values) <= max(values) <= high
    assert low < high


def test_each_class_has_a_bar_as_long_as_its_rows():
    panel = class_figure({"ya": 5, "no": 15})
    (bars,) = panel.figure["data"]
    assert bars["x"] == [5, 15]
    assert bars["text"] == ["5  25%", "15  75%"]
    assert panel.note == ""


def test_bars_are_bounded():
    counts = {f"class {k}": 1 for k in range(MOST_CLASSES + 1)}
    panel = class_figure(counts)
    assert len(panel.figure["data"][0]["x"]) == MOST_CLASSES
    assert f"{MOST_CLASSES} of {MOST_CLASSES + 1}" in panel.note
    assert height_of(counts) == height_of(dict(list(counts.items())[:MOST_CLASSES]))


def test_the_trace_of_a_row_says_each_step_there_and_back():
    table = read(b"kind,colour,weight\ncat,black,4\ndog,brown,\ncat,black,8\n", name="pets.csv")
    data = dataset_from(table, options=PreprocessingOptions(categories="one-hot", missing="mean", standardise=True))
    trace = trace_of(table, data, 1, columns=feature_columns(table, data.options))
    forth = trace_table(trace, data)
    assert forth["Input"].tolist() == ["colour = black", "colour = brown", "weight", "1"]
    assert forth["Value"].tolist() == ["0", "1", "0", "1"]
    weight = forth.iloc[2]
    assert (weight["2 · As a number"], weight["3 · Filled"]) == ("missing", "6 (by the rule)")
    assert weight["5 · Scaled"].startswith("(6 − 6) / ")
    assert back_table(data, 1)["Means"].tolist() == ["brown", "6"]
    assert target_table(trace).to_numpy().tolist() == [["cat", 0], ["dog", 1]]


@pytest.mark.parametrize("number", [0.0, -2.5, 0.1, 1e17, -3e300])
def test_around_one_number_and_its_rounding_is_a_span_of_some_width(number):
    low, high = span_of(np.array([number, number * (1 + 2**-52)]))
    assert low < number < high
    assert high - low >= 2


def test_a_column_s_line_says_what_it_is_used_as():
    table = read(b"y,a,b,c,d,e\np,1,k,2,k,1\nq,2,l,2,l,2\np,3,k,1,k,3\nq,4,l,1,l,4\n", name="a.csv")
    options = PreprocessingOptions(label="y", left_out=("a",), as_text=("c",), group="d", time="e")
    summaries = [summary_of(column) for column in columns_of(table)]
    for categories, use_of_b in (("one-hot", "one-hot"), ("leave out", "left out")):
        lines = columns_table(summaries, replace(options, categories=categories))
        assert lines["Column"].tolist() == list(table.columns)
        assert lines["Used as"].tolist() == ["label", "left out", use_of_b, "one-hot", "group", "time"]
    assert lines["Distinct"].tolist() == [2, 4, 2, 2, 2, 4]


def test_cells_are_shown_beside_their_row_and_line_and_found_again_under_any_name():
    table = read(b"row,line,0\na,1,long text\n\nb,2,text\n", name="a.csv")
    shown = shown_cells(table, n_rows=2, n_columns=3)
    assert shown.columns.tolist() == ["row", "line", "0", "1", "2"]
    assert shown[["row", "line"]].to_numpy().tolist() == [[1, 2], [2, 4]]
    assert cells_shown(shown, table).equals(table.cells)
    part = shown_cells(table, n_rows=1, n_columns=3, max_characters=4)
    assert part.to_numpy().tolist() == [[1, 2, "a", "1", "long"]]
