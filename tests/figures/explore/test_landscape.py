"""The figure of a landscape: losses on a logarithmic scale, paths where they lie, the lowest place marked."""

import msgspec
import numpy as np
import pytest

from nets.figures.explore.landscape import landscape_figure
from nets.figures.wire import wire
from nets.queries.landscape import Landscape, Path

X, Y = np.linspace(-2, 8, 5), np.linspace(-1, 1, 3)
LOSSES = np.array([[0.5, 0.4, 0.3, 0.2, np.inf], [0.05, 0.1, 0.2, 0.0, 3.0], [1.0, 1.0, np.nan, 1.0, 20.0]])


def path(scale=1.0, held=0.987):
    places = np.array([[7.0, 0.5], [3.0, -0.5], [0.0, 0.0]]) * scale
    return Path(np.array([0, 10, 40]), places, np.array([2.0, 0.6, 0.1]), np.array([2.5, 0.4, 0.1]), held)


FOUND = Landscape(X, Y, LOSSES, [path()])


def drawn(found=FOUND, *, names=(), surface=False, at=40):
    return landscape_figure(found, names=names, directions="path", surface=surface, at=at, tape="t")


@pytest.mark.parametrize("surface", [False, True])
def test_colour_and_height_are_logarithms_and_the_pointer_is_told_the_loss(surface):
    figure = drawn(surface=surface).figure
    first = figure["data"][0]
    assert first["type"] == ("surface" if surface else "contour")
    assert first["z"][:2, 0] == pytest.approx(np.log10([0.5, 0.05]))
    assert np.isnan(first["z"][[0, 2], [4, 2]]).all()
    assert first["z"][1, 3] == -12  # 0 has no logarithm
    np.testing.assert_array_equal(first["customdata"], LOSSES)
    assert "%{customdata" in first["hovertemplate"]
    bar = first["colorbar"]
    assert 2 <= len(bar["tickvals"]) == len(bar["ticktext"]) <= 8
    assert [float(text) for text in bar["ticktext"]] == pytest.approx(10 ** np.array(bar["tickvals"]), rel=1e-2)
    wire(figure)


@pytest.mark.parametrize("surface", [False, True])
def test_the_path_the_epoch_shown_and_the_lowest_place_are_drawn(surface):
    _, line, dot, lowest = drawn(surface=surface, at=12).figure["data"]
    assert (line["x"].tolist(), line["y"].tolist()) == ([7, 3, 0], [0.5, -0.5, 0])
    assert (dot["x"].tolist(), dot["y"].tolist()) == ([3], [-0.5])
    assert (lowest["x"].tolist(), lowest["y"].tolist()) == ([X[3]], [Y[1]])
    assert "epoch 10<br>loss <b>0.6</b><br>the plane's there 0.4" in line["text"]
    if surface:
        assert line["z"] == pytest.approx(np.log10([2.5, 0.4, 0.1]))


def test_runs_beside_it_have_names_that_are_no_markup():
    found = msgspec.structs.replace(FOUND, paths=[path(), path(0.5, held=0.25)])
    panel = drawn(found, names=["<b>x</b>"])
    own, line = panel.figure["data"][1:3]
    assert own["line"]["width"] > line["line"]["width"]  # a slower run often goes the same way, and lies over it
    assert line["name"] == "&lt;b&gt;x&lt;/b&gt;"
    assert panel.figure["layout"]["showlegend"]
    assert "<b>x</b> 25.0%" in panel.note
    assert not drawn().figure["layout"]["showlegend"]


def test_the_note_says_what_the_plane_holds_and_where_it_is_furthest_off():
    note = drawn().note
    assert "98.7%" in note
    assert "at epoch 0, where it is 2.5 on the plane and its own 2." in note
    assert "The star is the lowest place drawn, 0." in note
    assert "at the edge" not in note
    at_edge = msgspec.structs.replace(FOUND, losses=np.where(LOSSES == 0, 1.0, LOSSES))
    assert "It is at the edge" in drawn(at_edge).note


def test_where_nothing_is_finite_there_is_no_lowest_place():
    found = msgspec.structs.replace(FOUND, losses=np.full((3, 5), np.nan))
    panel = drawn(found)
    assert len(panel.figure["data"]) == 3
    assert "star" not in panel.note


def test_losses_all_alike_have_ticks_too():
    found = msgspec.structs.replace(FOUND, losses=np.full((3, 5), np.log(2)))
    assert drawn(found).figure["data"][0]["colorbar"]["tickvals"]
