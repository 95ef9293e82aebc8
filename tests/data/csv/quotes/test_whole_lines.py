"""Quotes around whole lines are left out, and that is said; a column of quoted texts stays one."""

import pytest

from nets.data.csv.parse import read
from nets.data.read_options import Reading

ROWS = [["fir", "0.5", "two, three"], ["elm", "-1", 'say "hi"'], ["ash", "2", "one"]]


@pytest.mark.parametrize(
    "text",
    [
        '"kind,w,b"\n"fir,0.5,""two, three"""\n"elm,-1,""say """"hi"""""""\n"ash,2,one"\n',
        '"kind,w,b"\r\n"fir,0.5,\\"two, three\\""\r\n"elm,-1,\\"say \\"\\"hi\\"\\"\\""\r\n"ash,2,one"\r\n',
        '"kind;w;b"\n"fir;0.5;two, three"\n"elm;-1;""say """"hi"""""""\n"ash;2;one"\n',
    ],
    ids=["doubled", "with backslashes", "semicolons"],
)
def test_what_stands_in_the_quotes_is_the_table(text):
    table = read(text.encode(), name="x.csv")
    assert [list(table.columns), *table.cells.to_numpy().tolist()] == [["kind", "w", "b"], *ROWS]
    assert any("in quotes as a whole" in note.sentence for note in table.notes)


def test_texts_with_a_comma_each_are_one_column():
    table = read(b'"city"\n"Rome, Italy"\n"Bonn, Germany"\n"Oslo, Norway"\n', name="x.csv")
    assert table.cells.to_numpy().tolist() == [["Rome, Italy"], ["Bonn, Germany"], ["Oslo, Norway"]]


def test_a_delimiter_that_a_person_chose_keeps_the_lines_whole():
    text = b'"kind,w"\n"fir,0.5"\n"elm,1.5"\n"ash,2"\n'
    assert read(text, name="x.csv", reading=Reading(delimiter=",")).columns == ("kind,w",)


def test_separators_of_units_win_over_blanks_in_their_fields():
    text = "kind\x1fday\x1ew\x1e".replace("\x1ew", "\x1fw") + "".join(
        f"a b\x1f2024-05-0{n} 00:00\x1f{n}\x1e" for n in (1, 2, 3)
    )
    table = read(text.encode(), name="x.txt")
    assert table.columns == ("kind", "day", "w")
    assert table.cells.to_numpy().tolist()[2] == ["a b", "2024-05-03 00:00", "3"]
