"""The curves of each class: which line is whose, what is not defined, what is said of it."""

import numpy as np
import pytest

from nets.figures.colours import class_colour
from nets.figures.deck.class_curves import CALIBRATION, PRECISION_RECALL, ROC, curves_figure, no_curves, score_grid
from nets.metrics import split_curves
from nets.metrics.curves import MOST_CURVES

IS_VALIDATION = np.arange(9) >= 6


def curves(n_classes=2, is_validation=IS_VALIDATION, n_rows=9):
    random = np.random.default_rng(0)
    probs = random.dirichlet(np.ones(n_classes), n_rows).astype(np.float32)
    return split_curves(probs, np.arange(n_rows) % n_classes, is_validation=is_validation[:n_rows])


def test_each_class_has_a_solid_and_a_dotted_curve_in_its_colour():
    split = curves()
    traces = curves_figure(split, ROC, classes=["a", "b"]).figure["data"][1:]
    assert [(trace["line"]["color"], trace["line"]["dash"]) for trace in traces] == [
        (class_colour(k), dash) for dash in ("solid", "dot") for k in range(2)
    ]
    assert traces[2]["x"].tolist() == split.validation[0].roc.x.tolist()
    assert traces[2]["y"].tolist() == split.validation[0].roc.y.tolist()
    grid = score_grid(split, ROC, classes=["a", "b"])
    assert grid.rows[1] == ("b", f"{split.training[1].roc.score:.3f}", f"{split.validation[1].roc.score:.3f}")
    assert grid.colours == (class_colour(0), class_colour(1))


def test_a_curve_that_is_not_defined_is_left_out_and_its_area_is_a_dash():
    """Of the validation rows the one is a, none is b."""
    split = curves(is_validation=np.arange(9) == 4, n_rows=9)
    assert len(curves_figure(split, ROC, classes=["a", "b"]).figure["data"]) == 1 + 2
    assert [row[2] for row in score_grid(split, ROC, classes=["a", "b"]).rows] == ["–", "–"]


def test_of_many_classes_the_first_have_curves_and_that_is_said():
    names = [f"class {k}" for k in range(20)]
    split = curves(20, np.zeros(60, bool), 60)
    panel = curves_figure(split, ROC, classes=names)
    assert len(panel.figure["data"]) == 1 + MOST_CURVES
    assert panel.note == "The curves of the first 12 of 20 classes are drawn."
    assert [row[0] for row in score_grid(split, ROC, classes=names).rows] == names[:MOST_CURVES]


def test_a_class_name_is_text_in_a_curve_s_words():
    split = curves()
    traces = curves_figure(split, ROC, classes=["<b>a</b>", "%{x}"]).figure["data"][1:]
    assert not any("<b>" in trace["hovertemplate"] for trace in traces)
    assert sum(trace["hovertemplate"].count("%{") for trace in traces) == 2 * len(traces)


def test_where_no_curve_is_known_the_figure_and_the_dashes_say_why():
    split = no_curves(curves())
    panel = curves_figure(split, ROC, classes=["a", "b"], why="Drawn when the run stands still.")
    assert [trace["x"] for trace in panel.figure["data"]] == [[0, 1]]
    assert [one["text"] for one in panel.figure["layout"]["annotations"]] == ["Drawn when the run stands still."]
    grid = score_grid(split, ROC, classes=["a", "b"], why="Drawn when the run stands still.")
    assert grid.rows == (("a", "–", "–"), ("b", "–", "–"))
    assert grid.columns[1].undefined == "Drawn when the run stands still."


@pytest.mark.parametrize(("kind", "has_diagonal"), [(ROC, True), (PRECISION_RECALL, False), (CALIBRATION, True)])
def test_each_kind_draws_its_own_curve_and_sums_it_up(kind, has_diagonal):
    split = curves()
    diagonal, *lines = curves_figure(split, kind, classes=["a", "b"]).figure["data"]
    assert bool(diagonal["x"]) == has_diagonal
    mine = getattr(split.training[1], kind.field)
    np.testing.assert_allclose(lines[1]["x"], mine.x, rtol=1e-6)
    np.testing.assert_allclose(lines[1]["y"], mine.y, rtol=1e-6)
    assert score_grid(split, kind, classes=["a", "b"]).rows[1][1] == f"{mine.score:.3f}"


def test_a_point_of_the_calibration_tells_how_many_rows_it_stands_for():
    split = curves()
    line = curves_figure(split, CALIBRATION, classes=["a", "b"]).figure["data"][1]
    assert line["customdata"].sum() == 6
    assert "rows" in line["hovertemplate"]
