"""The scores as a person reads them: which number stands where, what is not defined, what is said of it."""

import numpy as np

from nets.figures.colours import class_colour
from nets.figures.deck.scores import auc_grid, class_grid, no_curves, overall_grid, roc_figure
from nets.metrics import MOST_CURVES, split_curves, split_scores

# Labels a a a b b b | a a b, predicted a a a b b a | a a a: of the three validation rows none is predicted as b.
TARGETS = np.array([0, 0, 0, 1, 1, 1, 0, 0, 1])
PREDICTED = np.array([0, 0, 0, 1, 1, 0, 0, 0, 0])
IS_VALIDATION = np.arange(9) >= 6


def scores(is_validation=IS_VALIDATION, n_classes=2):
    return split_scores(PREDICTED, TARGETS, n_classes=n_classes, is_validation=is_validation)


def curves(n_classes=2, is_validation=IS_VALIDATION, n_rows=9):
    random = np.random.default_rng(0)
    probs = random.dirichlet(np.ones(n_classes), n_rows).astype(np.float32)
    return split_curves(probs, np.arange(n_rows) % n_classes, is_validation=is_validation[:n_rows])


def test_training_stands_beside_validation_and_the_baseline_is_named():
    grid = overall_grid(scores(), classes=["a", "b"])
    assert [column.name for column in grid.columns] == ["", "accuracy", "balanced accuracy", "always saying “a”"]
    assert grid.rows == (
        ("training, 6 rows", "83.3%, 5 of 6", "83.3%", "50.0%"),
        ("validation, 3 rows", "66.7%, 2 of 3", "50.0%", "66.7%"),
    )


def test_each_class_has_its_scores_and_a_dash_says_why_it_is_one():
    grid = class_grid(scores(), classes=["a", "b"])
    assert grid.groups == (("", 1), ("training, 6 rows", 4), ("validation, 3 rows", 4))
    assert grid.rows == (
        ("a", "3", "0.750", "1.000", "0.857", "2", "0.667", "1.000", "0.800"),
        ("b", "3", "1.000", "0.667", "0.800", "1", "–", "0.000", "0.000"),
    )
    assert grid.columns[6].undefined == "Not defined: no row is predicted as this class."


def test_without_validation_rows_there_is_one_group_alone():
    split = scores(np.zeros(9, bool))
    assert len(overall_grid(split, classes=["a", "b"]).rows) == 1
    grid = class_grid(split, classes=["a", "b"])
    assert grid.groups == (("", 1), ("training, 9 rows", 4))
    assert {len(row) for row in grid.rows} == {5}


def test_a_class_that_no_row_has_is_a_line_of_dashes():
    assert class_grid(scores(n_classes=3), classes=["a", "b", "c"]).rows[2] == ("c", *("0", "–", "–", "–") * 2)


def test_each_class_has_a_solid_and_a_dotted_curve_in_its_colour():
    split = curves()
    traces = roc_figure(split, classes=["a", "b"]).figure["data"][1:]
    assert [(trace["line"]["color"], trace["line"]["dash"]) for trace in traces] == [
        (class_colour(k), dash) for dash in ("solid", "dot") for k in range(2)
    ]
    assert traces[2]["x"].tolist() == split.validation[0].false_positive.tolist()
    assert traces[2]["y"].tolist() == split.validation[0].true_positive.tolist()
    grid = auc_grid(split, classes=["a", "b"])
    assert grid.rows[1] == ("b", f"{split.training[1].auc:.3f}", f"{split.validation[1].auc:.3f}")
    assert grid.colours == (class_colour(0), class_colour(1))


def test_a_curve_that_is_not_defined_is_left_out_and_its_area_is_a_dash():
    """Of the validation rows the one is a, none is b."""
    split = curves(is_validation=np.arange(9) == 4, n_rows=9)
    assert len(roc_figure(split, classes=["a", "b"]).figure["data"]) == 1 + 2
    assert [row[2] for row in auc_grid(split, classes=["a", "b"]).rows] == ["–", "–"]


def test_of_many_classes_the_first_have_curves_and_that_is_said():
    names = [f"class {k}" for k in range(20)]
    split = curves(20, np.zeros(60, bool), 60)
    panel = roc_figure(split, classes=names)
    assert len(panel.figure["data"]) == 1 + MOST_CURVES
    assert panel.note == "The curves of the first 12 of 20 classes are drawn."
    assert [row[0] for row in auc_grid(split, classes=names).rows] == names[:MOST_CURVES]


def test_a_class_name_is_text_in_a_curve_s_words():
    split = curves()
    traces = roc_figure(split, classes=["<b>a</b>", "%{x}"]).figure["data"][1:]
    assert not any("<b>" in trace["hovertemplate"] for trace in traces)
    assert sum(trace["hovertemplate"].count("%{") for trace in traces) == 2 * len(traces)


def test_where_no_curve_is_known_the_figure_and_the_dashes_say_why():
    split = no_curves(curves())
    panel = roc_figure(split, classes=["a", "b"], why="Drawn when the run stands still.")
    assert [trace["x"] for trace in panel.figure["data"]] == [[0, 1]]
    assert [one["text"] for one in panel.figure["layout"]["annotations"]] == ["Drawn when the run stands still."]
    grid = auc_grid(split, classes=["a", "b"], why="Drawn when the run stands still.")
    assert grid.rows == (("a", "–", "–"), ("b", "–", "–"))
    assert grid.columns[1].undefined == "Drawn when the run stands still."
