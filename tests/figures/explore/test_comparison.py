"""The figures of the MLP beside the RNN: curves by net, rows under their labels, the first difference marked."""

import numpy as np
import pytest

from nets.comparison.standing import Standing, compared
from nets.figures.explore.comparison import (
    MOST_ROWS,
    difference_words,
    pair_grid,
    pair_loss_figure,
    pair_rows_figure,
)
from nets.figures.wire import wire

CLASSES = ("no", "<b>ya</b>")
LABELS = np.array([1, 1, 0, 0, 1])


def standing(net, predicted=LABELS, *, losses=(0.7, 0.5, 0.2), validation=None, is_shuffled=False):
    return Standing(
        name=f"{net.upper()}{', shuffled' if is_shuffled else ''}",
        net=net,
        is_shuffled=is_shuffled,
        epoch=max(0, len(losses) - 1),
        losses=np.array(losses),
        validation=None if validation is None else np.array(validation),
        predicted=predicted,
        accuracy=0.8,
        validation_accuracy=None if validation is None else 0.5,
    )


def four(**kwargs):
    return [standing(net, is_shuffled=shuffled, **kwargs) for shuffled in (False, True) for net in ("mlp", "rnn")]


def loss(standings, *, validation=False, log=False):
    return pair_loss_figure(standings, n_epochs=10, validation=validation, log=log, tape="t")


def test_each_net_has_one_colour_and_what_is_shuffled_is_dashed():
    panel = loss(four())
    lines = [curve["line"] for curve in panel.figure["data"]]
    assert [line["dash"] for line in lines] == ["solid", "solid", "dash", "dash"]
    assert lines[0]["color"] == lines[2]["color"] != lines[1]["color"] == lines[3]["color"]
    assert panel.figure["data"][0]["y"].tolist() == [0.7, 0.5, 0.2]
    assert "MLP from 0.7 to 0.2" in panel.label
    wire(panel.figure)


def test_the_loss_of_validation_rows_is_drawn_on_request():
    standings = [standing(net, validation=(0.9, 0.8, 0.95)) for net in ("mlp", "rnn")]
    assert loss(standings, validation=True).figure["data"][1]["y"].tolist() == [0.9, 0.8, 0.95]
    assert loss(standings).figure["data"][1]["y"].tolist() == [0.7, 0.5, 0.2]


def test_what_has_no_place_on_the_axis_is_left_out():
    data = loss([standing("mlp", losses=(0.5, np.inf, 0.0)), standing("rnn", losses=())], log=True).figure["data"]
    assert (data[0]["x"].tolist(), data[0]["y"].tolist()) == ([0], [0.5])
    assert len(data[1]["x"]) == 0


def rows(of_mlp, of_rnn, labels=LABELS, **kwargs):
    standings = [standing("mlp", np.asarray(of_mlp)), standing("rnn", np.asarray(of_rnn))]
    return pair_rows_figure(standings, compared(standings), labels, classes=CLASSES, **kwargs), standings


def test_predictions_stand_under_the_labels_and_the_first_difference_is_framed():
    panel, standings = rows([1, 1, 0, 1, 1], [1, 1, 0, 0, 0])
    strip, parts = panel.figure["data"][0], panel.figure["layout"]
    assert strip["y"] == ["label", "MLP", "RNN"]
    assert strip["z"].tolist() == [[1, 1, 0, 0, 1], [1, 1, 0, 1, 1], [1, 1, 0, 0, 0]]
    assert strip["x"].tolist() == [1, 2, 3, 4, 5]
    assert strip["text"] == [[""] * 5, ["", "", "", "✗", ""], ["", "", "", "", "✗"]]
    assert strip["hovertext"][1][3] == "&lt;b&gt;ya&lt;/b&gt;, wrong"
    (frame,) = parts["shapes"]
    assert (frame["x0"], frame["x1"]) == (3.5, 4.5)
    assert parts["annotations"][0]["text"] == "first difference, row 4"
    said = "MLP and RNN differ in 2 of 5 rows, first in row 4: the MLP predicts <b>ya</b>, the RNN no."
    assert difference_words(standings, compared(standings), classes=CLASSES) == said
    assert [trace["name"] for trace in panel.figure["data"][1:]] == ["no", "&lt;b&gt;ya&lt;/b&gt;"]
    wire(panel.figure)


def test_where_both_say_the_same_nothing_is_framed():
    panel, standings = rows(LABELS, LABELS)
    assert panel.figure["layout"]["shapes"] == []
    said = difference_words(standings, compared(standings), classes=CLASSES)
    assert said == "MLP and RNN predict the same class in all 5 rows."
    early = [standing("mlp", None), standing("rnn", None)]
    assert pair_rows_figure(early, None, LABELS, classes=CLASSES).figure["data"][0]["y"] == ["label"]
    assert difference_words(early, None, classes=CLASSES) == ""


@pytest.mark.parametrize("first", [0, 99, 119, 120, 500, 999])
def test_of_many_rows_those_about_the_first_difference_are_drawn(first):
    labels = np.zeros(1000, int)
    other = labels.copy()
    other[first:] = 1
    panel, _ = rows(labels, other, labels)
    strip = panel.figure["data"][0]
    assert strip["z"].shape == (3, MOST_ROWS)
    assert strip["x"][0] <= first + 1 <= strip["x"][-1]
    assert f"Rows {strip['x'][0]:,} to {strip['x'][-1]:,} of 1,000" in panel.note
    assert "text" not in strip


def test_the_start_of_each_sequence_but_the_first_is_marked():
    panel, _ = rows(LABELS, LABELS, starts=np.array([True, False, True, False, True]))
    assert [shape["x0"] for shape in panel.figure["layout"]["shapes"]] == [2.5, 4.5]


def test_the_table_says_how_each_net_stands():
    grid = pair_grid([standing("mlp"), standing("rnn", losses=())])
    assert [column.name for column in grid.columns] == ["", "epoch", "loss", "accuracy"]
    assert grid.rows == (("MLP", "2", "0.2000", "80.0%"), ("RNN", "0", "–", "80.0%"))
    tested = pair_grid([standing("mlp", validation=(1, 1, 1)), standing("rnn", validation=(1, 1, 1))])
    assert [row[-1] for row in tested.rows] == ["50.0%", "50.0%"]
