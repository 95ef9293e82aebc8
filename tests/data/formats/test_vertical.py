"""Records one below the other, and records whose values bear their names."""

import pytest

from nets.data.csv.parse import read
from nets.errors import DataError

ROWS = [["kind", "a b"], ["fir", "2"], ["elm", ""], ["two words", "x: y"]]

SAME = {
    "psql": "-[ RECORD 1 ]---\nkind | fir\na b  | 2\n-[ RECORD 2 ]---\nkind | elm\na b  | \n-[ RECORD 3 ]---\n"
    "kind | two words\na b  | x: y\n\n",
    "psql, in German": (
        "-[ DATENSATZ 1 ]\nkind | fir\na b  | 2\n-[ DATENSATZ 2 ]\nkind | elm\na b  | \n-[ DATENSATZ 3 ]\n"
        "kind | two words\na b  | x: y\n"
    ),
    "psql, unicode": "─[ RECORD 1 ]───\nkind │ fir\na b  │ 2\n─[ RECORD 2 ]───\nkind │ elm\na b  │ \n─[ RECORD 3 ]───\n"
    "kind │ two words\na b  │ x: y\n",
    "psql, border 2": (
        "+-[ RECORD 1 ]-----+\n| kind | fir       |\n| a b  | 2         |\n+-[ RECORD 2 ]-----+\n"
        "| kind | elm       |\n| a b  |           |\n+-[ RECORD 3 ]-----+\n| kind | two words |\n"
        "| a b  | x: y      |\n+------+-----------+\n"
    ),
    "psql, unaligned": "kind|fir\na b|2\n\nkind|elm\na b|\n\nkind|two words\na b|x: y\n",
    "MySQL": (
        "*************************** 1. row ***************************\nkind: fir\n a b: 2\n"
        "*************************** 2. row ***************************\nkind: elm\n a b: \n"
        "*************************** 3. row ***************************\nkind: two words\n a b: x: y\n"
        "3 rows in set (0.00 sec)\n"
    ),
    "SQLite": "kind = fir\n a b = 2\n\nkind = elm\n a b = \n\nkind = two words\n a b = x: y\n",
    "Miller": "kind fir\na b  2\n\nkind elm\na b  \n\nkind two words\na b  x: y\n",
    "Miller, right": (
        "kind       fir\na b          2\n\nkind       elm\na b           \n\nkind two words\na b       x: y\n"
    ),
    "ClickHouse": (
        "Row 1:\n──────\nkind: fir\na b:  2\n\nRow 2:\n──────\nkind: elm\na b:  ᴺᵁᴸᴸ\n\nRow 3:\n──────\n"
        "kind: two words\na b:  x: y\n\n3 rows in set. Elapsed: 0.002 sec.\n"
    ),
    "recutils": "kind: fir\na b: 2\n\nkind: elm\na b:\n\nkind: two words\na b: x: y\n",
    "recutils, with a type": "%rec: tree\n\nkind: fir\na b: 2\n\nkind: elm\na b:\n\nkind: two words\na b: x: y\n",
    "R's write.dcf": "kind: fir\na b: 2\n\nkind: elm\na b: \n\nkind: two words\na b: x: y\n",
    "Miller, DKVP": "kind=fir,a b=2\nkind=elm,a b=\nkind=two words,a b=x: y\n",
    "LTSV": "kind:fir\ta b:2\nkind:elm\ta b:\nkind:two words\ta b:x: y\n",
}


@pytest.mark.parametrize("program", SAME)
def test_one_table_as_many_programs_list_it(program):
    table = read(SAME[program].encode(), name="a.txt")
    assert table.form.startswith("a list of records")
    assert [list(table.columns), *table.cells.to_numpy().tolist()] == ROWS


def test_each_record_has_its_line():
    assert list(read(SAME["psql"].encode(), name="a").lines) == [1, 4, 7]
    assert list(read(SAME["SQLite"].encode(), name="a").lines) == [1, 4, 7]


def test_a_name_that_a_record_lacks_is_a_gap_and_said():
    text = (
        "*** 1. row ***\n kind: fir\n w: 2\n".replace("***", "*" * 27) + f"{'*' * 27} 2. row {'*' * 27}\n kind: elm\n"
    )
    table = read(text.encode(), name="a.txt")
    assert table.cells.to_numpy().tolist() == [["fir", "2"], ["elm", ""]]
    assert any("1 record lacks" in note.sentence and note.lines == (4,) for note in table.notes)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("-[ RECORD 1 ]-\nkind | fir\nw | 2\nkind | elm\n", "vertical-records", "Line 4 names “kind” a second time"),
        ("-[ RECORD 1 ]-\nkind | fir\nspam\n", "vertical-records", "Line 3 is no name"),
        (
            "kind = fir\n w = 2\n\nkind = elm\n w = 3\n\nkind = oak\n spam\n",
            "vertical-records",
            "Line 8 begins with none",
        ),
        ("kind=fir,w=2\nkind=elm,w=3\n" * 4000 + "kind=oak,3\n", "key-values", "Line 8001"),
        ("kind=fir,w=2\nkind=elm,w=3\n" * 4000 + "w=oak,w=3\n", "key-values", "a name twice"),
    ],
)
def test_a_mistake_is_named_with_its_line(text, code, said):
    with pytest.raises(DataError) as refused:
        read(text.encode(), name="a.txt")
    assert (refused.value.code, said in refused.value.sentence) == (code, True), refused.value.sentence


@pytest.mark.parametrize(
    "text",
    [
        "1 2.5\n2 3.5\n\n1 4.5\n2 6.5\n\n1 7\n2 9\n",  # blocks as gnuplot wants them
        "a,b\nx=1,2\ny=3,4\nz=4,5\n",
        "time,x\n10:30,1\n10:40,2\n\n10:30,3\n10:40,4\n",
        "x=1\nx=2\nx=3\n",
    ],
)
def test_other_texts_with_blank_lines_and_signs_are_read_as_before(text):
    assert read(text.encode(), name="a.txt").form == ""


def test_a_comma_in_a_value_of_key_values_stays_there_and_is_said():
    table = read(b"kind=fir,w=2\nkind=elm, or oak,w=3\nkind=fir,w=\n", name="a.txt")
    assert table.cells.to_numpy().tolist() == [["fir", "2"], ["elm, or oak", "3"], ["fir", ""]]
    assert any("stands between values" in note.sentence and note.lines == (2,) for note in table.notes)


def test_most_values_of_key_values_may_have_a_comma_in_them():
    text = "kind=elm, or oak,w=1\nkind=fir,w=2\nkind=ash, white,w=3\nkind=a, b, c,w=4\n"
    assert read(text.encode(), name="a.txt").cells["kind"].tolist() == ["elm, or oak", "fir", "ash, white", "a, b, c"]


def test_quotes_around_all_values_of_key_values_are_left_out_and_said():
    table = read(b'kind:"fir"\tw:"2"\nkind:"elm"\tw:"3"\nkind:"oak"\tw:""\n', name="a.ltsv")
    assert table.cells.to_numpy().tolist() == [["fir", "2"], ["elm", "3"], ["oak", ""]]
    assert any("Texts stand in quotes" in note.sentence for note in table.notes)


def test_records_need_not_all_have_the_same_names():
    text = "kind: fir\nw: 2\nh: 9\n\nkind: elm\nw: 3\n\nkind: ash\nw: 4\nh: 7\n\nkind: oak\nw: 5\nh: 6\nage: 90\n"
    table = read(text.encode(), name="a.dcf")
    assert table.columns == ("kind", "w", "h", "age")
    assert table.cells.to_numpy().tolist()[1:] == [
        ["elm", "3", "", ""],
        ["ash", "4", "7", ""],
        ["oak", "5", "6", "90"],
    ]
    assert any("lack" in note.sentence and note.lines for note in table.notes)


def test_sentences_cut_into_words_are_no_records():
    text = "The DT O\ndog NN O\nRome NNP B\n\nThe DT O\ndog NN O\nRome NNP B\n\nThe DT O\ndog NN O\nRome NNP B\n"
    assert not read(text.encode(), name="a.txt").form
