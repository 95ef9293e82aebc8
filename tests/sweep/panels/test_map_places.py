"""The places that small maps are asked at, and the cells that have one."""

import numpy as np
import pytest

from nets.data.datasets.samples import read_sample
from nets.data.prepare.dataset import dataset_from
from nets.decision.plane import plane_of
from nets.settings import Settings
from nets.sweep.panels.cells import cells_of
from nets.sweep.panels.map_places import MOST_MAPS, mapped_cells, places_at, places_on, points_on, squared
from nets.sweep.sweep import members_of, sweep_from


def cells(vary, n_seeds=None):
    sweep = sweep_from(Settings(), vary, n_seeds=n_seeds)
    return cells_of(sweep, members_of(sweep)[0])


@pytest.mark.parametrize(
    ("vary", "n_seeds"),
    [
        (["learning_rate=0.001:1:log:30", "hidden_units=1:30:lin:30"], None),
        (["learning_rate=0.001:1:log:200"], None),
        (["learning_rate=0.001:1:log:12"], None),
        (["learning_rate=0.1,1", "l2=0,0.1"], None),
        ([], 1000),
    ],
)
def test_as_many_cells_as_can_be_told_apart_have_a_map_the_first_and_the_last_among_them(vary, n_seeds):
    grid = cells(vary, n_seeds)
    mapped = mapped_cells(grid)
    assert len(mapped.at) <= MOST_MAPS
    assert len(set(mapped.at.values())) == len(mapped.at)
    assert {(0, 0), (grid.shape[0] - 1, grid.shape[1] - 1)} <= set(mapped.at.values())
    assert mapped.are_all == (grid.shape[0] * grid.shape[1] <= MOST_MAPS)
    for (row, column), cell in mapped.at.items():
        assert row < len(mapped.y.names)
        assert column < len(mapped.x.names)
        assert mapped.cell_at(column + 0.3, row - 0.3) == cell


def test_a_single_row_is_wrapped_and_each_map_says_which_it_is():
    mapped = mapped_cells(cells(["learning_rate=0.001:30:log:12"]))
    assert (len(mapped.y.names), len(mapped.x.names)) == (2, 6)
    assert mapped.captions[1, 0] == "0.001"
    assert mapped.captions[0, 5] == "30"


def test_few_rows_of_maps_are_low():
    assert mapped_cells(cells(["learning_rate=0.001:30:log:12"])).are_low
    assert not mapped_cells(cells(["learning_rate=0.1,1"], 8)).are_low


def test_places_go_over_the_whole_plane_and_rows_stand_on_it_where_they_are():
    dataset = dataset_from(read_sample("spiral.csv"))
    plane = plane_of(Settings(), dataset, np.zeros(dataset.n_rows, bool), (0, 1), spans=((-2.0, 2.0), (-4.0, 4.0)))
    places = places_on(plane, n_maps=30)
    corners = squared(list(places.T))[:, [0, 0, -1, -1], [0, -1, 0, -1]]
    np.testing.assert_allclose(corners, [[-2, 2, -2, 2], [-4, -4, 4, 4]])
    on = points_on(plane)
    np.testing.assert_allclose(on[:, 0] * 4 - 2, plane.points[:, 0])
    np.testing.assert_allclose(on[:, 1] * 8 - 4, plane.points[:, 1])
    rows = np.array([3, 1])
    np.testing.assert_array_equal(places_at(dataset, rows), plane.points[rows])
