"""The scores of runs, worked out by hand of four of them."""

import numpy as np
import pandas as pd
import pytest

from nets.settings import Settings
from nets.sweep.panels.progress import best_of
from nets.sweep.scores import SCORES, Terms, all_right, majority_only, scores_of
from nets.sweep.table import baseline_of, combinations_of, runs_table, shared_settings, varied_names
from nets.training.protocol.examples import Examples
from tests.sweep.sweeps import NAN, view_of_four

AT_THE_END = Terms(4, goal=0.5)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("loss", [0.1, 0.8, 0.2, 0.6]),
        ("accuracy", [1.0, NAN, 0.6, 0.5]),  # of the second run after it had diverged
        ("validation_loss", [0.6, 0.2, 0.3, 0.5]),
        ("validation_accuracy", [1.0, 0.7, 1.0, 0.6]),
        ("best_validation_loss", [0.4, 0.2, 0.3, 0.5]),
        ("best_validation_accuracy", [1.0, 0.7, 1.0, 0.6]),
        ("epochs_to_goal", [2, NAN, 4, NAN]),
        ("diverged_at", [NAN, 3, NAN, NAN]),
    ],
)
def test_at_the_last_epoch_a_run_has_its_last_score_and_one_that_diverged_that_before(name, expected):
    np.testing.assert_array_equal(SCORES[name].of(view_of_four(), AT_THE_END), expected)


def test_of_a_run_that_has_diverged_no_score_is_compared_but_the_epoch_of_that():
    view = view_of_four()
    for name, score in SCORES.items():
        has_none = np.isnan(score.of_well(view, AT_THE_END))
        assert has_none[1] == (name != "diverged_at")
        np.testing.assert_array_equal(score.of_well(view, Terms(2)), score.of(view, Terms(2)))
    scores = view.scores
    scores[1, 1, 0] = 0.01  # before it ran away
    assert best_of(view_of_four(scores=scores), "loss", Terms(4)) == 0.1


def test_every_score_is_tested_above_and_those_of_validation_rows_need_some():
    view = view_of_four()
    assert [score.name for score in scores_of(view)] == list(SCORES)
    assert len(SCORES) == 8
    alone = view_of_four(scores=view.scores[:, :, :1])
    assert [score.name for score in scores_of(alone)] == ["loss", "accuracy", "epochs_to_goal", "diverged_at"]


def test_before_the_last_epoch_scores_are_those_of_the_playhead():
    view, terms = view_of_four(), Terms(3, goal=0.5)
    np.testing.assert_array_equal(SCORES["loss"].of(view, Terms(1)), [0.9] * 4)
    np.testing.assert_array_equal(SCORES["loss"].of(view, terms), [0.5, 0.8, 0.7, 0.6])
    np.testing.assert_array_equal(SCORES["epochs_to_goal"].of(view, terms), [2, NAN, NAN, NAN])
    np.testing.assert_array_equal(SCORES["diverged_at"].of(view, Terms(2)), [NAN] * 4)


def test_every_row_right_needs_the_training_rows_and_the_validation_rows():
    view = view_of_four()
    assert all_right(view, 4).tolist() == [True, False, False, False]
    assert all_right(view, 2).tolist() == [False] * 4
    one_wrong_of_a_million = view_of_four(accuracy=np.full(4, 1 - 1e-6), diverged_at=np.full(4, -1))
    assert not all_right(one_wrong_of_a_million, 4).any()


def test_a_run_right_no_more_often_than_the_commonest_class_is_no_better_than_one_class():
    view = view_of_four()
    assert majority_only(view, Terms(4, baseline=0.6)).tolist() == [False, False, True, True]
    assert majority_only(view, Terms(4, baseline=np.array([1.0, 1.0, 0.5, 0.5]))).tolist() == [True, False, False, True]
    assert not majority_only(view, Terms(4)).any()


def test_the_baseline_is_the_share_of_the_commonest_class_among_the_training_rows():
    targets = np.array([0, 0, 0, 1, 1])
    assert baseline_of(Examples((), targets, 2)) == pytest.approx(0.6)
    held_out = Examples((), targets, 2, is_validation=np.array([True, True, False, False, False]))
    assert baseline_of(held_out) == pytest.approx(2 / 3)


def test_the_table_begins_with_what_differs_and_the_rest_is_shared():
    view = view_of_four()
    runs = runs_table(view, AT_THE_END)
    assert list(runs) == ["learning_rate", "seed", *SCORES, "all_right", "majority_only", "epochs", "run"]
    assert runs[["learning_rate", "seed"]].to_numpy().tolist() == [[1, 0], [1, 1], [2, 0], [2, 1]]
    assert runs["diverged_at"].tolist() == [pd.NA, 3, pd.NA, pd.NA]
    shared = shared_settings(view.sweep, view.members)
    assert shared["validation_split"] == 0.5
    assert {"learning_rate", "seed", "cell"}.isdisjoint(shared)
    assert set(shared) < set(Settings.__struct_fields__)


def test_over_its_seeds_a_combination_has_the_median_the_quartiles_distance_and_counts():
    runs = runs_table(view_of_four(), Terms(4, baseline=0.6))
    found = combinations_of(runs, ["learning_rate"], "loss")
    assert found["learning_rate"].tolist() == [1, 2]
    assert found["n_runs"].tolist() == [2, 2]
    assert found["median"].tolist() == pytest.approx([0.1, 0.4])  # of those that did not diverge
    assert found["spread"].tolist() == pytest.approx([0, 0.2])
    assert found[["all_right", "diverged", "majority_only"]].to_numpy().tolist() == [[1, 1, 0], [0, 0, 2]]
    assert combinations_of(runs, [], "loss")["n_runs"].tolist() == [4]
    assert varied_names(view_of_four().sweep) == ("learning_rate", "seed")
