"""What a visitor works on, without a screen: every change can be undone, and a refusal changes nothing."""

import gc
import weakref
from dataclasses import replace

import pytest

from nets.data.csv.parse import read
from nets.data.editing import with_row
from nets.data.prepare.chosen import Chosen
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.suggest import suggested_options
from nets.data.reshape.steps import to_rows
from nets.workspace.workspace import OWN_FILE, Workspace

MINE = b"y,c,x\na,r,1\nb,g,2\na,r,3\nb,g,4\n"


@pytest.fixture
def workspace():
    workspace = Workspace(read)
    assert workspace.take(MINE, name="mine.csv")
    workspace.choose(OWN_FILE)
    return workspace


def state(workspace):
    return workspace.choice, workspace.table, workspace.options, workspace.dataset


def test_it_opens_on_the_lecture_s_table_with_nothing_suggested():
    workspace = Workspace(read)
    assert workspace.choice == "lecture_mlp.csv"
    assert workspace.suggestions == ()
    assert not workspace.can_undo


def test_what_is_suggested_for_a_table_is_said_until_something_else_is_chosen(workspace):
    assert workspace.options == PreprocessingOptions(label="y", categories="one-hot")
    assert workspace.notice.startswith("Column “c” is text and became one-hot.")
    workspace.set_options(PreprocessingOptions(label="y", left_out=("c",)))
    assert (workspace.suggestions, workspace.notice) == ((), None)
    assert workspace.dataset.features == ("x",)


def test_the_dataset_is_the_one_of_table_and_options(workspace):
    made = dataset_from(workspace.table, options=workspace.options)
    assert workspace.dataset.sha256 == made.sha256
    assert workspace.dataset.inputs.tolist() == made.inputs.tolist()


def test_cells_that_are_the_same_are_no_change(workspace):
    before = state(workspace)
    assert not workspace.edit(workspace.table.cells.copy())
    assert state(workspace) == before
    assert not workspace.can_undo


def test_changes_are_undone_one_by_one_and_all_at_once(workspace):
    tables = [workspace.table]
    for value in "56":
        cells = workspace.table.cells.copy()
        cells.loc[0, "x"] = value
        assert workspace.edit(cells)
        tables.append(workspace.table)
    assert workspace.dataset.inputs_of(0)[-1] == 6
    workspace.back_to_start()
    assert workspace.table is tables[0]
    for table in (tables[2], tables[1], tables[0]):
        assert workspace.can_undo
        workspace.undo()
        assert workspace.table is table
    assert not workspace.can_undo


def test_a_change_that_no_net_can_be_trained_on_leaves_the_dataset_and_says_why(workspace):
    dataset = workspace.dataset
    workspace.change(lambda table: with_row(table, {"y": "a", "c": "r", "x": ""}))
    assert "has no value on row 5" in workspace.obstacle
    assert workspace.dataset is dataset
    workspace.undo()
    assert workspace.obstacle is None


def test_for_another_label_everything_else_is_proposed_anew_and_said(workspace):
    workspace.set_options(PreprocessingOptions(label="y", group="c", as_text=("x",)))
    workspace.set_label("c")
    assert workspace.options == PreprocessingOptions(label="c", categories="one-hot")
    assert workspace.notice.startswith("Column “y” is text and became one-hot.")
    assert workspace.own.options == workspace.options


CODED = "kind,depth\n" + "".join(f"{'uv'[n % 2]},{-9999 if n in (3, 8) else n * 7 % 20}\n" for n in range(24))


def test_a_number_chosen_to_be_a_missing_value_leads_to_the_rule_proposed_for_gaps_which_is_said(workspace):
    assert workspace.take(CODED.encode(), name="coded.csv")
    workspace.choose(OWN_FILE)
    assert workspace.options.missing == "refuse"
    workspace.choose_cells(replace(workspace.options, missing_codes=("depth",)))
    assert workspace.obstacle is None
    assert workspace.notice.startswith("Rows with a missing value were left out.")
    proposed, _ = suggested_options(workspace.table, chosen=Chosen(missing_codes=("depth",)))
    assert workspace.options == proposed
    assert workspace.dataset.n_rows == 22
    workspace.set_options(replace(workspace.options, missing="refuse"))
    assert "choose a rule for missing values" in workspace.obstacle


def test_a_rule_for_gaps_that_was_chosen_stays_when_there_are_more(workspace):
    workspace.take(CODED.encode(), name="coded.csv")
    workspace.choose(OWN_FILE)
    workspace.choose_cells(replace(workspace.options, missing_codes=("depth",), missing="mean"))
    assert workspace.options.missing == "mean"
    assert (workspace.dataset.n_rows, workspace.notice) == (24, None)


def test_row_numbers_are_no_input_which_is_said_when_the_table_is_loaded(workspace):
    rows = "".join(f"C{i * 37 % 100:02d},{i * 5 % 7},{'yn'[i % 3 % 2]}\n" for i in range(40))
    assert workspace.take(f"customerID,tenure,Churn\n{rows}".encode(), name="telco.csv")
    workspace.choose(OWN_FILE)
    assert "Column “customerID” has another value in every row, so it is neither label nor input." in workspace.notice
    assert (workspace.dataset.label, workspace.dataset.features) == ("Churn", ("tenure",))
    workspace.set_label("tenure")
    assert workspace.options.left_out == ("customerID",)
    assert workspace.obstacle is None


def test_a_refused_file_can_be_read_with_another_delimiter_or_dismissed(workspace):
    before = state(workspace)
    for _ in range(2):
        assert not workspace.take(b"//y,x\n//a,1\n//b,2\n//a,3\n", name="odd.csv")
        assert workspace.problem.startswith("odd.csv: ")
        assert workspace.refused.is_text
        assert state(workspace) == before
        workspace.dismiss_refused()
        assert (workspace.problem, workspace.refused) == (None, None)
    workspace.take(b"//y,x\n//a,1\n//b,2\n//a,3\n", name="odd.csv")
    workspace.read_refused_again(delimiter=",")
    assert workspace.refused is None
    assert workspace.dataset.classes == ("//a", "//b")


def test_a_file_that_was_refused_for_its_label_can_be_opened_and_corrected(workspace):
    dataset = workspace.dataset
    assert not workspace.take(b"place,x,z\nlab,1.5,3\nlab,2.5,5\nlab,0.5,4\n", name="one.csv")
    assert workspace.refused.is_a_table
    workspace.open_refused()
    assert workspace.dataset is dataset
    assert "nothing to tell apart" in workspace.obstacle
    workspace.set_label("x")
    assert (workspace.obstacle, workspace.dataset.features) == (None, ("z",))
    assert "The label “x” is measured, so it was cut into 3 bins." in workspace.notice


def test_of_a_table_that_nothing_can_be_suggested_for_only_the_file_is_held():
    table = read(b"y,x\na,1\na,2\n", name="one.csv")
    held = weakref.ref(table)
    workspace = Workspace(lambda raw, **how: held())
    assert not workspace.take(b"as above", name="one.csv")
    assert workspace.refused.is_a_table
    del table
    gc.collect()
    assert held() is None


def test_a_result_is_made_once_as_long_as_it_is_of_the_same_things(workspace):
    made = []

    def make():
        made.append(1)
        return len(made)

    of = [workspace.table, workspace.dataset]
    assert [workspace.memoized("n", of, make) for _ in range(3)] == [1, 1, 1]
    assert workspace.memoized("n", [workspace.table, object()], make) == 2
    assert workspace.memoized("another", of, make) == 3


def test_a_table_in_another_shape_has_its_options_proposed_anew_and_is_undone(workspace):
    rows = "".join(f"{'ab'[k % 2]},{k},{k * 3 % 7},{k * 5 % 9}\n" for k in range(12))
    workspace.take(f"kind,x1,x2,x3\n{rows}".encode(), name="wide.csv")
    workspace.choose(OWN_FILE)
    before = workspace.table, workspace.options
    workspace.reshape(to_rows)
    assert (workspace.options.label, workspace.options.group, workspace.options.time) == ("kind", "sequence", "step")
    assert (workspace.dataset.features, workspace.dataset.n_rows) == (("x",), 36)
    assert "Rows with the same “sequence” are one sequence" in workspace.notice
    workspace.undo()
    assert (workspace.table, workspace.options) == before
    workspace.reshape(to_rows)
    workspace.back_to_start()
    assert workspace.table is before[0]
    assert workspace.obstacle is None
    workspace.reshape(lambda table: to_rows(table, keep=table.columns))
    assert "No columns are time steps" in workspace.problem
