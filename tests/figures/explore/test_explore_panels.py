"""The grid, the maps and the bars of Explore show the numbers they are given."""

import base64
import struct
import zlib

import numpy as np
import pytest

from nets.figures.colours import CLASS_COLOURS
from nets.figures.explore import grid, maps
from nets.figures.explore.grid import DIVERGED, GREYED, MAJORITY, NONE, cell_at, grid_figure
from nets.figures.explore.importance import importance_figure
from nets.figures.explore.maps import Standing, TileRows, Tiles, Words, maps_figure
from nets.figures.explore.parallel import in_units_of, parallel_lines
from nets.figures.explore.picture import data_address
from nets.figures.explore.scale import sequence
from nets.figures.wire import wire
from nets.settings import Settings
from nets.sweep.panels.cells import CellAxis, cells_of
from nets.sweep.panels.dimensions import dimensions_of
from nets.sweep.panels.grid import GridScore, GridValues, grid_scores, grid_values
from nets.sweep.panels.map_places import mapped_cells
from nets.sweep.scores import Terms
from nets.sweep.study.importance import Importance, SettingImportance
from nets.sweep.sweep import members_of, sweep_from
from tests.figures.test_colours import luminance
from tests.sweep.sweeps import view_of_four

TERMS = Terms(4, goal=0.5, baseline=0.6)


def grid_of(name, **changed):
    view = view_of_four(**changed)
    cells = cells_of(view.sweep, view.members)
    score = next(score for score in grid_scores(view) if score.name == name)
    return grid_figure(grid_values(view, cells, score, TERMS), cells)


@pytest.mark.parametrize(
    ("name", "best"), [("loss", (0, 0)), ("validation_accuracy", (0, 0)), ("validation_loss", (0, 1))]
)
def test_the_better_a_cell_the_deeper_its_colour(name, best):
    shades = grid_of(name).figure["data"][0]["z"]
    assert shades[best] == np.nanmax(shades)
    assert shades[1, 0] == GREYED  # it diverged


def test_cells_that_learned_nothing_are_marked_and_say_so():
    panel = grid_of("loss")
    marks = panel.figure["data"][1]
    found = dict(zip(zip(marks["x"].tolist(), np.floor(marks["y"]).tolist(), strict=True), marks["text"], strict=True))
    assert found == {(0, 1): DIVERGED, (1, 0): MAJORITY, (1, 1): MAJORITY}
    said = panel.figure["data"][0]["customdata"]
    assert said[1][0].endswith("diverged")
    assert said[0][1].endswith("no better than one class for every row")
    assert DIVERGED in panel.note
    assert MAJORITY in panel.note
    assert grid_of("loss", diverged_at=np.full(4, -1), accuracy=np.ones(4)).note == ""


def test_grid_and_maps_say_in_a_sentence_that_there_is_nothing_yet():
    nothing = {"scores": np.full((4, 3, 3), np.nan), "accuracy": np.full(4, np.nan), "diverged_at": np.full(4, -1)}
    assert [note["text"] for note in grid_of("loss", **nothing).figure["layout"]["annotations"]] == [grid.EMPTY]
    assert grid_of("loss").figure["layout"]["annotations"] == []
    axes = (CellAxis("a", ("1",)), CellAxis("", ("",)))
    words = Words([["net"]], {(0, 0): "1"})
    figure = maps_figure(None, axes, TileRows(np.array([0])), n_classes=2, words=words).figure
    assert [note["text"] for note in figure["layout"]["annotations"]] == [maps.EMPTY]


@pytest.mark.parametrize(
    ("name", "written", "depths"),
    [
        ("diverged_at", [[NONE, NONE], ["3", NONE]], [[np.nan, np.nan], [1, np.nan]]),
        ("diverged", [["0%", "0%"], ["100%", "0%"]], [[0, 0], [1, 0]]),
        ("spread", [[NONE, NONE], ["", NONE]], [[np.nan, np.nan], [GREYED, np.nan]]),
    ],
)
def test_of_diverging_itself_a_cell_has_its_number_and_of_one_run_no_spread(name, written, depths):
    cells, marks = grid_of(name).figure["data"]
    assert cells["text"] == written
    np.testing.assert_array_equal(cells["z"], depths)
    assert (DIVERGED in marks["text"]) == (name == "spread")


def a_row(n_columns, value):
    """A figure of a single row of so many runs, all of this value."""
    sweep = sweep_from(Settings(), [f"learning_rate=0.001:30:log:{n_columns}"])
    cells = cells_of(sweep, members_of(sweep)[0])
    full = np.ones((1, n_columns), int)
    score = GridScore("loss", "Loss", "", "lower", "number")
    found = GridValues(score, full * value, full, n_diverged=0 * full, n_majority=full)
    return grid_figure(found, cells).figure


@pytest.mark.parametrize(("n_columns", "way"), [(3, "across"), (12, "upright"), (64, "not")])
def test_numbers_that_have_no_room_across_a_cell_stand_upright_or_only_under_the_pointer(n_columns, way):
    figure = a_row(n_columns, 0.00487)
    cells, marks = figure["data"]
    assert ("texttemplate" in cells) == (way == "across")
    upright = [each["text"] for each in figure["layout"]["annotations"]]
    assert upright == (["0.00487"] * 12 if way == "upright" else [])
    assert all("0.00487" in text for text in cells["customdata"][0])
    assert marks["textfont"]["size"] * 0.6 < 340 / n_columns  # marks side by side do not touch


def test_cells_and_maps_without_a_chosen_run_are_paler():
    view = view_of_four()
    cells = cells_of(view.sweep, view.members)
    paler = cells.without(np.array([False, True, False, False]))
    found = grid_values(view, cells, grid_scores(view)[0], TERMS)
    expected = [[1, 1], [np.nan, 1]]
    np.testing.assert_array_equal(grid_figure(found, cells, paler=paler).figure["data"][2]["z"], expected)
    mapped = mapped_cells(cells)
    figure = maps_figure(
        None,
        (mapped.x, mapped.y),
        TileRows(np.array([0])),
        n_classes=2,
        words=Words([["", ""]] * 2, {}, {(1, 0): DIVERGED}, ["no", "yes"]),
        standing=Standing(None, mapped.of_cells(paler)),
    ).figure
    np.testing.assert_array_equal(figure["data"][1]["z"], expected)
    assert [(each["x"], each["y"], each["text"]) for each in figure["layout"]["annotations"]] == [(0, 1, DIVERGED)]
    assert [each["name"] for each in figure["data"] if each.get("showlegend")] == ["no", "yes"]
    wire(figure)


def test_a_click_finds_the_cell_it_is_in():
    view = view_of_four()
    cells = cells_of(view.sweep, view.members)
    assert cell_at(cells, 0.4, 1.4) == (1, 0)
    assert cell_at(cells, 1.6, 0) is None


def pixels(address):
    """The colours (height, width, RGBA) of an indexed PNG, as its specification says."""
    data = base64.b64decode(address.removeprefix("data:image/png;base64,"))
    chunks, at = {}, 8
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        assert struct.unpack(">I", data[at + 8 + size : at + 12 + size]) == (zlib.crc32(name + body),)
        chunks[name] = body
        at += 12 + size
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, width + 1)
    colours = np.frombuffer(chunks[b"PLTE"], np.uint8).reshape(-1, 3)
    both = np.concatenate([colours, np.frombuffer(chunks[b"tRNS"], np.uint8)[:, None]], axis=1)
    return both[lines[:, 1:]]


def rgb(colour):
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def test_a_map_has_the_class_s_colour_where_the_net_is_sure_and_lets_the_page_through_where_it_is_not():
    predicted = np.array([[[0, 0], [1, 1]]])  # the upper half is the second class
    probability = np.array([[[1.0, 1.0], [1.0, 0.5]]])
    tiles = Tiles(np.array([[0, 0]]), predicted, probability)
    rows = TileRows(np.array([], int), np.zeros((0, 2)))
    axes = (CellAxis("a", ("1",)), CellAxis("", ("",)))
    figure = maps_figure(tiles, axes, rows, n_classes=2, words=Words([["net"]], {})).figure
    image = figure["layout"]["images"][0]
    assert (image["x"], image["y"], image["sizex"], image["sizey"]) == (-0.5, 0.5, 1, 1)
    found = pixels(image["source"])
    n = len(found)
    assert found[n * 3 // 4, n // 4, :3].tolist() == rgb(CLASS_COLOURS[0])
    assert found[n // 4, n // 4, :3].tolist() == rgb(CLASS_COLOURS[1])
    assert found[n // 4, n // 4, 3] > 200
    assert found[n // 4, n * 3 // 4, 3] == 0
    wire(figure)


def test_rows_are_dots_in_their_class_s_darker_colour_where_they_are_on_the_plane():
    tiles = Tiles(np.array([[0, 0]]), np.zeros((1, 4, 4), int), np.ones((1, 4, 4)))
    rows = TileRows(np.array([1]), np.array([[0.25, 0.75]]))
    axes = (CellAxis("a", ("1",)), CellAxis("", ("",)))
    figure = maps_figure(tiles, axes, rows, n_classes=2, words=Words([[""]], {})).figure
    found = pixels(figure["layout"]["images"][0]["source"])
    n = len(found)
    dot = found[n // 4, n // 4].astype(int)
    assert dot[:3].tolist() == [round(0.55 * part) for part in rgb(CLASS_COLOURS[1])]
    assert dot[3] == 255
    assert found[n * 3 // 4, n * 3 // 4, :3].tolist() == rgb(CLASS_COLOURS[0])


def test_of_an_rnn_the_labels_stand_above_the_predicted_classes():
    tiles = Tiles(np.array([[0, 0]]), np.array([[1, 1, 0, 0]]), np.ones((1, 4)))
    axes = (CellAxis("a", ("1",)), CellAxis("", ("",)))
    figure = maps_figure(tiles, axes, TileRows(np.array([0, 1, 0, 1])), n_classes=2, words=Words([[""]], {})).figure
    found = pixels(figure["layout"]["images"][0]["source"])
    across = [found.shape[1] * k // 8 for k in (1, 3, 5, 7)]
    upper, lower = found[len(found) // 4, across, :3].tolist(), found[len(found) * 3 // 4, across, :3].tolist()
    blue, orange = rgb(CLASS_COLOURS[0]), rgb(CLASS_COLOURS[1])
    assert upper == [blue, orange, blue, orange]
    assert lower == [orange, orange, blue, blue]


def test_a_picture_comes_back_as_it_was_drawn():
    numbers = np.arange(12, dtype=np.uint8).reshape(3, 4) * 16
    assert pixels(data_address(numbers)).shape == (3, 4, 4)


@pytest.mark.parametrize(("theme", "page"), [(0, "#ffffff"), (1, "#131619")])
def test_every_colour_of_the_sequence_stands_out_from_the_page(theme, page):
    for pair in sequence(9):
        colour = pair.removeprefix("light-dark(").removesuffix(")").split(", ")[theme]
        values = [luminance(np.array(rgb(each)) / 255) + 0.05 for each in (colour, page)]
        assert max(values) / min(values) >= 3


def test_lines_of_parallel_coordinates_stand_between_foot_and_top_and_come_back_in_their_units():
    dimensions = dimensions_of(view_of_four(), TERMS)
    found = parallel_lines(dimensions, brushed={"loss": [(-1.0, -0.5)]}, picked=None)
    for line, dimension in zip(found.lines, dimensions, strict=True):
        assert line.places.min() >= 0
        assert line.places.max() <= 1
        both = [in_units_of(dimension, (place, place))[0] for place in line.places]
        np.testing.assert_allclose(both, dimension.places)
    loss = next(line for line in found.lines if line.name == "loss")
    assert in_units_of(dimensions[2], loss.brushed[0]) == pytest.approx((-1.0, -0.5))
    wire(found.data())


def test_the_bars_are_the_shares_with_their_intervals_the_longest_on_top():
    settings = (SettingImportance("learning_rate", 0.7, 0.6, 0.9, 0.2), SettingImportance("l2", 0.3, 0.1, 0.35, 0.2))
    figure = importance_figure(Importance(settings, 100, 10, 1.0, None)).figure
    bars = figure["data"][0]
    assert list(bars["y"]) == ["L2", "learning rate"]
    np.testing.assert_allclose(bars["x"] + bars["error_x"]["array"], [0.35, 0.9])
    np.testing.assert_allclose(bars["x"] - bars["error_x"]["arrayminus"], [0.1, 0.6])
