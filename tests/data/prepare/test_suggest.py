"""What is made of a table nobody has said anything about: plain where it can be, and never silently more."""

from dataclasses import fields

import pytest

from nets.data.csv.parse import read
from nets.data.datasets.samples import SAMPLES, read_sample
from nets.data.prepare.chosen import Chosen
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.suggest import suggested_dataset, suggested_options
from nets.errors import DataError

NAMED = "id,kind,colour,who,x\n" + "".join(
    f"{70 + i},{'ab'[i * i % 7 % 2]},{'rgb'[i % 3]},name {i},{i * 7 % 10}\n" for i in range(12)
)


def table(text):
    return read(text.encode(), name="mine.csv")


def sentences(notes):
    return [note.sentence for note in notes]


@pytest.mark.parametrize("file", [sample.file for sample in SAMPLES])
def test_a_table_of_numbers_gets_the_plain_options_and_no_note(file):
    sample = read_sample(file)
    assert suggested_options(sample) == (PreprocessingOptions(label=sample.columns[0]), ())


@pytest.mark.parametrize(
    "text", ["y,x\na,1\nb,2\n", "y,c,x\na,r,\nb,g,2\na,r,3\nb,g,1\na,r,0\n", "x,y\n1.5,a\n2.5,b\n", NAMED]
)
def test_the_dataset_that_is_suggested_is_the_one_its_options_make(text):
    dataset, _ = suggested_dataset(table(text))
    again = dataset_from(table(text), options=dataset.options)
    assert (dataset.sha256, dataset.features, dataset.notes) == (again.sha256, again.features, again.notes)
    assert dataset.inputs.tolist() == again.inputs.tolist()


def test_identifiers_names_and_categories_each_have_their_note():
    options, notes = suggested_options(table(NAMED))
    assert options == PreprocessingOptions(label="kind", categories="one-hot", left_out=("id", "who"))
    assert sentences(notes) == [
        "Column “id” counts the rows, so it is neither label nor input.",
        "Column “who” has another value in every row, so it is neither label nor input.",
        "Column “colour” is text and became one-hot.",
    ]


@pytest.mark.parametrize(
    ("chosen", "differs"),
    [
        (Chosen(missing="median"), {"missing": "median"}),
        (Chosen(left_out=("x",)), {"left_out": ("id", "who", "x")}),
        (Chosen(inputs=("id",)), {"left_out": ("who",)}),
        (Chosen(as_text=("x",)), {"as_text": ("x",)}),
        (Chosen(categories="leave out"), {"categories": "leave out"}),
        (Chosen(label="colour"), {"label": "colour"}),
        (Chosen(label="id"), {"label": "id", "left_out": ("who",)}),
        (Chosen(alike="one", most_categories=5), {"alike": "one", "most_categories": 5}),
        (Chosen(left_out=("kind",)), {"label": "colour", "categories": "refuse", "left_out": ("id", "who", "kind")}),
    ],
)
def test_each_option_that_is_chosen_takes_the_place_of_its_own_proposal_and_of_no_other(chosen, differs):
    proposed, _ = suggested_options(table(NAMED))
    options, _ = suggested_options(table(NAMED), chosen=chosen)
    wanted = {name: getattr(proposed, name) for name in PreprocessingOptions.__dataclass_fields__} | differs
    assert options == PreprocessingOptions(**wanted)


def test_every_option_can_be_chosen():
    settings = {"standardise"}
    assert {each.name for each in fields(PreprocessingOptions)} - settings <= {each.name for each in fields(Chosen)}


def test_for_bins_that_are_chosen_the_label_is_a_number():
    rows = "".join(f"{'ab'[i % 2]},{i * i % 13 / 4},{i * 7 % 10 / 3}\n" for i in range(40))
    options, notes = suggested_options(table("kind,size,x\n" + rows), chosen=Chosen(bins=4))
    assert (options.label, options.bins) == ("size", 4)
    assert not any("3 bins" in note.sentence for note in notes)


def test_for_another_label_everything_else_is_proposed_anew():
    rows = "".join(f"C-{i * 37 % 100:03d},{i * 5 % 7},{'yn'[i % 3 % 2]}\n" for i in range(60))
    telco = table("customerID,tenure,Churn\n" + rows)
    options, _ = suggested_options(telco, chosen=Chosen(label="tenure"))
    assert options == PreprocessingOptions(label="tenure", left_out=("customerID",), categories="one-hot")
    dataset, _ = suggested_dataset(telco, chosen=Chosen(label="Churn"))
    assert dataset.features == ("tenure",)


def test_numbers_with_many_texts_among_them_do_not_become_categories_and_a_text_is_named():
    odd = ["high", "low", "broken", "wet", "dry"]
    rows = "".join(f"{'ab'[i % 2]},{i * 7 % 10},{odd[i // 2] if i < 10 and i % 2 else i}\n" for i in range(12))
    options, notes = suggested_options(table("y,x,z\n" + rows))
    assert options.left_out == ("z",)
    assert sentences(notes)[-1] == "Column “z” would be numbers but for “high” on line 3, for example."


def test_rows_with_a_gap_are_left_out_and_that_is_said():
    rows = "".join(f"{'ab'[i % 2]},{'' if i == 3 else i}\n" for i in range(12))
    whole = table("y,x\n" + rows)
    options, notes = suggested_options(whole)
    assert options.missing == "leave out rows"
    assert "missing value" in notes[0].sentence
    assert dataset_from(whole, options=options).n_rows == 11


def test_gaps_are_filled_where_most_rows_have_one():
    cells = [["" if (i + k) % 3 == 0 else f"{(i * 7 + k) % 11 / 2}" for k in range(3)] for i in range(30)]
    whole = table("y,a,b,c\n" + "".join(f"{'ab'[i % 2]},{','.join(row)}\n" for i, row in enumerate(cells)))
    dataset, notes = suggested_dataset(whole)
    assert (dataset.options.missing, dataset.n_rows) == ("median", 30)
    assert "Most rows have a missing value" in notes[0].sentence


def test_a_measured_label_is_cut_into_bins_where_no_other_column_is_a_label():
    rows = "".join(f"{i * i * 0.7 % 9:.2f},{i * 0.3 % 1:.2f}\n" for i in range(60))
    options, notes = suggested_options(table("y,x\n" + rows))
    assert (options.label, options.bins) == ("y", 3)
    assert "measured" in notes[0].sentence


def test_a_gap_in_a_measured_label_leaves_its_row_out_and_makes_no_class():
    rows = "".join(f"{'NA' if i == 7 else i * i % 101 / 7},{i * 0.3 % 1:.2f}\n" for i in range(150))
    dataset, _ = suggested_dataset(table("y,x\n" + rows))
    assert len(dataset.classes) == 3
    assert dataset.n_rows == 149


def test_a_label_measured_at_a_delay_is_as_any_other():
    """The target of an RNN that has to remember: what x was three steps ago."""
    x = [i * i * 0.37 % 1 for i in range(80)]
    rows = "".join(f"{x[max(i - 3, 0)]:.3f},{x[i]:.3f}\n" for i in range(80))
    dataset, _ = suggested_dataset(table("y,x\n" + rows))
    assert (dataset.label, dataset.features, len(dataset.classes), dataset.n_rows) == ("y", ("x",), 3, 80)


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        ("y,x\na,1\na,2\n", "one-class", "Every row has the label “a”"),
        ("y,x\na,one\nb,two\n", "no-feature", "“x” is left out"),
        ("y\na\nb\n", "no-feature", "one column only"),
        ("label,x\n" + "".join(f"a,{i / 7}\n" for i in range(20)), "one-class", "“a”"),
        ("who,mail\n" + "".join(f"n{i},m{i}\n" for i in range(40)), "too-many-classes", "40 different values"),
        ("y,x\na,1\nb,two\na,three\nb,4\na,6\nb,six\n", "no-feature", "“two” on line 3 in column “x”"),
        ("y,x,z\na,1,inf\nb,2,\na,3,4\nb,9,4\n", "out-of-range", "“inf” on line 2"),
    ],
)
def test_what_no_option_helps_is_refused_by_what_is_in_the_way(text, code, part):
    with pytest.raises(DataError) as refused:
        suggested_dataset(table(text))
    assert refused.value.code == code
    assert part in refused.value.sentence


def test_a_table_that_is_refused_still_has_a_label_proposed():
    options, _ = suggested_options(table("id,y,x\n" + "".join(f"{i},a,{i * i % 7}\n" for i in range(9))))
    assert (options.label, options.left_out) == ("y", ("id",))


@pytest.mark.parametrize("odd", ["NA", "n.d.", "<5"])
def test_one_odd_cell_in_a_measured_label_makes_bins_and_not_a_class_for_each_number(odd):
    rows = "".join(f"{odd if i == 7 else f'{i * 0.7:.2f}'},{i % 7},{i * 0.3:.2f}\n" for i in range(150))
    dataset, notes = suggested_dataset(table("price,x,z\n" + rows))
    assert (dataset.options.label, len(dataset.classes), dataset.n_rows) == ("price", 3, 149)
    assert any("bins" in note.sentence for note in notes)
    assert any(note.lines == (9,) for note in dataset.notes)
