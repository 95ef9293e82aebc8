"""The grid's cells, worked out by hand of four runs."""

import numpy as np
import pytest

from nets.settings import Settings
from nets.sweep.panels.cells import cells_of
from nets.sweep.panels.grid import grid_scores, grid_values, known_after, median_run
from nets.sweep.scores import Terms
from nets.sweep.sweep import members_of, sweep_from
from tests.sweep.sweeps import NAN, view_of_four

TERMS = Terms(4, goal=0.5, baseline=0.6)


def cells(vary, n_seeds=None):
    sweep = sweep_from(Settings(), vary, n_seeds=n_seeds)
    return cells_of(sweep, members_of(sweep)[0])


def values(name):
    view = view_of_four()
    score = next(score for score in grid_scores(view) if score.name == name)
    return grid_values(view, cells_of(view.sweep, view.members), score, TERMS)


def test_of_one_setting_the_seeds_are_the_rows():
    found = values("loss")
    np.testing.assert_allclose(found.values, [[0.1, 0.2], [NAN, 0.6]])
    assert found.is_diverged.tolist() == [[False, False], [True, False]]
    assert found.is_majority.tolist() == [[False, True], [False, True]]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("all_right", [[1, 0], [0, 0]]), ("diverged", [[0, 0], [1, 0]]), ("epochs_to_goal", [[2, 4], [NAN, NAN]])],
)
def test_shares_and_epochs_are_those_of_the_runs(name, expected):
    np.testing.assert_allclose(values(name).values, expected)


def test_of_a_single_run_there_is_no_spread_and_diverging_has_its_own_numbers():
    assert np.isnan(values("spread").values).all()
    np.testing.assert_array_equal(values("diverged_at").values, [[NAN, NAN], [3, NAN]])


def test_a_cell_of_several_runs_has_their_median_and_their_spread():
    view = view_of_four()
    grid = cells_of(view.sweep, view.members)
    together = type(grid)(grid.x, grid.y, None, grid.column * 0, grid.row * 0, grid.page_of)
    scores = {score.name: score for score in grid_scores(view)}
    known = [0.1, 0.2, 0.6]  # the losses, without the run that diverged
    assert grid_values(view, together, scores["loss"], TERMS).values[0, 0] == np.median(known)
    validation = [0.6, 0.3, 0.5]
    expected = np.subtract(*np.quantile(validation, [0.75, 0.25]))
    np.testing.assert_allclose(grid_values(view, together, scores["spread"], TERMS).values[0, 0], expected)


def test_two_settings_are_columns_and_rows_and_the_third_a_page_each():
    grid = cells(["learning_rate=0.1,1,10", "hidden_units=2,4", "l2=0,0.1"], 2)
    assert grid.shape == (2, 3)
    assert grid.page.names == ("0", "0.1")
    members = members_of(sweep_from(Settings(), ["learning_rate=0.1,1,10", "hidden_units=2,4", "l2=0,0.1"], n_seeds=2))[
        0
    ]
    for run in grid.runs_in(1, 2, 1):
        settings = members[run].settings
        assert (settings.learning_rate, settings.hidden_units, settings.l2) == (10, 4, 0.1)
    assert len(grid.runs_in(1, 2, 1)) == 2


def test_seeds_alone_fill_a_square_each_once():
    grid = cells([], 50)
    places = set(zip(grid.row.tolist(), grid.column.tolist(), strict=True))
    assert len(places) == 50
    assert grid.shape == (7, 8)


def test_the_run_in_the_middle_has_the_median_of_those_that_have_a_value():
    losses = np.array([0.5, NAN, 0.1, 0.9, 0.2])
    assert median_run(losses, np.array([0, 1, 2, 3])) == 0
    assert median_run(losses, np.array([1])) == 1


def test_the_training_rows_accuracy_is_known_only_where_the_runs_stand():
    rewound = view_of_four(at=2)
    later = {score.name: known_after(rewound, score) for score in grid_scores(rewound)}
    assert {name for name, epoch in later.items() if epoch is not None} == {"accuracy", "all_right"}
    assert later["accuracy"] == 4
    assert {known_after(view_of_four(), score) for score in grid_scores(rewound)} == {None}
