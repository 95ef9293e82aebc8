"""The histogram of a matrix and the history of a weight: every number is in its bin, every epoch where it belongs."""

import numpy as np
import pytest

from nets.figures.colours import ABOVE_ZERO, BELOW_ZERO
from nets.figures.deck.weight_histogram import end_of, histogram_figure
from nets.figures.deck.weight_history import WeightHistory, history_figure
from nets.figures.deck.weights import AS_FAR_AS_NEEDED, Scale, awaited_figure, bound_of, titled, weight_figure


@pytest.mark.parametrize("values", [[[0.0]], [[-3.0, 2.0], [0.4, 0.0]], np.random.default_rng(1).normal(size=(30, 7))])
def test_every_number_is_in_one_bin_and_none_spans_zero(values):
    bars = histogram_figure(np.array(values), scale=AS_FAR_AS_NEEDED).figure["data"][0]
    assert bars["y"].sum() == np.size(values)
    assert ((bars["customdata"][:, 0] < 0) == (bars["customdata"][:, 1] <= 1e-7)).all()
    assert bars["marker"]["color"] == [BELOW_ZERO if x < 0 else ABOVE_ZERO for x in bars["x"]]


def test_numbers_that_are_not_finite_are_counted_beside_the_bins():
    panel = histogram_figure(np.array([[1.0, np.nan, -np.inf]]), scale=AS_FAR_AS_NEEDED)
    assert panel.figure["data"][0]["y"].sum() == 1
    assert panel.note == "2 of these numbers are no longer finite, and in no bin."


@pytest.mark.parametrize("reach", [0.0, 0.3, 4.0])
def test_bins_end_where_the_colours_of_the_matrix_do(reach):
    values = np.array([[0.7, -0.2]])
    scale = Scale(reach=reach)
    bound = end_of(histogram_figure(values, scale=scale))
    assert bound == bound_of(weight_figure(values, rows=["a"], columns=["b", "c"], scale=scale))
    assert bound >= max(reach, 0.7)


def test_one_scale_is_not_less_than_what_it_has_to_reach_and_one_for_each_follows():
    few = np.array([[0.01]])
    assert bound_of(weight_figure(few, rows=["a"], columns=["b"], scale=Scale(reach=0.9))) == 1.0
    assert bound_of(weight_figure(few, rows=["a"], columns=["b"])) == 0.01


def history(epochs, values, *, at, now, n_epochs):
    return history_figure(WeightHistory("W1[3,2]", np.array(epochs), np.array(values), n_epochs, at, now))


def test_a_history_has_its_dot_on_the_epoch_that_is_looked_at_and_says_what_is_left_out():
    panel = history([0, 4, 8], [0.1, 0.2, np.nan], at=5, now=0.25, n_epochs=8)
    curve, dot = panel.figure["data"]
    assert curve["x"].tolist() == [0, 4]
    assert (dot["x"].tolist(), dot["y"].tolist()) == ([5], [0.25])
    assert panel.note == "The points are the 3 epochs whose weights are kept, of 8; straight lines join them."
    assert "W1[3,2]: 0.25 at epoch 5" in panel.label


def test_a_history_of_every_epoch_says_nothing_and_a_lost_weight_has_no_dot():
    panel = history([0, 1, 2], [0.1, 0.2, 0.3], at=2, now=np.inf, n_epochs=2)
    assert panel.note == ""
    assert len(panel.figure["data"][1]["x"]) == 0
    assert history([0], [0.1], at=0, now=0.1, n_epochs=0).note == ""


def test_a_title_is_read_out_too_and_what_is_awaited_is_said():
    panel = weight_figure(np.ones((1, 1)), rows=["a"], columns=["b"])
    assert titled(panel, "") is panel
    assert titled(panel, "‖ΔW‖/‖W‖ = 0.1").label.startswith("‖ΔW‖/‖W‖ = 0.1. 1 by 1 numbers")
    assert awaited_figure("soon").label == "soon"
