"""What is made of a table nobody has said anything about: plain where it can be, and never silently more."""

import pytest

from nets.data.csv.parse import read
from nets.data.datasets.samples import SAMPLES, read_sample
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.suggest import suggested_dataset, suggested_options
from nets.errors import DataError


def table(text):
    return read(text.encode(), name="mine.csv")


@pytest.mark.parametrize("file", [sample.file for sample in SAMPLES])
def test_a_table_of_numbers_gets_the_plain_options_and_no_note(file):
    sample = read_sample(file)
    assert suggested_options(sample) == (PreprocessingOptions(label=sample.columns[0]), ())


@pytest.mark.parametrize(
    "text", ["y,x\na,1\nb,2\n", "y,c,x\na,r,\nb,g,2\na,r,3\nb,g,1\na,r,0\n", "x,y\n1.5,a\n2.5,b\n"]
)
def test_the_dataset_that_is_suggested_is_the_one_its_options_make(text):
    dataset, _ = suggested_dataset(table(text))
    again = dataset_from(table(text), options=dataset.options)
    assert (dataset.sha256, dataset.features, dataset.notes) == (again.sha256, again.features, again.notes)
    assert dataset.inputs.tolist() == again.inputs.tolist()


def dated(*columns):
    lines = (f"2024-{i // 28 + 1:02d}-{i % 28 + 1:02d},{','.join(each(i) for each in columns)}" for i in range(60))
    return table("\n".join(["day,x,y", *lines]) + "\n")


def test_many_dates_in_the_first_column_are_no_classes():
    options, notes = suggested_options(dated(lambda i: str(i % 5), lambda i: "ab"[i % 2]))
    assert options == PreprocessingOptions(label="y")
    assert [note.sentence for note in notes] == ["The label is “y”, because “day” holds no classes."]
    options, notes = suggested_options(dated(lambda i: str(i % 5), lambda i: str(i / 7)))
    assert options == PreprocessingOptions(label="y", bins=3)
    assert [note.sentence for note in notes] == ["The label “y” is measured, so it was cut into 3 bins."]
    with pytest.raises(DataError, match="60 different dates or times") as refused:
        suggested_options(dated(lambda i: str(i % 5), lambda i: f"name {i // 2}"), label="day")
    assert refused.value.code == "label-is-date"


def test_texts_that_recur_become_one_hot_and_names_are_left_out():
    rows = "".join(f"{'ab'[i % 2]},{'rgb'[i % 3]},name {i},{i}\n" for i in range(12))
    options, notes = suggested_options(table("y,colour,who,x\n" + rows))
    assert options == PreprocessingOptions(label="y", categories="one-hot", left_out=("who",))
    assert ["colour" in note.sentence for note in notes] == [True, False]
    assert "who" in notes[1].sentence


def test_a_mistyped_number_is_a_gap_and_does_not_become_a_category():
    rows = "".join(f"{'ab'[i % 2]},{i},{'oops' if i == 3 else i % 4}\n" for i in range(12))
    dataset, _ = suggested_dataset(table("y,x,z\n" + rows))
    assert dataset.features == ("x", "z")
    assert 3 not in dataset.rows.tolist()
    assert any("oops" in note.sentence and note.lines == (5,) for note in dataset.notes)


def test_rows_with_a_gap_are_left_out_and_that_is_said():
    rows = "".join(f"{'ab'[i % 2]},{'' if i == 3 else i}\n" for i in range(12))
    whole = table("y,x\n" + rows)
    options, notes = suggested_options(whole)
    assert options.missing == "leave out rows"
    assert "missing value" in notes[0].sentence
    assert dataset_from(whole, options=options).n_rows == 11


def test_a_measured_label_is_cut_into_bins_where_no_other_column_is_a_label():
    rows = "".join(f"{i * 0.7:.2f},{i * 0.3:.2f}\n" for i in range(60))
    options, notes = suggested_options(table("y,x\n" + rows))
    assert (options.label, options.bins) == ("y", 3)
    assert "measured" in notes[0].sentence


def test_where_the_first_column_is_measured_and_the_last_is_not_the_last_is_the_label():
    """As in the files without a header that many collections keep: the class comes last."""
    rows = "".join(f"{5 + i % 7 / 10},{i},{['setosa', 'virginica'][i % 2]}\n" for i in range(30))
    options, notes = suggested_options(table(rows))
    assert options.label == "column 3"
    assert "because “column 1” holds no classes" in notes[0].sentence
    assert suggested_options(table("a,b,c\n" + rows), label="a")[0].label == "a"
    whole = "".join(f"{i % 3},{i},{i * 0.1:.1f}\n" for i in range(30))
    assert suggested_options(table("y,x,z\n" + whole)) == (PreprocessingOptions(label="y"), ())
    measured = "".join(f"{i % 3 / 2},{i},{i * 0.3:.1f}\n" for i in range(30))
    assert suggested_options(table("y,x,z\n" + measured)) == (PreprocessingOptions(label="y"), ())


@pytest.mark.parametrize("text", ["y,x\na,1\na,2\n", "y,x\na,one\nb,two\n", "y\na\nb\n"])
def test_what_no_option_helps_is_refused_as_the_plain_options_are(text):
    with pytest.raises(DataError) as plainly:
        dataset_from(table(text))
    with pytest.raises(DataError) as refused:
        suggested_options(table(text))
    assert refused.value.sentence == plainly.value.sentence
