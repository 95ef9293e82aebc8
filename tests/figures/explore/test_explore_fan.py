"""The fan draws every run's numbers, in the colour of its setting, and says which run is where."""

import numpy as np
import pytest

from nets.figures.colours import ACCENT, CURVE_COLOURS
from nets.figures.explore.fan import (
    EMPTY,
    MOST_POINTS,
    READY,
    Look,
    drawn_epochs,
    fan_figure,
    name_codes,
    name_parts,
    run_near,
)
from nets.figures.explore.scale import colours_along
from nets.figures.wire import wire
from nets.settings import Settings
from nets.sweep.names import run_name
from nets.sweep.sweep import members_of, sweep_from
from tests.sweep.sweeps import view_of_four


def lines(panel, *, hover="text"):
    return [trace for trace in panel.figure["data"] if trace.get("hoverinfo") == hover]


def curves(trace, n_epochs):
    """The curves of a line with gaps."""
    rows = trace["y"].reshape(-1, n_epochs + 1)
    assert np.isnan(rows[:, -1]).all()
    return rows[:, :-1]


def test_each_run_is_drawn_whole_in_the_colour_of_its_value():
    view = view_of_four()
    panel = fan_figure(view, Look(), tape="x")
    drawn = lines(panel)
    assert [trace["line"]["color"] for trace in drawn] == colours_along(view.sweep.axes[0])
    np.testing.assert_allclose(curves(drawn[0], 3)[0], [0.9, 0.5, 0.1], rtol=1e-6)
    np.testing.assert_allclose(curves(drawn[1], 3), view.scores[2:, :, 0], rtol=1e-6)
    assert drawn[0]["x"].tolist() == [0, 2, 4, 4] * 2


def test_what_runs_away_is_cut_off_and_not_drawn():
    view = view_of_four()
    assert view.scores[1, 2, 0] > 1e8
    assert np.isnan(curves(lines(fan_figure(view, Look(), tape="x"))[0], 3)[1, 2])


def test_a_run_that_diverged_ends_with_a_mark_at_the_epoch_before_however_it_goes_on():
    view = view_of_four(diverged_at=np.array([-1, 2, -1, -1]))
    panel = fan_figure(view, Look(picked=1), tape="x")
    np.testing.assert_allclose(curves(lines(panel)[0], 3)[1], [0.9, np.nan, np.nan], rtol=1e-6)
    marks = [trace for trace in panel.figure["data"] if trace.get("hovertext")]
    assert [trace["hovertext"] for trace in marks] == [["diverged at epoch 2"]]
    assert (marks[0]["x"].tolist(), marks[0]["y"].tolist()) == ([0], [pytest.approx(0.9)])
    dot = next(trace for trace in panel.figure["data"] if trace.get("marker", {}).get("color") == ACCENT)
    assert dot["x"].tolist() == [0]
    assert run_near(view, Look(), epoch=2, value=0.8) != 1


def test_the_name_under_the_pointer_is_that_of_the_run():
    sweep = sweep_from(Settings(), ["learning_rate=0.1,1,10", "activation=tanh,relu"], n_seeds=3)
    members = members_of(sweep)[0]
    view = view_of_four(sweep=sweep, members=members)
    parts, names = name_parts(sweep), []
    for rest in name_codes(view).tolist():
        name = []
        for part in reversed(parts):
            rest, place = divmod(rest, len(part))  # noqa: PLW2901 - as the browser does
            name.insert(0, part[place])
        names.append(", ".join(name))
    assert names == [run_name(sweep, member) for member in members]


def test_the_median_over_seeds_is_drawn_with_the_range_behind_it():
    panel = fan_figure(view_of_four(), Look(medians=True, log=False), tape="x")
    medians = [curves(trace, 3)[0] for trace in lines(panel)]
    np.testing.assert_allclose(medians, [[0.9, 0.65, 0.1], [0.9, 0.65, 0.2]], rtol=1e-6)
    bands = [trace for trace in panel.figure["data"] if trace.get("fill") == "toself"]
    np.testing.assert_allclose(bands[1]["y"], [0.9, 0.7, 0.2, 0.2, 0.6, 0.9], rtol=1e-6)


def test_runs_outside_the_brush_recede_into_one_grey_line():
    panel = fan_figure(view_of_four(), Look(chosen=np.array([True, False, False, False])), tape="x")
    assert len(lines(panel)) == 1
    grey = lines(panel, hover="skip")[0]
    assert len(curves(grey, 3)) == 3


@pytest.mark.parametrize("run", range(4))
def test_a_click_on_a_curve_finds_its_run(run):
    view = view_of_four()
    value = float(view.scores[run, 1, 0])
    assert run_near(view, Look(), epoch=2.4, value=value) == run
    assert run_near(view, Look(chosen=np.arange(4) != run), epoch=2, value=value) != run


def test_however_many_runs_there_are_no_more_points_are_drawn_than_a_browser_can():
    for n_runs in (1, 100, 1000, 4096):
        drawn = drawn_epochs(np.arange(300), n_runs=n_runs)
        assert len(drawn) * n_runs <= max(MOST_POINTS, 8 * n_runs)
        assert drawn[0] == 0
        assert drawn[-1] == 299


@pytest.mark.parametrize("look", [Look(), Look(medians=True), Look(by=None), Look(score=2, log=False), Look(picked=3)])
def test_every_look_can_be_sent_also_before_anything_is_known(look):
    wire(fan_figure(view_of_four(), look, tape="x").figure)
    nothing = np.full((4, 3, 3), np.nan)
    for state, said in (("ready", READY), ("waiting", EMPTY), ("playing", EMPTY)):
        figure = fan_figure(view_of_four(scores=nothing, state=state), look, tape="x").figure
        wire(figure)
        assert [note["text"] for note in figure["layout"]["annotations"]] == [said]
        assert not figure["layout"]["yaxis"]["showticklabels"]  # they would be of no curve


def test_the_picked_run_stands_out_with_a_dot_at_the_playhead():
    view = view_of_four(at=2)
    data = fan_figure(view, Look(picked=2), tape="x").figure["data"]
    dot = next(trace for trace in data if trace.get("mode") == "markers" and trace["marker"]["color"] == ACCENT)
    assert (dot["x"].tolist(), dot["y"].tolist()) == ([2], [0.7])


def test_a_setting_of_choices_has_the_colours_of_classes():
    sweep = sweep_from(Settings(), ["activation=tanh,relu,gelu"])
    assert colours_along(sweep.axes[0]) == list(CURVE_COLOURS[:3])
