"""The table of runs as it is looked at."""

import io

import numpy as np
import pandas as pd

from nets.sweep.panels.runs_view import marked_table, parquet_of, rows_of, shared_words
from nets.sweep.scores import Terms
from nets.sweep.table import runs_table
from nets.workspace.exploration import Marks
from tests.sweep.sweeps import view_of_four


def shown(marks=None, *, only="all", chosen=None):
    view = view_of_four()
    return marked_table(runs_table(view, Terms(4)), view, marks or Marks(), only=only, chosen=chosen)


def test_what_differs_stands_first_and_the_best_run_on_top():
    table = shown()
    assert list(table.columns[:5]) == ["", "learning_rate", "seed", "validation_accuracy", "loss"]
    assert table["run"].tolist() == [0, 2, 3, 1]  # right as often, the lesser loss; then the share; what diverged last


def test_a_run_that_has_diverged_has_no_score_but_the_epoch_of_that():
    table = shown().set_index("run")
    scores = ["loss", "accuracy", "validation_loss", "best_validation_accuracy", "epochs_to_goal"]
    assert table.loc[1, scores].isna().all()
    assert table.loc[[0, 2], ["loss", "accuracy"]].notna().all(axis=None)
    assert table.loc[1, "diverged_at"] == 3
    view = view_of_four()
    before = marked_table(runs_table(view, Terms(2)), view, Marks(), only="all", chosen=None).set_index("run")
    assert before.loc[1, "loss"] == 0.8
    assert marked_table(runs_table(view, Terms(2)), view, Marks(), only="diverged", chosen=None).empty


def test_runs_that_are_as_right_but_for_rounding_stand_in_the_order_of_their_losses():
    scores = view_of_four().scores
    scores[:, 2, 2] = [1 - 1e-7, 0.5, 1, 0.9]
    scores[:, 2, 0] = [0.1, 0.3, 0.2, 0.4]
    view = view_of_four(scores=scores, diverged_at=np.full(4, -1))
    table = marked_table(runs_table(view, Terms(4)), view, Marks(), only="all", chosen=None)
    assert table["run"].tolist() == [0, 2, 3, 1]


def test_the_row_of_a_run_is_where_it_stands_by_now():
    assert rows_of(7, [3, 7, 1]) == [1]
    assert rows_of(7, [7, 1]) == [0]
    assert rows_of(7, [3, 1]) == rows_of(None, [3, 1]) == []


def test_it_is_narrowed_to_what_is_asked_for_and_brushed():
    assert shown(only="diverged")["run"].tolist() == [1]
    assert shown(only="every row right")["run"].tolist() == [0]
    assert shown(Marks(starred={3}), only="starred")["run"].tolist() == [3]
    assert shown(chosen=np.array([False, True, True, True]))["run"].tolist() == [2, 3, 1]


def test_marks_and_names_are_shown():
    table = shown(Marks(picked=2, starred={2, 3}, names={3: "mine"})).set_index("run")
    assert table[""].to_dict() == {0: "", 2: "●★", 1: "", 3: "★"}
    assert table.loc[3, "name"] == "mine"
    assert "name" not in shown()


def test_what_all_share_is_said_once_those_first_that_were_chosen():
    view = view_of_four()
    words = shared_words(view.sweep, view.members)
    assert "validation split 0.5" in words
    assert "net MLP" in words
    assert "learning rate" not in words
    assert words.endswith("all else as in Lecture.")


def test_the_parquet_file_holds_the_table():
    table = runs_table(view_of_four(), Terms(4))
    pd.testing.assert_frame_equal(pd.read_parquet(io.BytesIO(parquet_of(table))), table)
