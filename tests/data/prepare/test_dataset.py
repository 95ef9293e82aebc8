"""From texts to classes and numbers."""

import numpy as np
import pytest

from nets.data.csv.parse import read
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.options import PreprocessingOptions
from nets.errors import DataError


def data(text: str, **options):
    return dataset_from(read(text.encode(), name="a.csv"), **options)


def test_classes_are_sorted_as_text_or_as_numbers_and_stay_apart():
    assert data("y,x\nb,1\na,2\nB,3\n").classes == ("B", "a", "b")
    assert data("y,x\n10,1\n9,2\n-1,3\n").classes == ("-1", "9", "10")
    assert data("y,x\n1,1\n001,2\n01,3\n").classes == ("001", "01", "1")
    assert data("y,x\nNA,1\nNone,2\nnan,3\n").classes == ("NA", "None", "nan")


def test_inputs_are_the_features_in_order_without_a_constant():
    found = data("y,x1,x2\na,1,2.5\nb,-3e2,+4\n")
    assert found.features == ("x1", "x2")
    assert found.inputs.dtype == np.float64
    assert found.inputs.tolist() == [[1, 2.5], [-300, 4]]
    assert found.targets.dtype == np.int32
    assert found.targets.tolist() == [0, 1]


def test_any_column_can_be_the_label_and_the_choice_is_in_the_hash():
    text = "y,x,z\n0,1,3\n1,2,4\n"
    by_label = {label: data(text, label=label) for label in ("y", "x", "z")}
    assert by_label["z"].classes == ("3", "4")
    assert by_label["z"].features == ("y", "x")
    assert data(text).sha256 == by_label["y"].sha256
    assert len({found.sha256 for found in by_label.values()}) == 3
    assert data(text.replace("4", "5")).sha256 != by_label["y"].sha256


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("y,x\na,1\nb,two\n", "not-a-number", "“x” has “two” on line 3"),
        ("y,x\na,1\nb,nan\n", "missing-value", "line 3 (“nan”)"),
        ("y,x\na,\nb,1\n", "missing-value", "line 2"),
        ("y,x\na,1\nb,inf\n", "out-of-range", "line 3"),
        ("y,x\na,1e39\nb,1\n", "out-of-range", "line 2"),
        ("y,x\na,1\na,2\n", "one-class", "“a”"),
        ("y,x\n,1\na,2\n", "missing-label", "line 2"),
        ("y\na\nb\n", "no-feature", "one column"),
        ("y,x\n" + "".join(f"{i / 7},{i}\n" for i in range(51)), "label-is-measured", "51"),
        ("y,x\n" + "".join(f"n{i},{i}\n" for i in range(1001)), "too-many-classes", "1,001"),
    ],
)
def test_refusals_name_column_and_line(text, code, part):
    with pytest.raises(DataError) as refusal:
        data(text)
    assert refusal.value.code == code
    assert part in refusal.value.sentence


@pytest.mark.parametrize("gap", ["NA", "n/a", "?", "-", "null"])
def test_a_missing_label_among_numbers_is_no_class_unless_they_are_treated_as_texts(gap):
    text = f"y,x\n0,1\n1,2\n{gap},3\n1,4\n0,5\n"
    with pytest.raises(DataError, match="missing on line 4"):
        data(text)
    kept = data(text, options=PreprocessingOptions(missing="leave out rows"))
    assert (kept.classes, kept.rows.tolist()) == (("0", "1"), [0, 1, 3, 4])
    assert kept.notes[0].lines == (4,)
    assert gap in data(text, options=PreprocessingOptions(as_text=("y",))).classes
    assert gap in data(text.replace("0,", "a,")).classes


@pytest.mark.parametrize(
    ("cells", "is_said"), [(["1", "", "3", "4"], True), (["", "2", "3", "4"], False), (["1", "2", "3", ""], False)]
)
def test_rows_left_out_between_others_cut_the_sequence_or_are_joined_by_choice_and_it_is_said(cells, is_said):
    raw = "y,x\n" + "".join(f"{'ab'[n % 2]},{cell}\n" for n, cell in enumerate(cells))
    for at_gaps, words in (("cut", "cut there, at 1 place"), ("join", "neighbouring time steps")):
        options = PreprocessingOptions(label="y", missing="leave out rows", at_gaps=at_gaps)
        dataset = dataset_from(read(raw.encode(), name="a.csv"), options=options)
        assert dataset.has_gaps == (is_said and at_gaps == "join")
        said = " ".join(note.sentence for note in dataset.notes)
        assert (words in said) == is_said
        assert "1 row with a missing value left out." in said


def test_words_for_no_value_are_no_classes_among_numbers_and_each_is_named():
    cells = ["3", "1", "k.A.", "2", "pending", "1", "NA", "2", "pending", "3"]
    table = read(("y,x\n" + "".join(f"{cell},{k}\n" for k, cell in enumerate(cells))).encode(), name="a.csv")
    found = dataset_from(table, options=PreprocessingOptions(missing="leave out rows"))
    assert (found.classes, found.n_rows) == (("1", "2", "3"), 6)
    named = [(note.sentence.split("“")[2].split("”")[0], note.lines) for note in found.label_notes]
    assert named == [("k.A.", (4,)), ("pending", (6, 10)), ("NA", (8,))]
    as_text = dataset_from(table, options=PreprocessingOptions(missing="leave out rows", as_text=("y",)))
    assert as_text.classes == ("1", "2", "3", "NA", "k.A.", "pending")


@pytest.mark.parametrize(
    "cells", [["1", "pending"] * 4, ["0", "1", "pending", "pending", "pending"], ["0", "1", "much"]]
)
def test_words_that_may_be_classes_stay_classes(cells):
    found = data("y,x\n" + "".join(f"{cell},{k}\n" for k, cell in enumerate(cells)))
    assert set(found.classes) == set(cells)
    assert found.label_notes == ()
