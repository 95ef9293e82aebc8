"""What an RNN reads and answers over time: which step, class and mark stand where."""

import numpy as np
import pytest

from nets.figures.colours import CLASS_COLOURS, class_colour
from nets.figures.deck.recurrence import MOST_INPUTS, MOST_UNITS, Moments, recurrence_figure, recurrence_height

LABELS = np.array([0, 1, 1, 2, 0])
PREDICTED = np.array([0, 1, 2, 2, 1])


def drawn(n_classes=3, *, chosen=None, **more):
    moments = Moments(np.zeros((5, 2)), LABELS, PREDICTED, **more)
    classes = [f"c{k}" for k in range(n_classes)]
    return recurrence_figure(moments, units=["h1", "h2"], features=["a", "b"], classes=classes, chosen=chosen)


def traces(panel, kind):
    return [trace for trace in panel.figure["data"] if trace["type"] == kind]


def test_true_and_predicted_stand_under_each_other_and_a_cross_marks_each_wrong_step():
    panel = drawn(first=41)
    strips = traces(panel, "heatmap")[1]
    assert strips["y"] == ["label", "predicted"]
    np.testing.assert_array_equal(strips["z"], [LABELS, PREDICTED])
    assert strips["text"] == [["c0", "c1", "c1", "c2", "c0"], ["c0", "c1", "c2", "c2", "c1"]]
    crosses = next(trace for trace in traces(panel, "scatter") if trace["name"] == "wrong")
    assert crosses["x"] == [43, 45]  # counted as the steps of the sequence are
    assert "3 of 5 steps are predicted right" in panel.label


def test_the_legend_names_the_classes_that_are_there_in_their_colours():
    panel = drawn(n_classes=12)
    key = [trace for trace in traces(panel, "scatter") if trace["name"] != "wrong"]
    assert {trace["name"]: trace["marker"]["color"] for trace in key} == {f"c{k}": class_colour(k) for k in range(3)}
    assert panel.figure["layout"]["showlegend"]
    assert not drawn(n_classes=13).figure["layout"]["showlegend"]


def test_validation_rows_have_a_strip_of_their_own_where_there_are_any():
    assert traces(drawn(is_validation=np.zeros(5, bool)), "heatmap")[1]["y"] == ["label", "predicted"]
    strips = traces(drawn(is_validation=LABELS == 2), "heatmap")[1]
    assert strips["text"][2] == ["no", "no", "no", "yes", "no"]
    assert len(set(strips["z"][2].tolist())) == 2


@pytest.mark.parametrize(("chosen", "frames"), [(None, []), (40, []), (41, [40.5]), (45, [44.5]), (46, [])])
def test_the_chosen_step_has_a_frame_if_it_is_among_these(chosen, frames):
    assert [shape["x0"] for shape in drawn(first=41, chosen=chosen).figure["layout"]["shapes"]] == frames


def test_each_input_goes_from_its_own_least_to_its_own_largest_and_the_pointer_tells_the_number():
    inputs = np.array([[1.0, -300], [2, -100], [3, -200], [2, -300], [1, -300]])
    trace = traces(drawn(inputs=inputs), "heatmap")[2]
    np.testing.assert_array_equal(trace["z"], [[0, 50, 100, 50, 0], [0, 100, 50, 0, 0]])
    np.testing.assert_array_equal(trace["customdata"], inputs.T)


def test_an_input_that_is_the_same_at_every_step_has_one_shade():
    assert set(traces(drawn(inputs=np.full((5, 1), 7.0)), "heatmap")[2]["z"].ravel().tolist()) == {50}


def test_what_is_left_out_of_many_units_and_inputs_is_said():
    n_units, n_inputs = MOST_UNITS + 1, MOST_INPUTS + 22
    moments = Moments(np.zeros((5, n_units)), LABELS, PREDICTED, np.zeros((5, n_inputs)))
    named = {"units": [f"h{i}" for i in range(n_units)], "features": [f"x{i}" for i in range(n_inputs)]}
    panel = recurrence_figure(moments, **named)
    assert panel.note == "The first 64 of 65 units are drawn. The first 8 of 30 inputs are drawn."
    assert recurrence_height(n_units, n_inputs) == recurrence_height(MOST_UNITS, MOST_INPUTS)


def test_state_strips_and_inputs_share_the_height_without_touching():
    layout = drawn(inputs=np.zeros((5, 2))).figure["layout"]
    ends = [end for name in ("yaxis", "yaxis2", "yaxis3") for end in layout[name]["domain"]]
    assert ends == sorted(ends)
    assert (ends[0], ends[-1]) == (0, 1)


def test_a_step_without_a_label_has_no_class_and_is_neither_right_nor_wrong():
    labels, predicted = np.array([-1, -1, 1, -1, 0]), np.array([0, 1, 1, 0, 1])
    panel = recurrence_figure(
        Moments(np.zeros((5, 2)), labels=labels, predicted=predicted), units=["h1", "h2"], classes=("a", "b")
    )
    strips, crosses = panel.figure["data"][1:3]
    assert strips["text"][0] == ["none", "none", "b", "none", "a"]
    assert strips["z"][0][0] == len(CLASS_COLOURS)
    assert crosses["x"] == [5]
    assert "1 of 2 steps are predicted right" in panel.label
