"""ARFF as Weka, R, liac-arff and KEEL write it: the cells, what a sparse row leaves out, and each mistake named."""

import pytest

from nets.data.csv.parse import read
from nets.errors import DataError

WEKA = r"""% 1. Title: leaves
%
@relation leaves

@attribute 'leaf kind' {oak,'red beech'}
@attribute length numeric
@attribute note string
@attribute found date yyyy-MM-dd

@data
oak,4.5,'short, but \'fine\'',2021-04-03
'red beech',?,?,2021-04-05
% none on the 6th
oak,1.0E-3,"a \"quoted\" word",?
"""


def rows(text: str) -> list[list[str]]:
    table = read(text.encode(), name="a.arff")
    assert table.form == "an ARFF file"
    return [list(table.columns), *table.cells.to_numpy().tolist()]


def refusal(text: str) -> str:
    with pytest.raises(DataError) as refused:
        read(text.encode(), name="a.arff")
    assert refused.value.code == "arff"
    return refused.value.sentence


def test_a_file_of_weka():
    assert rows(WEKA) == [
        ["leaf kind", "length", "note", "found"],
        ["oak", "4.5", "short, but 'fine'", "2021-04-03"],
        ["red beech", "", "", "2021-04-05"],
        ["oak", "1.0E-3", 'a "quoted" word', ""],
    ]


def test_lines_are_those_of_the_file_and_gaps_are_said():
    table = read(WEKA.encode(), name="a.arff")
    assert list(table.lines) == [11, 12, 14]
    assert [note.lines for note in table.notes if "missing value" in note.sentence] == [(12, 14)]


def test_a_sparse_row_means_zero_and_the_first_of_the_listed_values():
    head = "@RELATION r\n@ATTRIBUTE n NUMERIC\n@ATTRIBUTE 'k d' {low,'so so'}\n@ATTRIBUTE s STRING\n@DATA\n"
    assert rows(f"{head}{{0 1.5, 1 'so so'}}\n{{2 word}}\n{{}}\n")[1:] == [
        ["1.5", "so so", ""],
        ["0", "low", "word"],
        ["0", "low", ""],
    ]


def test_a_sparse_file_cannot_become_larger_than_a_table_may_be():
    head = "@relation r\n" + "".join(f"@attribute a{n} numeric\n" for n in range(9_000)) + "@data\n"
    with pytest.raises(DataError) as refused:
        read((head + "{0 1}\n" * 1_200).encode(), name="a.arff")
    assert refused.value.code == "too-much"


def test_a_weight_is_left_out_and_said():
    table = read(b"@relation r\n@attribute a real\n@attribute b {x,y}\n@data\n1,x,{0.5}\n2,y\n", name="a.arff")
    assert table.cells.to_numpy().tolist() == [["1", "x"], ["2", "y"]]
    assert any("weight" in note.sentence and note.lines == (5,) for note in table.notes)


def test_dates_of_another_order_are_written_year_first():
    head = "@relation r\n@attribute d date '{}'\n@attribute b {{x,y}}\n@data\n"
    assert rows(head.format("dd/MM/yyyy") + "03/04/2020,x\n?,y\n")[1:] == [["2020-04-03", "x"], ["", "y"]]
    assert rows(head.format("MM/dd/yyyy HH:mm") + "'03/04/2020 17:05',x\n")[1:] == [["2020-03-04 17:05:00", "x"]]
    assert rows(head.format("EEE dd") + "'Mon 03',x\n")[1:] == [["Mon 03", "x"]]


def test_ranges_and_missing_values_of_keel():
    text = (
        "@relation r\n@attribute a real [4.3, 7.9]\n@attribute c {x, y}\n@inputs a\n@outputs c\n@data\n"
        "4.5, x\n<null>, y\n"
    )
    assert rows(text) == [["a", "c"], ["4.5", "x"], ["", "y"]]


def test_blanks_and_tabs_may_part_values():
    assert rows("@relation r\n@attribute a real\n@attribute b real\n@data\n1 2\n3\t4\n")[1:] == [["1", "2"], ["3", "4"]]


def test_a_value_that_is_not_listed_stays_and_is_said():
    table = read(b"@relation r\n@attribute a real\n@attribute b {x,y}\n@data\n1,x\n2,z\n", name="a.arff")
    assert table.cells.to_numpy().tolist() == [["1", "x"], ["2", "z"]]
    assert any("does not list" in note.sentence and note.lines == (6,) for note in table.notes)


HEAD = "@relation r\n@attribute a real\n@attribute b string\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD, "no line @data"),
        ("@relation r\n@data\n1\n", "line 2"),
        (HEAD + "@data\n1\n", "Line 5"),
        (HEAD + "@data\n1,'open\n", "quote that is not closed"),
        (HEAD + "@data\n{5 1}\n", "attribute number 5"),
        (HEAD + "@data\n{0 1, 0 2}\n", "twice"),
        (HEAD + "@data\n{a b}\n", "sparse"),
        ("@relation r\n@attribute bag relational\n@data\n1\n", "“bag” is relational"),
        ("@relation r\n@attribute a {x,y\n@data\nx\n", "closing brace"),
        ("@relation r\n@attribute\n@data\nx\n", "without a name"),
    ],
)
def test_a_mistake_is_named_with_its_line(text, said):
    assert said in refusal(text)
