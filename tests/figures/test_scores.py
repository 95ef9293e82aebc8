"""The scores as a person reads them: which number stands where, what is not defined, what is said of it."""

import numpy as np

from nets.figures.deck.scores import class_grid, overall_grid
from nets.metrics import split_scores

# Labels a a a b b b | a a b, predicted a a a b b a | a a a: of the three validation rows none is predicted as b.
TARGETS = np.array([0, 0, 0, 1, 1, 1, 0, 0, 1])
PREDICTED = np.array([0, 0, 0, 1, 1, 0, 0, 0, 0])
IS_VALIDATION = np.arange(9) >= 6


def scores(is_validation=IS_VALIDATION, n_classes=2):
    return split_scores(PREDICTED, TARGETS, n_classes=n_classes, is_validation=is_validation)


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
