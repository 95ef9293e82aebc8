"""What is made of a table by choice, and that it is learnt from the training rows only."""

import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler

from nets.data.columns.infer import columns_of
from nets.data.csv.parse import read
from nets.data.datasets.samples import read_sample
from nets.data.prepare.dataset import dataset_from, feature_columns
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.trace import back_from, trace_of
from nets.data.read_options import Reading
from nets.errors import DataError

PETS = """kind,colour,weight,born
cat,black,4 kg,2020-01-01
dog,brown,,2020-01-03
cat,white,6 kg,2020-01-02
dog,black,20 kg,2020-01-11
"""


def table(text: str, **reading):
    return read(text.encode(), name="a.csv", reading=Reading(**reading) if reading else None)


def numbers(cells: list[str], delimiter: str = ";") -> list[float]:
    lines = [f"row{delimiter}x", *(f"r{n}{delimiter}{cell}" for n, cell in enumerate(cells))]
    (column,) = columns_of(table("\n".join(lines)), ("x",))
    return column.kind, None if column.values is None else column.values.tolist()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1,5", "2,25"], [1.5, 2.25]),
        (["1.234,5", "12,0"], [1234.5, 12]),
        (["1.234.567", "1"], [1234567, 1]),
        (["1,234.5", "7"], [1234.5, 7]),
        (["1 234,5", "−2"], [1234.5, -2]),
        (["1'234.5", "+1e3"], [1234.5, 1000]),
        (["12%", "7.5 %"], [12, 7.5]),
        (["$1.50", "$2"], [1.5, 2]),
        (["3 kg", "4.5 kg"], [3, 4.5]),
        (["(12)", "12"], [-12, 12]),
        (["007", "7"], [7, 7]),
        (["0,125", "0,250"], [0.125, 0.25]),
        (["12:30", "06:00"], [12.5 / 24, 0.25]),
        (["1970-01-02", "1970-01-03T12:00"], [1, 2.5]),
        (["13/01/1970", "02/01/1970"], [12, 1]),
        (["1,5", "1.25"], [1.5, 1.25]),
    ],
)
def test_numbers_are_read_as_people_write_them(cells, expected):
    kind, values = numbers(cells)
    assert kind in ("number", "date", "clock")
    assert np.allclose(values, expected)


@pytest.mark.parametrize("cells", [["3 kg", "4 lb"], ["12%", "7"], ["a1", "b2"], ["2020-02-30", "2020-01-01"]])
def test_what_is_not_written_alike_stays_text(cells):
    assert numbers(cells)[0] == "text"


def test_one_column_s_decimal_comma_speaks_for_the_others():
    found = columns_of(table("y;a;b\nx;1,5;1.234\nz;2,5;2.500\n"))
    assert found[2].values.tolist() == [1234, 2500]
    assert "guess" in found[2].sentence
    assert columns_of(table("y;a;b\nx;1,5;1.234\nz;2,5;2.500\n", decimal="."))[2].values.tolist() == [1.234, 2.5]


@pytest.mark.parametrize("gap", ["", "NA", "n/a", "NaN", "?", "-", "#N/A", "null"])
def test_gaps_are_filled_by_the_rule_chosen(gap):
    text = f"y,x\na,1\nb,{gap}\na,4\nb,10\n"
    with pytest.raises(DataError, match="line 3"):
        dataset_from(table(text))
    expected = {"mean": 5, "median": 4, "zero": 0}
    for rule, value in expected.items():
        assert dataset_from(table(text), options=PreprocessingOptions(missing=rule)).inputs[1, 0] == value
    kept = dataset_from(table(text), options=PreprocessingOptions(missing="leave out rows"))
    assert kept.rows.tolist() == [0, 2, 3]
    assert any(note.lines == (3,) for note in kept.notes)


def test_rules_are_learnt_from_the_training_rows_only():
    rng = np.random.default_rng(0)
    values = rng.normal(5, 3, 40)
    text = "y,x\n" + "".join(f"{'ab'[n % 2]},{value!r}\n" for n, value in enumerate(values.tolist()))
    training = np.arange(40) < 25
    found = dataset_from(table(text), options=PreprocessingOptions(standardise=True), training=training)
    theirs = StandardScaler().fit(values[:25, None]).transform(values[:, None])
    assert np.allclose(found.inputs, theirs)
    other = text.replace(repr(values[39]), "1000000")
    changed = dataset_from(table(other), options=PreprocessingOptions(standardise=True), training=training)
    assert np.array_equal(changed.inputs[:39], found.inputs[:39])
    unseen = dataset_from(
        table("y,c\na,red\nb,blue\na,green\n"),
        options=PreprocessingOptions(categories="one-hot"),
        training=np.array([True, True, False]),
    )
    assert unseen.features == ("c = blue", "c = red")
    assert unseen.inputs.tolist() == [[0, 1], [1, 0], [0, 0]]


def test_a_row_is_traced_to_its_inputs_and_back():
    options = PreprocessingOptions(categories="one-hot", missing="mean", standardise=True)
    read_table = table(PETS)
    data = dataset_from(read_table, options=options)
    columns = feature_columns(read_table, options)
    for row in range(data.n_rows):
        trace = trace_of(read_table, data, row, columns=columns)
        assert np.allclose([value for each in trace.columns for _, value in each.inputs], data.inputs[row])
        assert dict(trace.target)[trace.label] == 1
        for each in trace.columns:
            if each.kind != "text":
                assert np.isclose((each.filled - each.mean) / each.scale, each.inputs[0][1])
    assert trace_of(read_table, data, 1, columns=columns).place == "line 3"
    assert trace_of(read_table, data, 1, columns=columns).columns[1].was_missing
    back = dict(back_from(data, data.inputs[3]))
    assert back == {"colour": "black", "weight": "20", "born": "2020-01-11"}


def test_dates_begin_at_their_first_day_before_1970_too_and_times_of_day_at_midnight():
    data = dataset_from(table("kind,born,at\na,1950-01-02,06:00\nb,1950-01-01,12:00\n"))
    assert data.inputs.tolist() == [[1, 0.25], [0, 0.5]]
    assert back_from(data, data.inputs[0]) == (("born", "1950-01-02"), ("at", "06:00"))


def test_the_trace_of_a_row_reads_numbers_as_the_dataset_did_also_by_a_column_that_is_left_out():
    read_table = table("y;remark;x\na;1,5;1.234\nb;see below;2.500\n")
    data = dataset_from(read_table, options=PreprocessingOptions(categories="leave out"))
    columns = feature_columns(read_table, data.options)
    assert data.inputs[:, 0].tolist() == [1234, 2500]
    assert trace_of(read_table, data, 0, columns=columns).columns[0].number == 1234


def test_every_choice_is_in_the_hash():
    read_table = read_sample("iris.csv")
    chosen = [
        PreprocessingOptions(),
        PreprocessingOptions(standardise=True),
        PreprocessingOptions(missing="mean"),
        PreprocessingOptions(left_out=("sepal_width_cm",)),
        PreprocessingOptions(label="petal_width_cm", categories="one-hot"),
    ]
    assert len({dataset_from(read_table, options=choice).sha256 for choice in chosen}) == len(chosen)


def test_a_measured_label_is_refused_and_can_be_cut_into_bins_of_like_size():
    text = "x,y\n" + "".join(f"{n},{n / 7}\n" for n in range(120))
    with pytest.raises(DataError, match="cut it into bins"):
        dataset_from(table(text), label="y")
    found = dataset_from(table(text), label="y", options=PreprocessingOptions(bins=4))
    assert len(found.classes) == 4
    assert np.bincount(found.targets).tolist() == [30] * 4
    assert np.all(np.diff(found.targets) >= 0)


def test_a_measured_label_that_is_constant_but_for_rounding_is_not_cut():
    text = "x,y\n" + "".join(f"{n},{0.3 + n % 3 * 1e-16!r}\n" for n in range(30))
    with pytest.raises(DataError, match="nothing to tell apart"):
        dataset_from(table(text), label="y", options=PreprocessingOptions(bins=2))


def test_bins_of_a_label_around_a_large_number_have_names_of_their_own():
    text = "x,y\n" + "".join(f"{n},{1_700_000_000 + n}\n" for n in range(120))
    found = dataset_from(table(text), label="y", options=PreprocessingOptions(bins=4))
    assert len(set(found.classes)) == 4
    assert np.bincount(found.targets).tolist() == [30] * 4


def test_groups_and_time_make_sequences():
    text = "y,who,when,x\na,q,2,1\nb,p,1,2\na,q,1,3\nb,p,0,4\n"
    found = dataset_from(table(text), options=PreprocessingOptions(group="who", time="when"))
    assert found.features == ("x",)
    assert found.rows.tolist() == [2, 0, 3, 1]
    assert found.sequence_starts.tolist() == [True, False, True, False]


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (PETS, PreprocessingOptions(), "not-a-number"),
        (PETS, PreprocessingOptions(left_out=("nothing",)), "unknown-column"),
        (PETS, PreprocessingOptions(categories="one-hot", most_categories=2), "too-many-categories"),
        (PETS, PreprocessingOptions(left_out=("colour", "weight", "born")), "no-feature"),
        ("y,x\na,\nb,\n", PreprocessingOptions(missing="leave out rows"), "no-row"),
        ("y,x\na,\nb,\n", PreprocessingOptions(missing="mean"), "empty-column"),
        ("y,x\na,1\nb,2\n", PreprocessingOptions(bins=3), "label-not-measured"),
        ("y,x\na,1\n", PreprocessingOptions(), "one-class"),
    ],
)
def test_what_no_net_can_learn_from_has_its_sentence(text, options, code):
    with pytest.raises(DataError) as refusal:
        dataset_from(table(text), options=options)
    assert refusal.value.code == code


def test_what_can_hardly_be_learnt_from_is_noted():
    notes = " ".join(note.sentence for note in dataset_from(table("y,x,z\na,1,3\nb,1,4\nc,1,5\nd,1,6\ne,1,7\n")).notes)
    assert "“x”" in notes
    assert "as many classes as rows" in notes
