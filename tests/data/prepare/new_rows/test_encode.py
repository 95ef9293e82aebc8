"""New rows become inputs by what was learnt from the training rows, and what training never saw is said."""

import numpy as np
import pytest

from nets.data.csv.parse import read
from nets.data.prepare.new_rows.encode import new_rows_of
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.split import prepared
from nets.errors import DataError
from nets.settings import Settings

PETS = """kind,colour,weight,born
cat,black,4,2020-03-04
dog,brown,9,2021-05-13
cat,white,6,2019-11-30
dog,black,,2022-01-02
cat,brown,5,2020-08-09
dog,white,12,2021-02-20
"""
ONE_HOT = PreprocessingOptions(categories="one-hot", missing="mean")


def table(text, name="new.csv"):
    return read(text.encode(), name=name)


def encoded(new, training=PETS, *, options=ONE_HOT, settings=None, in_sequences=False):
    """The new rows, and what they were encoded by."""
    whole = table(training, "pets.csv")
    trained = prepared(whole, settings or Settings(scale="standard"), options=options)
    return new_rows_of(table(new), whole, trained, in_sequences=in_sequences), trained


def inputs(found):
    return np.stack([column.array() for column in found.columns], axis=1)


def said(found):
    return [note.sentence for note in found.notes]


def refused(new, **more):
    with pytest.raises(DataError) as refusal:
        encoded(new, **more)
    return refusal.value.sentence


@pytest.mark.parametrize("scale", ["none", "standard"])
@pytest.mark.parametrize("share", [0.0, 0.4])
def test_the_training_file_itself_becomes_the_inputs_it_became_in_training(scale, share):
    settings = Settings(scale=scale, validation_split=share)
    found, trained = encoded(PETS, settings=settings)
    assert (inputs(found) == trained.dataset.inputs).all()
    assert (found.targets == trained.dataset.targets).all()
    assert (found.rows == np.arange(6)).all()


def test_columns_are_found_by_name_in_any_order_and_rows_by_themselves():
    _, trained = encoded(PETS)
    header, *rows = [line.split(",") for line in PETS.splitlines()]
    for order in ([0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 1]):
        lines = [",".join(row[k] for k in order) for row in (header, *rows[::-1])]
        found, _ = encoded("\n".join(lines))
        assert (inputs(found) == trained.dataset.inputs[::-1]).all()
        assert (found.targets == (trained.dataset.targets[::-1] if 0 in order else -1)).all()


def test_a_text_that_was_not_in_training_is_named_and_is_all_zeros():
    found, trained = encoded("colour,weight,born\nblack,4,2020-03-04\nteal,4,2020-03-04\nBlack ,4,2020-03-04\n")
    assert trained.dataset.features[:3] == ("colour = black", "colour = brown", "colour = white")
    assert inputs(found)[:, :3].tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert sorted(said(found)) == [
        "Line 3: “colour” is “teal”, which was not in training: its inputs are all 0.",
        "Line 4: “colour” is “Black ”, which was not in training: its inputs are all 0. Is it “black”?",
    ]


def test_numbers_and_dates_outside_those_of_the_training_rows_are_named():
    new = "colour,weight,born\nblack,4,2020-03-04\nblack,12.5,2023-01-01\nblack,-1,2020-01-01\nblack,99,2020-01-01\n"
    assert said(encoded(new)[0]) == [
        "Line 4: “weight” is “-1”, below all training rows (4 to 12).",
        "Line 3 and 1 more: “weight” is “12.5”, above all training rows (4 to 12).",
        "Line 3: “born” is “2023-01-01”, above all training rows (2019-11-30 to 2022-01-02).",
    ]


@pytest.mark.parametrize("code", ["-999", "9999", "-9999.0"])
def test_a_number_that_may_stand_for_a_missing_value_is_asked_about_in_one_new_row_as_in_a_table(code):
    row = "black,{},2020-03-04\n"
    found, _ = encoded("colour,weight,born\n" + row.format(code))
    ask = "which may stand for a missing value and was read as a number (training rows: 4 to 12). Empty it if it does."
    assert said(found) == [f"Line 2: “weight” is “{code}”, {ask}"]
    beside, _ = encoded("colour,weight,born\n" + row.format(code) + row.format(-1.5) + row.format(code))
    assert said(beside) == [
        f"Line 2 and 1 more: “weight” is “{code}”, {ask}",
        "Line 3: “weight” is “-1.5”, below all training rows (4 to 12).",
    ]


def test_a_number_chosen_to_stand_for_a_missing_value_is_a_gap_in_new_rows_too():
    training = PETS + "cat,black,-999,2020-03-04\n"
    new = "colour,weight,born\nblack,-999,2020-03-04\nblack,5,2020-03-04\n"
    found, _ = encoded(new, training)
    assert [sentence for sentence in said(found) if "may stand for a missing value" in sentence]
    chosen = PreprocessingOptions(categories="one-hot", missing="leave out rows", missing_codes=("weight",))
    found, _ = encoded(new, training, options=chosen)
    assert said(found) == ["Line 2: “weight” has no value (“-999”): left out, as such rows were in training."]


def test_a_gap_is_filled_as_in_training_left_out_as_there_or_refused_with_its_cell():
    new = "colour,weight,born\nblack,n/a,2020-03-04\nbrown,5,2020-03-04\n"
    found, _ = encoded(new, settings=Settings())
    assert inputs(found)[0, 3] == pytest.approx(np.mean([4, 9, 6, 5, 12]))
    assert said(found) == [
        "Line 2: “weight” has no value (“n/a”): the mean of the training rows, 7.2, stands in, as in training."
    ]
    left_out = PreprocessingOptions(categories="one-hot", missing="leave out rows")
    found, _ = encoded(new, options=left_out)
    assert found.rows.tolist() == [1]
    assert said(found) == ["Line 2: “weight” has no value (“n/a”): left out, as such rows were in training."]
    assert "Every row has a gap" in refused("colour,weight,born\nblack,,2020-03-04\n", options=left_out)
    whole = PETS.replace("black,,", "black,7,")
    no_rule = PreprocessingOptions(categories="one-hot")
    found, _ = encoded(new, whole, options=no_rule)
    assert found.rows.tolist() == [1]
    assert said(found) == ["Line 2: “weight” has no value (“n/a”): left out, since no rule for gaps is chosen."]
    sentence = refused("colour,weight,born\nblack,n/a,\n", training=whole, options=no_rule)
    assert sentence.startswith("Column “weight” has no value on line 2 (“n/a”); column “born” has no value on line 2")


def test_a_few_odd_cells_are_gaps_and_all_that_cannot_be_read_is_said_at_once():
    new = "colour,weight,born\nblack,heavy,2020-03-04\nbrown,5,2020-03-04\nbrown,6,soon\nwhite,7,2020-03-05\n"
    left_out = PreprocessingOptions(categories="one-hot", missing="leave out rows")
    found, _ = encoded(new, options=left_out)
    assert found.rows.tolist() == [1, 3]
    assert said(found) == [
        "Line 2: “weight” has no value (“heavy”): left out, as such rows were in training.",
        "Line 4: “born” has no value (“soon”): left out, as such rows were in training.",
    ]
    sentence = refused("weight,born\nheavy,2020-03-04\nlight,soon\n5,later\n")
    assert "“colour”" in sentence
    assert (
        "“heavy” on line 2, which is no number as in the training table, and 1 more such cell: correct them" in sentence
    )
    assert "“soon” on line 3" in sentence


def test_missing_columns_are_named_with_what_is_near_them_and_others_ignored_aloud():
    assert refused("Colour,Weight (kg),age\nblack,4,3\n") == (
        "3 columns that the net reads are missing: “colour” (is it “Colour”?), “weight” (is it “Weight (kg)”?), “born”."
    )
    assert refused("colour,weight\nblack,4\n") == "1 column that the net reads is missing: “born”."
    assert "No line of names was found" in refused("1,4,5\n2,4,6\n")
    found, _ = encoded("id,colour,weight,born,name\n7,black,4,2020-03-04,Tom\n")
    assert said(found) == ["2 columns that the net does not read, ignored: “id”, “name”."]


def test_names_that_are_numbers_are_known_by_those_of_the_training_table():
    training = "digit,0,1,2\none,5,9,1\ntwo,8,3,4\none,7,7,2\n"
    found, _ = encoded("2,0,1\n4,8,3\n1,5,9\n", training, settings=Settings())
    assert inputs(found).tolist() == [[8, 3, 4], [5, 9, 1]]
    assert found.table.place(0) == "line 2"
    assert "no row of data" in found.table.notes[-1].sentence


def test_a_cell_that_is_no_number_is_refused_or_among_many_a_gap_and_named_as_is_one_too_large_for_a_net():
    row = "black,{},2020-03-04\n"
    assert "“heavy” on line 3, which is no number" in refused(
        f"colour,weight,born\n{row.format(4)}{row.format('heavy')}"
    )
    found, _ = encoded("colour,weight,born\n" + row.format(4) * 9 + row.format("heavy"))
    assert said(found) == [
        "Line 11: “weight” has no value (“heavy”): the mean of the training rows, 7.2, stands in, as in training."
    ]
    assert "“soon” on line 2, which is no date" in refused("colour,weight,born\nblack,4,soon\n")
    assert "“1e300” on line 2" in refused("colour,weight,born\nblack,1e300,2020-03-04\n")


def test_labels_are_the_classes_of_training_and_one_that_training_never_saw_is_not_counted():
    found, trained = encoded(
        "kind,colour,weight,born\ndog,black,4,2020-03-04\nfox,black,4,2020-03-04\n,black,4,2020-03-04\n"
    )
    assert trained.dataset.classes == ("cat", "dog")
    assert found.targets.tolist() == [1, -1, -1]
    assert found.n_labelled == 1
    assert said(found) == ["Line 3: the label is “fox”, which was not in training: not counted in accuracy and loss."]


def test_each_label_that_training_never_saw_is_named_with_its_rows():
    labels = ["fox", "dog", "owl", "fox", "", "Dog"]
    found, _ = encoded("kind,colour,weight,born\n" + "".join(f"{name},black,4,2020-03-04\n" for name in labels))
    end = "which was not in training: not counted in accuracy and loss."
    assert said(found) == [
        f"Line 2 and 1 more: the label is “fox”, {end}",
        f"Line 4: the label is “owl”, {end}",
        f"Line 7: the label is “Dog”, {end}",
    ]
    many, _ = encoded("kind,colour,weight,born\n" + "".join(f"k{k},black,4,2020-03-04\n" for k in range(30)))
    assert len(said(many)) == 11
    assert said(many)[-1].startswith("There are 20 more labels")


def test_each_text_that_stands_for_no_value_is_named_with_its_rows():
    row, cells = "black,{},2020-03-04\n", ["n/a", "", "4", "NA", "n/a", "5"]
    new = "colour,weight,born\n" + "".join(row.format(cell) for cell in cells)
    made = "the mean of the training rows, 7.2, stands in, as in training."
    assert said(encoded(new)[0]) == [
        f"Line 2 and 1 more: “weight” has no value (“n/a”): {made}",
        f"Line 3: “weight” has no value: {made}",
        f"Line 5: “weight” has no value (“NA”): {made}",
    ]


def test_each_row_that_is_left_out_is_named_with_the_first_of_its_gaps():
    options = PreprocessingOptions(categories="one-hot", missing="leave out rows")
    found, _ = encoded(
        "colour,weight,born\nblack,n/a,\nbrown,5,\nbrown,,2020-03-04\nblack,4,2020-03-04\n", options=options
    )
    made = "left out, as such rows were in training."
    assert found.rows.tolist() == [3]
    assert said(found) == [
        f"Line 2: “weight” has no value (“n/a”): {made}",
        f"Line 4: “weight” has no value: {made}",
        f"Line 3: “born” has no value: {made}",
    ]


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_a_measured_label_is_cut_where_the_training_rows_were(share):
    rows = [f"{0.5 + (7 * k) % 30},{k}" for k in range(30)]
    options, settings = PreprocessingOptions(bins=3), Settings(validation_split=share)
    found, trained = encoded(
        "y,x\n" + "\n".join(rows[:5]), "y,x\n" + "\n".join(rows), options=options, settings=settings
    )
    assert (found.targets == trained.dataset.targets[:5]).all()


STEPS = "on,who,day,x\n" + "\n".join(
    f"{'yn'[(k * k) % 3 == 0]},{who},{day},{k}" for k, (who, day) in enumerate([("b", 3), ("a", 1), ("b", 1), ("a", 2)])
)


def test_an_rnn_reads_new_rows_by_group_and_time_as_in_training():
    options, rnn = PreprocessingOptions(group="who", time="day"), Settings(net="rnn")
    found, trained = encoded(STEPS, STEPS, options=options, settings=rnn, in_sequences=True)
    assert (found.rows == trained.dataset.rows).all()
    assert (found.groups == trained.dataset.groups).all()
    assert "“day”" in refused("who,x\na,1\n", training=STEPS, options=options, in_sequences=True)
    assert "no value on line 3" in refused(
        "who,day,x\na,1,2\na,,3\n", training=STEPS, options=options, in_sequences=True
    )
    alone, _ = encoded("x\n5\n6\n", STEPS, options=options, settings=rnn)
    assert alone.groups is None
    assert alone.rows.tolist() == [0, 1]
