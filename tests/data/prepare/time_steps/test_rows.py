"""Which rows a net reads, which of them have a loss, and where sequences are cut."""

import numpy as np
import pytest

from nets.data.csv.parse import read
from nets.data.prepare.chosen import Chosen
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.new_rows.encode import new_rows_of
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.split import prepared
from nets.data.prepare.suggest import suggested_options
from nets.errors import DataError
from nets.settings import Settings
from nets.training.protocol.examples import examples_of


def table_of(*lines, name="a.csv"):
    return read("\n".join(lines).encode() + b"\n", name=name)


def of(text):
    """A table of one letter a row, its label; a space has no number beside it."""
    return table_of("y,x", *(f"{'ab'[n % 2]},{'' if cell == ' ' else n}" for n, cell in enumerate(text)))


LEFT_OUT = {"label": "y", "missing": "leave out rows"}

# The sequences of patients p and q, by day, out of order in the file; q's second day has no x.
PATIENTS = table_of("patient,day,x,y", "q,1,1,a", "p,2,2,b", "q,3,3,a", "q,2,,b", "p,1,5,a", "p,3,6,b", "q,4,7,b")
BY_DAY = {"group": "patient", "time": "day", **LEFT_OUT}

# The last day of each of three patients has a label.
LAST = table_of("patient,day,x,y", "p,1,1,", "p,2,2,a", "q,1,3,", "q,2,4,", "q,3,5,b", "r,1,6,", "r,2,7,a")


def sequences(dataset):
    groups = np.ones(dataset.n_rows) if dataset.groups is None else dataset.groups
    return [dataset.rows[groups == group].tolist() for group in np.unique(groups)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("....", [[0, 1, 2, 3]]),
        (".. ..", [[0, 1], [3, 4]]),
        (" .. ", [[1, 2]]),
        (".  . ..", [[0], [3], [5, 6]]),
    ],
)
def test_one_series_is_cut_where_rows_were_left_out_and_not_at_its_ends(text, pieces):
    dataset = dataset_from(of(text), options=PreprocessingOptions(**LEFT_OUT))
    assert sequences(dataset) == pieces
    joined = dataset_from(of(text), options=PreprocessingOptions(**LEFT_OUT, at_gaps="join"))
    assert sequences(joined) == [[row for piece in pieces for row in piece]]


def test_a_sequence_is_cut_in_its_own_order_of_time_and_validation_rows_are_picked_as_if_it_were_whole():
    dataset = dataset_from(PATIENTS, options=PreprocessingOptions(**BY_DAY))
    assert sequences(dataset) == [[0], [2, 6], [4, 1, 5]]
    assert dataset.rows[dataset.cuts].tolist() == [2]
    assert dataset.whole_groups.tolist() == [1, 1, 1, 2, 2, 2]
    settings = Settings(net="rnn", validation_split=0.5, validation_by="sequences")
    held = prepared(PATIENTS, settings, options=PreprocessingOptions(**BY_DAY))
    assert sorted(held.dataset.rows[held.is_validation].tolist()) in ([0, 2, 6], [1, 4, 5])


def test_the_last_steps_of_a_series_that_was_cut_are_its_validation_rows():
    settings = Settings(net="rnn", validation_split=0.4)
    ready = prepared(of(".. ..."), settings, options=PreprocessingOptions(**LEFT_OUT))
    assert ready.dataset.rows[ready.is_validation].tolist() == [4, 5]


def test_a_label_on_the_last_row_of_each_sequence_alone_is_learnt_as_many_to_one():
    options, notes = suggested_options(LAST)
    assert (options.group, options.loss_at, options.missing) == ("patient", "labelled steps", "refuse")
    assert any("Only the last row of each sequence has a label" in note.sentence for note in notes)
    dataset = dataset_from(LAST, options=options)
    assert dataset.targets.tolist() == [-1, 0, -1, -1, 1, -1, 0]
    assert dataset.class_counts == {"a": 2, "b": 1}
    (note,) = [note for note in dataset.notes if "without a loss" in note.sentence]
    assert note.lines == (2, 4, 5, 7)
    undone, _ = suggested_options(LAST, chosen=Chosen(loss_at="every step"))
    assert (undone.loss_at, undone.missing) == ("every step", "leave out rows")


def test_an_mlp_gets_only_the_rows_with_a_loss():
    options, _ = suggested_options(LAST)
    ready = prepared(LAST, Settings(), options=options, made=dataset_from(LAST, options=options))
    assert ready.dataset.rows.tolist() == [1, 4, 6]
    assert examples_of(ready, Settings()).targets.tolist() == [0, 1, 0]
    (note,) = [note for note in ready.dataset.notes if "an MLP takes each row alone" in note.sentence]
    assert note.lines == (2, 4, 5, 7)


@pytest.mark.parametrize(
    "lines",
    [
        ("p,1,1,a", "p,2,2,", "q,1,3,", "q,2,4,b", "r,1,5,", "r,2,6,a"),  # on the first row of one
        ("p,1,1,a", "p,2,2,a", "q,1,3,", "q,2,4,b", "r,1,5,b", "r,2,6,a"),  # a gap among labels
        ("p,1,1,", "p,2,2,", "q,1,3,", "q,2,4,b", "r,1,5,", "r,2,6,"),  # of one sequence alone
    ],
)
def test_other_rows_without_a_label_are_gaps(lines):
    options, _ = suggested_options(table_of("patient,day,x,y", *lines), chosen=Chosen(label="y"))
    assert (options.loss_at, options.missing) == ("every step", "leave out rows")


def test_without_sequences_a_missing_label_is_a_gap():
    options, _ = suggested_options(table_of("x,y", "1,", "2,a", "3,", "4,b", "5,", "6,a"))
    assert options.loss_at == "every step"


def test_a_sequence_without_a_label_is_said_and_neither_trained_on_nor_held_out():
    table = table_of(
        "patient,day,x,y", "p,1,1,", "p,2,2,a", "q,1,3,", "q,2,4,b", "r,1,5,", "r,2,6,", "s,1,7,", "s,2,8,b"
    )
    options, _ = suggested_options(table)
    dataset = dataset_from(table, options=options)
    (note,) = [note for note in dataset.notes if "neither trained on nor scored" in note.sentence]
    assert (note.sentence[:10], note.lines) == ("1 sequence", (6, 7))
    for by in ("random", "last"):
        for seed in range(5):
            settings = Settings(net="rnn", validation_split=0.4, validation_by=by, seed=seed)
            ready = prepared(table, settings, options=options)
            held = set(ready.dataset.rows[ready.is_validation].tolist())
            assert held in ([{0, 1}, {2, 3}, {6, 7}] if by == "random" else [{6, 7}])


def test_only_the_last_label_of_each_sequence_counts_by_choice():
    table = table_of("patient,day,x,y", "p,2,1,a", "p,1,2,b", "q,1,3,b", "q,2,4,b")
    options = PreprocessingOptions(group="patient", time="day", label="y", loss_at="last step")
    dataset = dataset_from(table, options=options)
    assert (dataset.rows.tolist(), dataset.targets.tolist()) == ([1, 0, 2, 3], [-1, 0, -1, 1])
    (note,) = [note for note in dataset.notes if "last step of each sequence counts" in note.sentence]
    assert note.lines == (3, 4)
    new = table_of("patient,day,x,y", "u,2,2,b", "u,1,1,a", name="b.csv")
    trained = prepared(table, Settings(net="rnn"), options=options)
    assert new_rows_of(new, table, trained, in_sequences=True).targets.tolist() == [-1, 1]


def test_last_steps_of_one_class_are_refused_with_what_to_do():
    with pytest.raises(DataError, match="sequence ends with the label “b”") as refusal:
        dataset_from(PATIENTS, options=PreprocessingOptions(**BY_DAY, loss_at="last step"))
    assert refusal.value.code == "one-class"
    with pytest.raises(DataError, match="ends with the label"):
        dataset_from(of("...."), options=PreprocessingOptions(label="y", loss_at="last step"))


def test_new_rows_are_ordered_cut_and_counted_as_in_training():
    options, _ = suggested_options(LAST)
    trained = prepared(LAST, Settings(net="rnn"), options=options)
    new = table_of("patient,day,x,y", "u,2,2,b", "u,1,1,", "v,1,3,", name="b.csv")
    found = new_rows_of(new, LAST, trained, in_sequences=True)
    assert (found.rows.tolist(), found.targets.tolist(), found.groups.tolist()) == ([1, 0, 2], [-1, 1, -1], [1, 1, 2])
    gaps = prepared(of(".. .."), Settings(net="rnn"), options=PreprocessingOptions(**LEFT_OUT))
    cut = new_rows_of(of(". .."), of(".. .."), gaps, in_sequences=True)
    assert cut.groups.tolist() == [1, 2, 2]
    assert any("cut where rows are left out" in note.sentence for note in cut.notes)
    assert new_rows_of(of(". .."), of(".. .."), gaps, in_sequences=False).groups is None
