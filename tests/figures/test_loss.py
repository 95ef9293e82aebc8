"""The loss curve: what is drawn, and what keeps or ends a zoom."""

import numpy as np

from nets.figures.colours import QUIET
from nets.figures.deck.loss import EARLIER_POINTS, EMPTY, LossCurve, axis_end, earlier_curve, loss_figure

EPOCHS = np.arange(5)
LOSSES = np.array([0.9, 0.5, 0.3, 0.2, 0.1])


def draw(epochs=EPOCHS, losses=LOSSES, diverged_at=None, **changes):
    curve = LossCurve(epochs=epochs, losses=losses, diverged_at=diverged_at)
    return loss_figure(curve, **{"n_epochs": 100, "log": False, "tape": "a", **changes})


def end(panel):
    axis = panel.figure["layout"]["xaxis"]
    return axis["autorangeoptions"]["maxallowed"] if "autorangeoptions" in axis else axis["range"][1]


def test_the_dot_is_on_the_newest_point():
    curve, dot = draw().figure["data"]
    assert (curve["x"].tolist(), curve["y"].tolist()) == (EPOCHS.tolist(), LOSSES.tolist())
    assert (dot["x"].tolist(), dot["y"].tolist()) == ([4], [0.1])


def test_the_axis_reaches_to_the_last_epoch_planned_and_on_if_there_are_more():
    assert end(draw()) == 100
    assert end(draw(epochs=EPOCHS + 200)) == 204
    assert end(draw(epochs=[], losses=[])) == 100


def test_the_axis_of_a_long_run_follows_what_there_is():
    assert [end(draw(epochs=EPOCHS + 46 * n, n_epochs=100_000)) for n in (0, 1, 2, 10)] == [100, 100, 200, 1000]
    ends = [axis_end(last, 30_000) for last in range(30_001)]
    assert ends == sorted(ends)
    assert all(last <= end for last, end in enumerate(ends))
    assert len(set(ends)) < 10  # it does not twitch
    assert all(last >= end / 3 for last, end in enumerate(ends) if end > 100)
    assert ends[-1] == 30_000


def test_the_axis_has_room_for_an_earlier_run_that_is_drawn():
    assert end(draw(n_epochs=5000, earlier=[grey("seed 2", np.ones(900), n_epochs=5000)])) == 1000


def test_a_zoom_lives_as_long_as_tape_and_axis():
    revision = lambda **changes: draw(**changes).figure["layout"]["uirevision"]  # noqa: E731
    assert revision() == revision(epochs=EPOCHS[:2], losses=LOSSES[:2], n_epochs=7)
    assert len({revision(), revision(tape="b"), revision(log=True)}) == 3


def test_the_x_axis_is_not_given_a_range_that_moves():
    # plotly takes a range that differs from the last one as a wish to end the zoom.
    assert "range" not in draw().figure["layout"]["xaxis"]


def test_an_empty_tape_has_axes_and_says_what_to_do():
    layout = draw(epochs=[], losses=[]).figure["layout"]
    assert [note["text"] for note in layout["annotations"]] == [EMPTY]
    assert layout["xaxis"]["range"] == [0, 100]
    assert not draw().figure["layout"]["annotations"]


def test_what_cannot_be_drawn_is_left_out():
    losses = [0.5, np.inf, np.nan, 0.0, 0.25]
    assert draw(losses=losses).figure["data"][0]["x"].tolist() == [0, 3, 4]
    assert draw(losses=losses, log=True).figure["data"][0]["x"].tolist() == [0, 4]
    assert draw(losses=[np.nan] * 5).figure["data"][0]["x"].tolist() == []


def test_a_long_curve_says_how_much_of_it_is_drawn():
    panel = draw(epochs=np.arange(5000), losses=np.random.default_rng(0).random(5000))
    assert len(panel.figure["data"][0]["x"]) <= 800
    assert f"{len(panel.figure['data'][0]['x'])} of 5,000" in panel.note
    assert draw().note == ""


def test_where_it_diverged_is_marked_even_beyond_the_last_finite_loss():
    panel = draw(n_epochs=5, diverged_at=9)
    assert [shape["x0"] for shape in panel.figure["layout"]["shapes"]] == [9]
    assert end(panel) == 9
    assert "9" in panel.figure["layout"]["annotations"][0]["text"]
    assert not draw().figure["layout"]["shapes"]


def test_the_label_says_the_ends_of_the_curve():
    assert draw().label == "Loss of each epoch: from 0.9 at epoch 0 to 0.1 at epoch 4."


def grey(name, losses, n_epochs=100):
    return earlier_curve(name, np.asarray(losses), n_epochs=n_epochs)


def greys(panel):
    return panel.figure["data"][2:]


def test_earlier_runs_are_named_grey_curves_behind_the_run_s_own():
    earlier = [grey(f"seed {k}", LOSSES / (k + 1)) for k in range(2)]
    panel = draw(earlier=earlier)
    assert panel.figure["data"][0]["y"].tolist() == LOSSES.tolist()
    assert [curve["name"] for curve in greys(panel)] == ["seed 0", "seed 1"]
    assert greys(panel)[1]["y"].tolist() == (LOSSES / 2).astype(np.float32).tolist()
    assert len({curve["line"]["dash"] for curve in greys(panel)}) == 2
    assert all(curve["zorder"] < 0 for curve in greys(panel))
    assert panel.figure["layout"]["showlegend"] is True
    assert draw().figure["layout"]["showlegend"] is False
    assert "Earlier runs in grey: seed 0; seed 1." in panel.label


def test_pinned_runs_are_all_drawn_each_in_a_line_of_its_own_that_it_keeps_beside_the_grey_ones():
    others = [grey(f"seed {k}", LOSSES) for k in range(5)]
    pins = [earlier_curve(f"pin {k}", LOSSES, n_epochs=100, pin=k) for k in range(8)]
    drawn = draw(earlier=[*others, *pins[:6]]).figure["data"][2:]
    assert [curve["name"] for curve in drawn] == [*(f"seed {k}" for k in range(2)), *(f"pin {k}" for k in range(6))]
    drawn = draw(earlier=[*others, *pins]).figure["data"][2:]
    assert [curve["name"] for curve in drawn] == [f"pin {k}" for k in range(8)]
    lines = [(curve["line"]["color"], curve["line"]["dash"]) for curve in drawn]
    assert len(set(lines)) == 8
    assert QUIET not in [colour for colour, _ in lines]
    alone = draw(earlier=[pins[5]]).figure["data"][2]
    assert (alone["line"]["color"], alone["line"]["dash"]) == lines[5]
    assert draw(earlier=pins[:2]).label.endswith("Pinned runs: pin 0; pin 1.")


def test_the_name_of_an_earlier_run_is_shown_as_it_is_written():
    (curve,) = greys(draw(earlier=[grey("table “<b>%{x}</b>”", LOSSES)]))
    assert curve["name"] == "table “&lt;b&gt;%&#123;x&#125;&lt;/b&gt;”"
    assert "<b>" not in curve["hovertemplate"]


def test_an_earlier_run_neither_stretches_the_axes_nor_hides_what_is_finite():
    away = np.array([0.9, 1.0, np.inf, 1e6, 0.5])
    (curve,) = greys(draw(n_epochs=4, earlier=[grey("a", np.concatenate([away, np.ones(100)]))]))
    assert curve["x"].tolist() == [0, 1, 4]
    assert end(draw(n_epochs=4, earlier=[grey("a", np.ones(300))])) == 4
    (curve,) = greys(draw(log=True, earlier=[grey("a", np.array([1.0, 0.0, 0.5]))]))
    assert curve["x"].tolist() == [0, 2]


def test_a_long_earlier_run_is_thinned_with_its_peaks():
    losses = np.ones(100_000)
    losses[777] = 1.5
    curve = grey("a", losses, n_epochs=100_000)
    assert len(curve.losses) <= EARLIER_POINTS
    assert curve.losses.max() == 1.5
    assert len(grey("a", losses, n_epochs=99).losses) == 100


def test_a_line_marks_where_settings_changed_and_the_latest_are_named():
    changes = tuple((10 * n, f"learning rate {n}") for n in range(1, 10))
    panel = loss_figure(
        LossCurve(epochs=np.arange(101), losses=np.linspace(2, 1, 101), changes=changes),
        n_epochs=100,
        log=False,
        tape="a",
    )
    parts = panel.figure["layout"]
    assert [shape["x0"] for shape in parts["shapes"]] == [epoch for epoch, _ in changes]
    assert [each["text"] for each in parts["annotations"]] == [text for _, text in changes[-6:]]
    assert "At epoch 90: learning rate 9." in panel.label
