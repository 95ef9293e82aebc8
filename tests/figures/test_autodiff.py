"""The figures of the Autodiff page: what is drawn where."""

import itertools

import numpy as np
import pytest

from nets.figures.autodiff.mode_cost import growth_by_weights, growth_figure
from nets.figures.autodiff.product import MOST_PRINTED, Matrix, fits, product_figure
from nets.figures.autodiff.record import Node, record_figure
from nets.figures.autodiff.row_contributions import MOST_BARS, row_contributions_figure
from nets.figures.autodiff.through_time import reach_figure
from nets.figures.enlarged import enlarged
from nets.queries.autodiff.modes import Modes


def matrices(*shapes):
    generator = np.random.default_rng(0)
    return [Matrix(generator.normal(size=shape), f"m{n}") for n, shape in enumerate(shapes)]


def test_matrices_stand_side_by_side_without_touching_and_bear_their_shapes():
    parts = matrices((1, 2), (2, 5), (5, 5))
    figure = product_figure(parts, current=1).figure
    edges = [(trace["x"][0], trace["x"][-1]) for trace in figure["data"]]
    assert all(right < left for (_, right), (left, _) in itertools.pairwise(edges))
    assert [len(trace["x"]) - 1 for trace in figure["data"]] == [2, 5, 5]
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert {"1 × 2", "2 × 5", "5 × 5", "m0", "m1", "m2"} <= set(texts)
    widths = [shape["line"]["width"] for shape in figure["layout"]["shapes"]]
    assert widths[1] > widths[0] == widths[2]


def test_numbers_stand_in_the_cells_while_they_fit_and_too_wide_a_product_does_not():
    assert all("texttemplate" in trace for trace in product_figure(matrices((1, 2), (2, 5))).figure["data"])
    wide = matrices((2, MOST_PRINTED), (MOST_PRINTED, 2))
    assert not any("texttemplate" in trace for trace in product_figure(wide).figure["data"])
    assert fits(wide)
    assert not fits(matrices((2, 200)))


def test_what_is_no_number_leaves_its_cell_empty():
    (trace,) = product_figure([Matrix(np.array([[np.inf, 2.0]]), "m")]).figure["data"]
    assert np.isnan(trace["z"]).tolist() == [[True, False]]
    assert trace["zmax"] == 2


def nodes(states):
    return [Node(f"op{n}", f"name{n}", "1 × 2", (n - 1,) if n else (), state) for n, state in enumerate(states)]


def test_the_graph_goes_from_left_to_right_and_says_how_far_the_play_has_come():
    panel = record_figure(nodes([2, 2, 1, 0]), current=1, whole=False)
    dots = panel.figure["data"][-1]
    assert (np.diff(dots["x"]) > 0).all()
    assert panel.label == "4 operations; 3 have a value and 2 a gradient."
    waiting, known, reached = (trace["x"][:2].tolist() for trace in panel.figure["data"][:3])
    assert (reached, known, waiting) == ([0, 1], [1, 2], [2, 3])


@pytest.mark.parametrize("current", [0, 30, 59])
def test_of_a_long_graph_the_neighbourhood_of_the_moment_is_in_view(current):
    long = nodes([1] * 60)
    low, high = record_figure(long, current=current, whole=False).figure["layout"]["xaxis"]["range"]
    assert low < current < high
    assert high - low < 20
    low, high = record_figure(long, current=current, whole=True).figure["layout"]["xaxis"]["range"]
    assert low < 0
    assert high > 59


def test_letters_and_their_room_are_enlarged_and_nothing_else():
    figure = {
        "data": [{"x": [1, 2], "marker": {"size": 14}, "textfont": {"size": 14}}],
        "layout": {"font": {"size": 10}, "margin": {"l": 60}},
    }
    larger = enlarged(figure, 1.5)
    assert larger["data"][0] == {"x": [1, 2], "marker": {"size": 14}, "textfont": {"size": 21}}
    assert larger["layout"] == {"font": {"size": 15}, "margin": {"l": 90}}
    assert enlarged(figure, 1.5, least=18)["layout"]["font"]["size"] == 18
    assert figure["layout"]["font"]["size"] == 10


def test_forward_mode_rises_with_the_weights_and_reverse_does_not():
    data = growth_figure("weights", here=25, curves={"forward": (40, 1), "reverse": (55, 0)}).figure["data"]
    assert data[0]["y"] == pytest.approx(40 * data[0]["x"])
    assert set(data[1]["y"]) == {55}


@pytest.mark.parametrize(("n_outputs", "last"), [(1, "reverse mode, the loss"), (3, "reverse mode, 3 outputs")])
def test_of_one_output_there_is_no_jacobian_beside_the_loss(n_outputs, last):
    none = np.zeros(0)
    modes = Modes(20, n_outputs, 20, 40, 55, 1.0, 1.0, 0.0, 9, 9, forward=none, reverse=none)
    assert growth_by_weights(modes).figure["data"][-1]["name"] == last


def test_of_many_rows_the_strongest_on_either_side_are_drawn():
    terms = np.linspace(-1, 1, 1001)
    panel = row_contributions_figure(terms, rows=np.arange(1001), labels=np.arange(1001) % 2, classes=("a", "b"))
    bars = np.concatenate([trace["y"] for trace in panel.figure["data"]])
    assert len(bars) == MOST_BARS
    assert (bars.max(), bars.min()) == (1, -1)
    assert np.abs(bars).min() > 0.5


def test_the_triangle_keeps_the_future_empty_and_a_net_without_gradients_is_drawn():
    reach = np.where(np.tri(3, dtype=bool), [[1.0], [1e-3], [0.0]], np.nan)
    (trace,) = reach_figure(reach).figure["data"]
    assert np.isnan(trace["z"]).tolist() == [[False, True, True], [False, False, True], [False, False, False]]
    assert trace["z"][1, 0] == pytest.approx(-3)
    assert np.isfinite(reach_figure(reach * 0).figure["data"][0]["z"][2]).all()
