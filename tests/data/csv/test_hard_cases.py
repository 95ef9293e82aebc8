"""Files as people really have them: what is read, and what must be said about it."""

import pytest

from nets.data.csv.parse import read
from nets.errors import DataError

CASES = {
    "excel in german": (
        "Größe;Gewicht;Klasse\r\n1,82;80,5;groß\r\n1,60;55,0;klein\r\n".encode("cp1252"),
        [["Größe", "Gewicht", "Klasse"], ["1,82", "80,5", "groß"], ["1,60", "55,0", "klein"]],
        "Windows-1252",
    ),
    "two lines above two columns": (
        b"Messwerte Labor 3\nExport vom 12.03.2024\n\ntag;wert\n1;2.5\n2;3.5\n",
        [["tag", "wert"], ["1", "2.5"], ["2", "3.5"]],
        "2 lines above the table",
    ),
    "an odd delimiter beside texts with a blank": (
        b"id^height^voice\n1^64^Soprano 1\n2^62^Soprano 1\n",
        [["id", "height", "voice"], ["1", "64", "Soprano 1"], ["2", "62", "Soprano 1"]],
        "",
    ),
    "an odd delimiter beside times": (
        b"time^count\n2015/01/01 01:00:00^2\n2015/01/01 04:00:00^3\n",
        [["time", "count"], ["2015/01/01 01:00:00", "2"], ["2015/01/01 04:00:00", "3"]],
        "",
    ),
    "blanks between words, most of them no numbers": (
        b"id race sex school absent\n1 white male F0 2\n2 black male F1 11\n",
        [
            ["id", "race", "sex", "school", "absent"],
            ["1", "white", "male", "F0", "2"],
            ["2", "black", "male", "F1", "11"],
        ],
        "blanks",
    ),
    "excel's sep line": (b"sep=;\r\na;b\r\n1;2\r\n", [["a", "b"], ["1", "2"]], ""),
    "trailing comma on data rows": (
        b"y,x1,x2\na,1,2,\nb,3,4,\n",
        [["y", "x1", "x2"], ["a", "1", "2"], ["b", "3", "4"]],
        "too many",
    ),
    "trailing comma everywhere": (b"y,x,\na,1,\nb,2,\n", [["y", "x"], ["a", "1"], ["b", "2"]], "too many"),
    "row names of R": (
        b'"x1","x2"\n"r1",1,2\n"r2",3,4\n',
        [["column 1", "x1", "x2"], ["r1", "1", "2"], ["r2", "3", "4"]],
        "row names",
    ),
    "pandas index": (b",y,x\n0,a,1\n1,b,2\n", [["column 1", "y", "x"], ["0", "a", "1"], ["1", "b", "2"]], "no name"),
    "pandas default names": (
        b",0,1,2\n0,5,6,7\n1,8,9,10\n",
        [["column 1", "0", "1", "2"], ["0", "5", "6", "7"], ["1", "8", "9", "10"]],
        "",
    ),
    "years for names": (
        b"country,1990,1991,1992\nA,1,2,3\nB,4,5,6\n",
        [["country", "1990", "1991", "1992"], ["A", "1", "2", "3"], ["B", "4", "5", "6"]],
        "",
    ),
    "dates for names": (
        b"region,2020-01-22,2020-01-23\nA,1,2\nB,3,4\n",
        [["region", "2020-01-22", "2020-01-23"], ["A", "1", "2"], ["B", "3", "4"]],
        "",
    ),
    "a column called #": (b"#,y,x\n1,a,2\n2,b,3\n", [["#", "y", "x"], ["1", "a", "2"], ["2", "b", "3"]], ""),
    "numbers without a header": (
        b"1,2,3\n4,5,6\n7,8,9\n",
        [["column 1", "column 2", "column 3"], ["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]],
        "kept as a row",
    ),
    "a table from a manual": (
        b"| y | x |\n|---|---|\n| a | 1 |\n| b | 2 |\n",
        [["y", "x"], ["a", "1"], ["b", "2"]],
        "dashes",
    ),
    "a second byte order mark": (b"\xef\xbb\xbf\xef\xbb\xbfy,x\na,1\n", [["y", "x"], ["a", "1"]], ""),
    "iris without a header": (
        b"5.1,3.5,setosa\n4.9,3.0,setosa\n6.3,3.3,virginica\n",
        [
            ["column 1", "column 2", "column 3"],
            ["5.1", "3.5", "setosa"],
            ["4.9", "3.0", "setosa"],
            ["6.3", "3.3", "virginica"],
        ],
        "kept as a row",
    ),
    "label first without a header": (
        b"ya,-1\nno,2\nya,0.5\n",
        [["column 1", "column 2"], ["ya", "-1"], ["no", "2"], ["ya", "0.5"]],
        "kept as a row",
    ),
    "mushrooms": (
        b"p,x,s,p\ne,x,y,a\np,b,s,p\n",
        [
            ["column 1", "column 2", "column 3", "column 4"],
            ["p", "x", "s", "p"],
            ["e", "x", "y", "a"],
            ["p", "b", "s", "p"],
        ],
        "kept as a row",
    ),
    "all text": (
        b"name,city\nAnn,Rome\nBob,Oslo\n",
        [["name", "city"], ["Ann", "Rome"], ["Bob", "Oslo"]],
        "nothing sets it apart",
    ),
    "a title above": (
        b"Results of 2024\n\ny,x,z\na,1,2\nb,3,4\n",
        [["y", "x", "z"], ["a", "1", "2"], ["b", "3", "4"]],
        "above the table",
    ),
    "a title in excel": (
        b"Results,,\ny,x,z\na,1,2\nb,3,4\n",
        [["y", "x", "z"], ["a", "1", "2"], ["b", "3", "4"]],
        "above the table",
    ),
    "a first row with gaps, and no header": (
        b"cache/a.pyc,,\na.py,sha256=x1,120\nb.py,sha256=x2,75\nlist,,\n",
        [
            ["column 1", "column 2", "column 3"],
            ["cache/a.pyc", "", ""],
            ["a.py", "sha256=x1", "120"],
            ["b.py", "sha256=x2", "75"],
            ["list", "", ""],
        ],
        "kept as a row",
    ),
    "a cell longer than csv.reader takes": (
        b'y,x\n"' + b"a, " * 50_000 + b'",1\nb,2\n',
        [["y", "x"], ["a, " * 50_000, "1"], ["b", "2"]],
        "",
    ),
    "facts above": (
        b"Station,Berlin\nUnit,C\ny,x,z,w\na,1,2,3\nb,3,4,5\nc,4,5,6\n",
        [["y", "x", "z", "w"], ["a", "1", "2", "3"], ["b", "3", "4", "5"], ["c", "4", "5", "6"]],
        "above the table",
    ),
    "comments": (b"# made by hand\ny,x\na,1\n# odd one\nb,2\n", [["y", "x"], ["a", "1"], ["b", "2"]], "comments"),
    "a commented header": (b"# a b\n1 2\n3 4\n", [["a", "b"], ["1", "2"], ["3", "4"]], "comment on line 1"),
    "a remark below": (
        b"y,x,z\na,1,2\nb,3,4\n\nSource: WHO\n",
        [["y", "x", "z"], ["a", "1", "2"], ["b", "3", "4"]],
        "below the table",
    ),
    "blank lines": (b"\n\ny,x\n\na,1\n   \nb,2\n\n", [["y", "x"], ["a", "1"], ["b", "2"]], "blank lines"),
    "empty rows": (
        b"y,x,z\na,1,2\n,,\nb,3,4\n,,\n",
        [["y", "x", "z"], ["a", "1", "2"], ["b", "3", "4"]],
        "delimiters only",
    ),
    "short row": (
        b"y,x,z\na,1,2\nb,3\nc,4,5\n",
        [["y", "x", "z"], ["a", "1", "2"], ["b", "3", ""], ["c", "4", "5"]],
        "fewer fields",
    ),
    "long row": (
        b"y,x\na,1\nb,2,oops\nc,3\n",
        [["y", "x", "column 3"], ["a", "1", ""], ["b", "2", "oops"], ["c", "3", ""]],
        "more fields",
    ),
    "same names": (b"y,x,x\na,1,2\nb,3,4\n", [["y", "x", "x (2)"], ["a", "1", "2"], ["b", "3", "4"]], "is now “x (2)”"),
    "spaces after commas": (b"y, x\nya, 1\nno, 2\n", [["y", "x"], ["ya", "1"], ["no", "2"]], "space follows"),
    "a name twice, once after a space": (b"x, x\nya, 1\nno, 2\n", [["x", "x (2)"], ["ya", "1"], ["no", "2"]], "is now"),
    "quotes after spaces": (b'y, x\n"a, b", 1\n"c", 2\n', [["y", "x"], ["a, b", "1"], ["c", "2"]], "space follows"),
    "inches": (b'y,x\n19" wide,1\n20" wide,2\n', [["y", "x"], ['19" wide', "1"], ['20" wide', "2"]], "quotes"),
    "an open quote": (b'y,x,z\n"a,1,2\nb,3,4\n', [["y", "x", "z"], ['"a', "1", "2"], ["b", "3", "4"]], "quotes"),
    "backslashes": (b'y,x\n"a \\"b\\", c",1\n"d",2\n', [["y", "x"], ['a "b", c', "1"], ["d", "2"]], "backslash"),
    "single quotes": (b"y,x\n'a,b',1\n'c',2\n", [["y", "x"], ["a,b", "1"], ["c", "2"]], "single quotes"),
    "old mac": (b"y,x\ra,1\rb,2\r", [["y", "x"], ["a", "1"], ["b", "2"]], ""),
    "fixed width": (b"y     x\n  a   1.5\n  b  10.5\n", [["y", "x"], ["a", "1.5"], ["b", "10.5"]], "blanks"),
    "double colon": (b"u::m::r\n1::2::3\n4::5::6\n", [["u", "m", "r"], ["1", "2", "3"], ["4", "5", "6"]], "::"),
    "carets": (b"y^x\na^1\nb^2\n", [["y", "x"], ["a", "1"], ["b", "2"]], "^"),
    "one column of words": (b"word\nhello world\ngood bye\n", [["word"], ["hello world"], ["good bye"]], ""),
    "one column of times": (b"t\n10:15\n11:20\n12:30\n", [["t"], ["10:15"], ["11:20"], ["12:30"]], ""),
    "one column of moments": (
        b"t\n2020-01-01 10:15\n2020-01-02 11:20\n",
        [["t"], ["2020-01-01 10:15"], ["2020-01-02 11:20"]],
        "",
    ),
    "one column of decimal commas": (b"x\n1,5\n2,5\n3,0\n", [["x"], ["1,5"], ["2,5"], ["3,0"]], ""),
    "utf-16 with tabs": ("y\tx\r\nä\t1\r\nb\t2\r\n".encode("utf-16"), [["y", "x"], ["ä", "1"], ["b", "2"]], "tabs"),
    "a few broken bytes": (
        b"y,x\n" + "ä,1\nö,2\nü,3\nß,4\né,5\n".encode() * 3 + b"\xe4,6\n",
        [["y", "x"], *[["ä", "1"], ["ö", "2"], ["ü", "3"], ["ß", "4"], ["é", "5"]] * 3, ["ä", "6"]],
        "not UTF-8",
    ),
    "labels that look like gaps": (
        b"y,x\nNA,1\nNone,2\nnull,3\nnan,4\nTrue,5\n001,6\n1,7\n",
        [["y", "x"], ["NA", "1"], ["None", "2"], ["null", "3"], ["nan", "4"], ["True", "5"], ["001", "6"], ["1", "7"]],
        "",
    ),
    "one cell that crashed pandas": (b"id\n2e06918610327a\n", [["id"], ["2e06918610327a"]], ""),
    "markup is text": (
        b"y,<b>x</b>\n<script>,1\n[a](http://b),2\n",
        [["y", "<b>x</b>"], ["<script>", "1"], ["[a](http://b)", "2"]],
        "",
    ),
    "dates before commas": (
        b"when,x\n2020-01-01 10:00:00,1\n2020-01-02 11:00:00,2\n",
        [["when", "x"], ["2020-01-01 10:00:00", "1"], ["2020-01-02 11:00:00", "2"]],
        "",
    ),
}


@pytest.mark.parametrize("kind", CASES)
def test_hard_case(kind):
    raw, expected, said = CASES[kind]
    table = read(raw, name="hard.csv")
    notes = " ".join(note.sentence for note in table.notes)
    rows = table.cells.to_numpy().tolist()
    assert [list(table.columns), *rows] == expected, notes
    assert said in notes


REFUSED = {
    "an excel workbook": (b"PK\x03\x04\x14\x00[Content_Types].xml xl/workbook.xml", "spreadsheet", "Excel"),
    "an old excel file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "spreadsheet", "save"),
    "gzip": (b"\x1f\x8b\x08\x00", "archive", "unpack"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "picture", "picture"),
    "a web page": (b"\n<!DOCTYPE html><html><body>404</body></html>", "web-page", "web page"),
    "a pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "pointer", "git lfs pull"),
    "noise": (bytes(range(256)) * 20, "not-text", "not a text file"),
    "names only": (b"y,x\n", "header-only", "no row"),
    "nothing": (b"\xef\xbb\xbf\r\n", "empty", "empty"),
    "prose": (
        b"Dear all,\nthis is a letter, not a table, and it goes on, and on, and on.\nYours,\nA, B, C and D, E.\n" * 5,
        "not-a-table",
        "does not look like a table",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_table_is_named(kind):
    raw, code, said = REFUSED[kind]
    with pytest.raises(DataError) as refusal:
        read(raw, name="hard.csv")
    assert (refusal.value.code, said in refusal.value.sentence) == (code, True), refusal.value.sentence


def test_notes_tell_the_lines():
    table = read(b'y,x\n"two\nlines",1\n\nb,2,3\nc,4\n# no\nd\n', name="a.csv")
    lines = {note.sentence: note.lines for note in table.notes if note.lines}
    assert list(table.lines) == [2, 5, 6, 8]
    assert (4,) in lines.values()
    assert (5,) in lines.values()
    assert (7,) in lines.values()
    assert any(lines[sentence][-1] == 8 for sentence in lines if "fewer" in sentence)


def test_a_quote_that_encloses_many_lines_is_pointed_out():
    raw = b'y,x\na,"1\n' + b"b,2\n" * 30 + b'c,3"\nd,4\n'
    notes = read(raw, name="a.csv").notes
    assert any(note.lines == (2,) and "is a quote missing" in note.sentence for note in notes)


def test_a_second_line_of_names_is_shown_without_colons_where_the_first_has_none():
    table = read(b",,Size\nkind,mass,length\na,1.5,2\nb,2.5,3\na,3.5,4\nb,4.5,1\n", name="a.csv")
    (sentence,) = [note.sentence for note in table.notes if "more of the names" in note.sentence]
    assert "(kind, mass, Size: length)" in sentence
