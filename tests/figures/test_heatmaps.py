"""Weights, hidden state, decision map and confusion counts as heatmaps: what colour and which cell a number gets."""

import html

import numpy as np
import pytest

from nets.figures.axis import Axis
from nets.figures.colours import BACKGROUND, CLASS_COLOURS, OUTPUTS, class_colour
from nets.figures.deck.confusion import confusion_figure
from nets.figures.deck.decision import Grid, MapRows, decision_figure
from nets.figures.deck.output_ends import output_ends
from nets.figures.deck.recurrence import Moments, recurrence_figure
from nets.figures.deck.weights import Room, bound_for, bound_of, extent, number_format, weight_figure
from nets.queries.decision import Decision
from nets.settings import Settings

AXES = (Axis("a"), Axis("b"))


def letters(n):
    return [f"n{i}" for i in range(n)]


def weights(values, **changes):
    n_rows, n_columns = np.shape(values)
    return weight_figure(values, **{"rows": letters(n_rows), "columns": letters(n_columns), **changes})


@pytest.mark.parametrize("values", [[[1.0, 2.0]], [[-3.0, 0.5]], [[0.0, 0.0]], [[1e-9, 1e9]]])
def test_zero_is_the_middle_of_the_scale_and_the_page_itself(values):
    trace = weights(np.array(values)).figure["data"][0]
    assert trace["zmin"] == -trace["zmax"] < 0
    assert trace["zmax"] >= np.abs(trace["z"]).max()
    assert trace["colorscale"][1] == [0.5, BACKGROUND]


@pytest.mark.parametrize("peak", [1e-38, 0.003, 0.95, 1.0, 1.01, 42.0, 3.4e38])
def test_colours_run_to_a_round_number_that_no_weight_is_beyond(peak):
    peak = float(np.float32(peak))
    bound = bound_for(peak)
    assert peak <= bound <= 2 * peak
    assert bound_of(weights(np.array([[peak, 0]]))) == bound


def test_colours_mean_the_same_number_while_weights_move_and_follow_where_they_run_away():
    assert bound_for(0.6, before=2.0) == bound_for(1.9, before=2.0) == 2.0
    assert bound_for(2.1, before=2.0) == 3.0
    assert bound_for(0.0, before=2.0) == 2.0
    assert bound_for(0.95, before=1e6) == 1.0  # back from where they had run away


def test_cells_hold_their_values_to_six_digits_and_row_0_is_at_the_top():
    values = np.random.default_rng(0).normal(size=(5, 3))
    figure = weights(values).figure
    np.testing.assert_allclose(figure["data"][0]["z"], values, rtol=1e-6)
    assert figure["layout"]["yaxis"]["autorange"] == "reversed"


def test_names_that_look_equal_or_like_numbers_stay_categories_of_their_own():
    columns = ["1", "1", "2020", "x" * 80 + "a", "x" * 80 + "b"]
    figure = weights(np.ones((1, 5)), columns=columns).figure
    axis = figure["layout"]["xaxis"]
    assert axis["type"] == "category"
    assert len(set(figure["data"][0]["x"])) == 5
    assert axis["categoryarray"] == figure["data"][0]["x"]
    assert [html.unescape(text) for text in axis["ticktext"]] == ["1", "1", "2020", "xxxxx…xxxxxa", "xxxxx…xxxxxb"]


def test_values_are_printed_while_there_are_few_cells():
    assert "texttemplate" in weights(np.ones((20, 16))).figure["data"][0]
    assert "texttemplate" not in weights(np.ones((21, 16))).figure["data"][0]
    assert "texttemplate" not in weights(np.ones((20, 17))).figure["data"][0]


def test_a_matrix_beyond_the_bound_is_cut_and_the_note_tells_its_size():
    panel = weights(np.ones((200, 300)))
    assert panel.figure["data"][0]["z"].shape == (64, 128)
    assert panel.note == "The first 64 of 200 rows and 128 of 300 columns are drawn."
    assert weights(np.ones((64, 128))).note == ""


def test_weights_that_are_no_longer_numbers_leave_empty_cells_and_a_word():
    panel = weights(np.array([[1.0, np.nan, np.inf, -1e300]]))
    assert np.isnan(panel.figure["data"][0]["z"]).tolist() == [[False, True, True, True]]
    assert panel.figure["data"][0]["zmax"] == 1.0
    assert "3 of these numbers" in panel.note


@pytest.mark.parametrize(
    ("peak", "d3"), [(0.0, ".2f"), (0.001, ".1e"), (3.5, ".2f"), (123.0, ".1f"), (54_321.0, ".0f"), (1e7, ".1e")]
)
def test_a_printed_number_is_short_and_never_all_zeros(peak, d3):
    assert number_format(peak) == d3
    printed = format(peak, d3)
    assert len(printed) <= 7
    assert peak == 0 or float(printed) != 0


@pytest.mark.parametrize(("peak", "unit"), [(0.001, "−3"), (0.094, "−2"), (3e-12, "−12"), (1e7, "7")])
def test_very_small_and_very_large_numbers_are_printed_in_a_power_of_ten_that_is_named(peak, unit):
    figure = weights(np.array([[peak, -peak / 2, np.nan]])).figure
    power = int(unit.replace("−", "-"))
    printed = figure["data"][0]["text"][0]
    assert [float(text) * 10.0**power for text in printed[:2]] == pytest.approx([peak, -peak / 2], rel=0.01)
    assert printed[2] == ""
    assert max(map(len, printed)) <= 5
    assert f"<sup>{unit}</sup>" in figure["layout"]["xaxis"]["title"]["text"]
    assert "title" not in weights(np.array([[0.95]])).figure["layout"]["xaxis"]


@pytest.mark.parametrize(("n", "room", "has_gaps"), [(6, 16, True), (24, 16, True), (25, 16, False), (17, 8, False)])
def test_narrow_cells_touch_each_other(n, room, has_gaps):
    assert (weights(np.ones((3, n)), room=Room(columns=room)).figure["data"][0]["xgap"] > 0) == has_gaps
    assert weights(np.ones((32, n))).figure["data"][0]["ygap"] == 0


def test_a_key_says_what_the_colours_mean_where_no_numbers_do():
    wide = weights(np.full((3, 40), 1.7)).figure["data"][0]
    assert wide["showscale"]
    assert wide["colorbar"]["ticktext"] == ["−2", "2"]
    assert not weights(np.full((3, 5), 1.7)).figure["data"][0]["showscale"]


def test_a_picture_s_few_large_numbers_leave_the_others_their_colours_and_the_key_says_that_some_are_beyond():
    values = np.full((30, 40), 0.4)
    values[0, :5] = -9.0
    trace = weights(values).figure["data"][0]
    assert trace["zmax"] == bound_for(0.4) == bound_for(extent(values))
    assert trace["colorbar"]["ticktext"] == ["≤ −0.5", "≥ 0.5"]
    assert trace["z"].min() == -9
    assert extent(np.array([[0.4, -9.0]])) == 9
    assert extent(np.where(np.arange(1200).reshape(30, 40) < 3, 2.0, 0.0)) == 2


def test_names_that_begin_alike_are_told_by_their_ends_and_few_of_many_are_labelled():
    columns = [f"mean_of_measure_{n}" for n in range(40)]
    ticks = weights(np.ones((2, 40)), columns=columns, room=Room(columns=10)).figure["layout"]["xaxis"]["ticktext"]
    assert len(ticks) == len(set(ticks)) == 10
    assert ticks[1] == "mean_…sure_4"


def test_hidden_state_runs_over_time_from_step_1():
    hidden = np.random.default_rng(0).random((7, 3))
    trace = recurrence_figure(Moments(hidden), units=letters(3)).figure["data"][0]
    assert (trace["x0"], trace["dx"]) == (1, 1)
    np.testing.assert_allclose(trace["z"], hidden.T, rtol=1e-6)


@pytest.mark.parametrize(
    ("cell", "drawn"), [("softmax", (0.0, 1.0)), ("elman", (-1.0, 1.0)), ("gru", (-2.5, 2.5)), ("lstm", (-2.5, 2.5))]
)
def test_a_state_is_drawn_between_the_ends_of_its_units_as_in_the_drawn_net_else_about_zero(cell, drawn):
    ends = output_ends(Settings(net="rnn", cell=cell))
    trace = recurrence_figure(Moments(np.array([[2.5, 0.25]]), ends=ends), units=letters(2)).figure["data"][0]
    assert (trace["zmin"], trace["zmax"]) == drawn
    assert trace["colorscale"] == [list(stop) for stop in OUTPUTS]
    assert trace["colorscale"][1] == [0.5, BACKGROUND]


@pytest.mark.parametrize("n_steps", [400, 401, 999, 1_000, 100_001])
def test_long_sequences_are_means_of_stretches_in_at_most_400_columns(n_steps):
    hidden = np.random.default_rng(0).random((n_steps, 2))
    panel = recurrence_figure(Moments(hidden), units=letters(2))
    trace = panel.figure["data"][0]
    stretch = trace["dx"]
    assert trace["z"].shape[1] <= 400
    np.testing.assert_allclose(trace["z"][:, 0], hidden[:stretch].mean(axis=0), rtol=1e-6)
    np.testing.assert_allclose(trace["z"][:, -1], hidden[stretch * (trace["z"].shape[1] - 1) :].mean(axis=0), rtol=1e-6)
    # The middle of the first stretch: of steps 1, 2, 3 it is 2.
    assert trace["x0"] == np.arange(1, stretch + 1).mean()
    assert panel.note == ("" if n_steps == 400 else f"Each column is the mean of {stretch} time steps.")


def test_the_strip_shows_the_most_frequent_class_of_each_stretch():
    labels = np.array([0, 1, 1] * 400)
    figure = recurrence_figure(Moments(np.zeros((1200, 1)), labels), units=["h1"], classes=["no", "ya"]).figure
    state, strip = figure["data"][:2]
    assert set(strip["z"][0].tolist()) == {1}
    assert strip["z"].shape[1] == state["z"].shape[1]
    assert set(strip["text"][0]) == {"ya"}


def decision(probs, points=((0.0, 0.0),), labels=(0,), **more):
    axis = np.linspace(-1, 1, len(probs))
    return decision_figure(
        Decision(np.argmax(probs, axis=2), np.max(probs, axis=2)),
        Grid(axis, axis, AXES),
        MapRows(np.asarray(points), np.asarray(labels), **more),
        classes=letters(np.shape(probs)[2]),
    )


def test_the_pointer_tells_every_class_s_probability_at_a_place():
    probs = np.random.default_rng(0).dirichlet(np.ones(3), size=(4, 5))
    percents = np.round(100 * probs).astype(np.uint8)
    x, y = np.arange(5.0), np.arange(4.0)
    found = Decision(probs.argmax(axis=2), probs.max(axis=2), percents)
    rows = MapRows(np.zeros((1, 2)), np.zeros(1, int))
    trace = decision_figure(found, Grid(x, y, AXES), rows, classes=["a", "<b>", "c"]).figure["data"][0]
    assert trace["customdata"].shape == (4, 5, 3)
    lines = trace["hovertemplate"].removesuffix("<extra></extra>").split("<br>")
    assert lines[2:] == ["a %{customdata[0]} %", "&lt;b&gt; %{customdata[1]} %", "c %{customdata[2]} %"]
    without = decision_figure(Decision(found.predicted, found.probability), Grid(x, y, AXES), rows, classes="abc")
    assert without.figure["data"][0]["hoverinfo"] == "skip"


@pytest.mark.parametrize("n_classes", [2, 3, 12])
def test_each_place_of_the_map_falls_in_the_stretch_of_its_predicted_class(n_classes):
    probs = np.random.default_rng(0).dirichlet(np.ones(n_classes), size=(9, 9))
    probs[0, 0] = np.eye(n_classes)[-1]
    probs[1, 1] = 1 / n_classes
    trace = decision(probs).figure["data"][0]
    places = (trace["z"].astype(float) - trace["zmin"]) / (trace["zmax"] - trace["zmin"]) * n_classes
    np.testing.assert_array_equal(np.floor(places), probs.argmax(axis=2))
    sure = (probs.max(axis=2) - 1 / n_classes) / (1 - 1 / n_classes)
    np.testing.assert_allclose(places % 1, sure, atol=2e-3)
    assert places[0, 0] % 1 > 0.99  # certain: the full colour
    assert places[1, 1] % 1 < 0.01  # undecided: the page


def test_a_large_table_is_drawn_in_part_and_the_note_says_so():
    panel = decision(np.full((3, 3, 2), 0.5), np.zeros((2000, 2)), np.zeros(2000, int), n_all=5000)
    assert sum(len(trace["x"]) for trace in panel.figure["data"][1:]) == 2000
    assert panel.note == "2,000 of 5,000 rows are drawn."


def test_validation_rows_are_rings_in_the_colour_of_their_class_and_a_class_is_named_once():
    points, labels = np.arange(8.0).reshape(4, 2), np.array([0, 0, 1, 1])
    is_validation = np.array([False, True, True, True])
    panel = decision(np.full((3, 3, 2), 0.5), points, labels, is_validation=is_validation)
    full, ring, other_ring = panel.figure["data"][1:]
    assert (full["marker"]["color"], full["x"].tolist()) == (class_colour(0), [0])
    assert (ring["marker"]["color"], ring["marker"]["line"]["color"]) == (BACKGROUND, class_colour(0))
    assert (other_ring["marker"]["line"]["color"], other_ring["x"].tolist()) == (class_colour(1), [4, 6])
    assert [trace["showlegend"] for trace in (full, ring, other_ring)] == [True, False, True]


def test_with_more_classes_than_colours_each_point_still_bears_its_own_name():
    n = len(CLASS_COLOURS) + 1
    panel = decision(np.full((3, 3, n), 1 / n), np.zeros((n, 2)), np.arange(n))
    assert panel.figure["data"][1]["text"] == ["n0", f"n{n - 1}"]
    assert "%{text}" in panel.figure["data"][1]["hovertemplate"]
    assert panel.figure["data"][2]["hovertemplate"].count("n1") == 1


@pytest.mark.parametrize(("n", "named"), [(4, True), (10, True), (13, False)])
def test_the_legend_names_each_class_beside_the_map_while_colours_are_its_own(n, named):
    names = [f"a rather long name of class {k}" for k in range(n)]
    axis = np.linspace(0, 1, 3)
    rows = MapRows(np.zeros((n, 2)), np.arange(n))
    figure = decision_figure(None, Grid(axis, axis, AXES), rows, classes=names).figure
    assert figure["layout"]["showlegend"] == named
    shown = {trace["name"] for trace in figure["data"] if trace["showlegend"]}
    assert len(shown) == min(n, len(CLASS_COLOURS))
    assert all(len(name) <= 10 for name in shown)
    assert len({trace["marker"]["symbol"] for trace in figure["data"]}) == len(shown)


@pytest.mark.parametrize(
    ("axes", "end", "round_"),
    [(AXES, 1.4, True), (AXES, 1.5, False), ((Axis("a"), Axis("day", first_day=9000.0)), 1.0, False)],
)
def test_a_circle_is_round_where_both_axes_are_numbers_that_go_about_equally_far(axes, end, round_):
    x, y = np.linspace(0, 1, 3), np.linspace(0, end, 3)
    figure = decision_figure(None, Grid(x, y, axes), MapRows(np.zeros((1, 2)), np.zeros(1)), classes=["no"]).figure
    assert (figure["layout"]["yaxis"].get("scaleanchor") == "x") == round_


def test_before_there_is_a_map_the_rows_are_drawn_alone():
    axis = np.linspace(0, 1, 3)
    panel = decision_figure(None, Grid(axis, axis, AXES), MapRows(np.zeros((1, 2)), np.zeros(1)), classes=["no"])
    assert [trace["type"] for trace in panel.figure["data"]] == ["scatter"]


def test_confusion_puts_right_below_zero_and_wrong_above_by_share_of_the_label():
    trace = confusion_figure(np.array([[3, 1], [0, 0]]), classes=["no", "ya"]).figure["data"][0]
    assert trace["z"].tolist() == [[-0.75, 0.25], [0, 0]]
    assert trace["text"] == [["✓ 3", "✗ 1"], ["0", "0"]]


def test_confusion_is_bounded_and_counts_all_in_words():
    panel = confusion_figure(np.eye(50, dtype=int), classes=letters(50))
    assert panel.figure["data"][0]["z"].shape == (40, 40)
    assert panel.note == "The first 40 of 50 classes are drawn."
    assert panel.label == "50 of 50 rows are predicted right, over 50 classes."


def test_a_zoom_into_the_map_is_kept_even_without_the_name_of_a_tape():
    # plotly takes an empty uirevision for none.
    assert decision(np.full((3, 3, 2), 0.5)).figure["layout"]["uirevision"]
