"""The .ts files of aeon and sktime: one row a time step, with the series and the step beside the values."""

import pytest

from nets.data.csv.parse import read
from nets.errors import DataError

HEAD = "# from a sensor\n@problemName Gait\n@timeStamps false\n@missing true\n@univariate {}\n@classLabel {}\n@data\n"


def rows(text: str) -> list[list[str]]:
    table = read(text.encode(), name="a.ts")
    assert table.form == "a .ts file of time series"
    return [list(table.columns), *table.cells.to_numpy().tolist()]


def test_one_dimension_with_labels():
    assert rows(HEAD.format("true", "true walk run") + "1.5,2,?:walk\n-3e2,4,5:run\n") == [
        ["label", "series", "time", "value"],
        ["walk", "1", "0", "1.5"],
        ["walk", "1", "1", "2"],
        ["walk", "1", "2", ""],
        ["run", "2", "0", "-3e2"],
        ["run", "2", "1", "4"],
        ["run", "2", "2", "5"],
    ]


def test_dimensions_side_by_side_and_series_of_unequal_length():
    assert rows(HEAD.format("false", "true a b") + "1,2,3:4,5,6:a\n7:8:b\n") == [
        ["label", "series", "time", "dimension 1", "dimension 2"],
        ["a", "1", "0", "1", "4"],
        ["a", "1", "1", "2", "5"],
        ["a", "1", "2", "3", "6"],
        ["b", "2", "0", "7", "8"],
    ]


def test_without_labels_and_with_targets():
    assert rows(HEAD.format("false", "false") + "1,2:3,4\n")[0] == ["series", "time", "dimension 1", "dimension 2"]
    text = "@problemName P\n@timeStamps false\n@targetlabel true\n@data\n1,2:0.5\n3,4:0.7\n"
    assert rows(text)[0] == ["target", "series", "time", "value"]


def test_the_lines_are_those_of_the_series():
    table = read((HEAD.format("true", "true a b") + "1,2:a\n3,4:b\n").encode(), name="a.ts")
    assert list(table.lines) == [8, 8, 9, 9]
    assert any("2 series of 2 time steps" in note.sentence for note in table.notes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@problemName P\n@timeStamps true\n@classLabel true a\n@data\n(0,1),(1,2):a\n", "Line 2"),
        (HEAD.format("true", "true a") + "(0,1),(1,2):a\n", "in parentheses"),
        (HEAD.format("true", "true a") + "1,x:a\n", "Line 8 of this .ts file has 'x'"),
        (HEAD.format("true", "true a") + "1,2:3:a\n", "different lengths"),
        (HEAD.format("true", "true a") + "1,2:a\n1,2:3,4:a\n", "has 2 dimensions"),
        ("@problemName P\n@timeStamps false\n1,2:a\n", "no tag"),
        ("@problemName P\n@timeStamps false\n", "no line @data"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(text, said):
    with pytest.raises(DataError) as refused:
        read(text.encode(), name="a.ts")
    assert refused.value.code == "time-series"
    assert said in refused.value.sentence
