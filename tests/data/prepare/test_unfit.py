"""What is refused is what is in the way: all of it, the right cell, and first what helps best."""

import pytest

from nets.data.csv.parse import read
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.options import PreprocessingOptions
from nets.errors import DataError


def refusal(text, **options):
    with pytest.raises(DataError) as refused:
        dataset_from(read(text.encode(), name="a.csv"), options=PreprocessingOptions(**options))
    return refused.value


def rows(*cells):
    return "y,x\n" + "".join(f"{'ab'[i % 2]},{cell}\n" for i, cell in enumerate(cells))


@pytest.mark.parametrize(
    ("cells", "blamed"),
    [
        (("1", "2", "three", "four", "5", "wet"), "“three” on line 4"),
        (("1", "red", "green", "blue", "2"), "“red” on line 3"),
        (("3 kg", "4 kg", "5 lb", "6 kg"), "“5 lb” on line 4"),
        (("2024-01-01", "2024-01-02", "soon", "2024-01-04"), "“soon” on line 4"),
        (("2024-01-01", "2024-01-02", "2024-02-30", "2024-01-04"), "“2024-02-30” on line 4"),
        (("2024-01-01", "7", "2024-01-04"), "“7” on line 3"),
    ],
)
def test_the_good_cell_is_never_the_one_blamed(cells, blamed):
    found = refusal(rows(*cells))
    assert found.code == "not-a-number"
    assert blamed in found.sentence


def test_all_that_is_in_the_way_is_said_at_once():
    text = "y,a,b,c\nu,1,inf,3\n,2,5,red\nv,,1,blue\nv,9,1,\n"
    found = refusal(text)
    assert found.code == "missing-label"
    assert "The label “y” is missing on line 3" in found.sentence
    assert "Column “a” has no value on line 4" in found.sentence
    assert "Column “b” has “inf” on line 2" in found.sentence
    others = refusal(text.replace("\n,2", "\nu,2"))
    assert "Column “c” has “red” on line 3, which is not a number" in others.sentence


def test_columns_with_the_same_remedy_share_a_sentence():
    header, cells = ",".join("abcdef"), ",".join(["nine"] * 5)
    found = refusal(f"y,{header}\nu,1,{cells}\nv,2,{cells}\n")
    assert found.sentence.count(": make it one-hot, or leave the column out.") == 1
    assert "2 more columns likewise" in found.sentence


def test_a_gap_is_filled_by_a_choice_and_an_infinity_is_not():
    gap = refusal(rows("1", "", "3")).sentence
    assert gap.endswith(": choose a rule for missing values, fill them in, or leave the column out.")
    infinity = refusal(rows("1", "inf", "3"), missing="median").sentence
    assert infinity.endswith(": correct the cell, delete the row, or leave the column out.")
    label = refusal("y,x\na,1\n,2\nb,3\n").sentence
    assert "leave out rows with a missing value, fill it in" in label


def test_classes_that_went_with_the_rows_left_out_are_not_said_never_to_have_been_there():
    found = refusal("y,x\na,1\na,2\nb,\nb,\n", missing="leave out rows")
    assert found.code == "one-class"
    assert "every row without a gap has the label “a”" in found.sentence.lower()
    assert "fill missing values" in found.sentence


def test_a_time_that_is_none_is_named():
    found = refusal("y,t,x\na,1,1\nb,noon,2\na,3,3\n", time="t")
    assert found.code == "no-time"
    assert "“noon” on line 3" in found.sentence


def test_each_number_beyond_what_a_net_computes_with_is_named_or_counted():
    some = refusal(rows("1", "-inf", "3", "2e300", "Infinity")).sentence
    assert "has “-inf” on line 3, “2e300” on line 5 and “Infinity” on line 6, which are beyond" in some
    assert some.endswith(": correct the cells, delete the rows, or leave the column out.")
    many = refusal(rows(*["inf"] * 9, "1")).sentence
    assert "“inf” on line 6 and 4 more, which are beyond" in many
    assert "on line 7" not in many
