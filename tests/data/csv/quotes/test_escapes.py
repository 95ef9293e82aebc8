"""Quotes and backslashes that break the rules: as many cells come back as were written, each with its text."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nets.data.csv.parse import read

TEXT = st.text(st.sampled_from('ab ,"'), max_size=8).map(str.strip)


@settings(max_examples=200, deadline=None)
@given(
    texts=st.lists(TEXT, min_size=4, max_size=8),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_NONE, csv.QUOTE_MINIMAL]),
    delimiter=st.sampled_from([",", "\t"]),
)
def test_what_is_written_with_backslashes_comes_back(texts, quoting, delimiter):
    rows = [["kind", "said", "x"], *([f"k{n % 2}", text or "-", f"{n}.5"] for n, text in enumerate(texts))]
    out = io.StringIO()
    csv.writer(
        out, delimiter=delimiter, quoting=quoting, doublequote=False, escapechar="\\", lineterminator="\n"
    ).writerows(rows)
    table = read(out.getvalue().encode(), name="x.csv")
    assert [list(table.columns), *table.cells.to_numpy().tolist()] == rows


CASES = {
    "one encloses the end of another row": (
        b'kind,t,x\na,"six,1\nb,ok,2\na,five",3\nb,"fine",4\n',
        [["a", '"six', "1"], ["b", "ok", "2"], ["a", 'five"', "3"], ["b", "fine", "4"]],
    ),
    "one encloses the next cell": (
        b'kind,t,u,x\na,"big,s",1\nb,ok,k,2\na,five,k,3\n',
        [["a", '"big', 's"', "1"], ["b", "ok", "k", "2"], ["a", "five", "k", "3"]],
    ),
    "one before a cell that is whole": (
        b'kind,t,x\na,"one",1\n"b,"two, three",2\na,"four",3\n',
        [["a", "one", "1"], ['"b', "two, three", "2"], ["a", "four", "3"]],
    ),
    "a text of two lines is no stray": (
        b'kind,t,x\na,"one,\ntwo",1\nb,three,2\n',
        [["a", "one,\ntwo", "1"], ["b", "three", "2"]],
    ),
    "a row that lacks a cell is no stray": (
        b'kind,t,u,x\na,"one, two",s\nb,three,k,2\na,four,k,3\n',
        [["a", "one, two", "s", ""], ["b", "three", "k", "2"], ["a", "four", "k", "3"]],
    ),
    "a blank behind each comma, and quotes around some": (
        b'kind, t, x\na, "A, b", 1\nb, C, 2\n',
        [["a", "A, b", "1"], ["b", "C", "2"]],
    ),
    "a path ends with a backslash": (
        b"kind,t,x\na,C:\\temp\\,1\nb,D:\\x\\,2\n",
        [["a", "C:\\temp\\", "1"], ["b", "D:\\x\\", "2"]],
    ),
    "an empty text in quotes is no doubled quote": (b'kind,t\na,""\nb,x\n', [["a", ""], ["b", "x"]]),
}


@pytest.mark.parametrize("kind", CASES)
def test_a_quote_is_what_lets_the_fields_fit(kind):
    raw, expected = CASES[kind]
    assert read(raw, name="x.csv").cells.to_numpy().tolist() == expected


def test_bytes_of_letters_written_in_octal_are_letters_and_that_is_said():
    table = read(b'"kind" "town" "x"\n"a" "Z\\303\\274rich" "1"\n"b" "Rome" "2"\n', name="a.txt")
    assert table.cells["town"].tolist() == ["Zürich", "Rome"]
    assert any("numbers of their bytes" in note.sentence for note in table.notes)


@pytest.mark.parametrize("town", ["a\\303b", "\\303\\274 ü", "C:\\200"])
def test_other_backslashes_and_digits_stay(town):
    table = read(f'kind,town\na,"{town}"\nb,Rome\n'.encode(), name="a.csv")
    assert table.cells["town"].tolist() == [town, "Rome"]


def test_texts_in_quotes_with_blanks_between_are_fields_without_a_number_among_them():
    table = read(b'"kind" "town"\n"a" "New York"\n"b" "Rome"\n', name="a.txt")
    assert [list(table.columns), *table.cells.to_numpy().tolist()] == [
        ["kind", "town"],
        ["a", "New York"],
        ["b", "Rome"],
    ]
    named = read(b'"town"\n"1" "New York"\n"2" "Rome"\n', name="a.txt")
    assert named.cells["town"].tolist() == ["New York", "Rome"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_single_quotes_around_fields_are_known_beside_double_ones_in_texts(mark):
    rows = [["kind", "plate", "x"], ["a", f'K-"Q"{mark} 3', "1.5"], ["b", "it''s", "2.5"], ["a", "plain", "3.5"]]
    text = "\n".join(mark.join(f"'{cell}'" if n == 1 else cell for n, cell in enumerate(row)) for row in rows)
    table = read(text.encode(), name="a.csv")
    assert table.cells["plate"].tolist() == [f'K-"Q"{mark} 3', "it's", "plain"]


def test_backslashes_before_each_single_quote_are_left_out_beside_double_quotes_in_texts():
    table = read(b'kind|plate\na|K-"Q" 3\nb|Dr. O\\\'Neil\na|plain\n', name="a.csv")
    assert table.cells["plate"].tolist() == ['K-"Q" 3', "Dr. O'Neil", "plain"]
