"""Tables whose columns stand at places that rulers or a description give, and matrices of Octave."""

import pytest

from nets.data.csv.parse import read
from nets.errors import DataError

SIMPLE = """====  =====  ====
kind      w  note
====  =====  ====
fir     2.5  two,
             old
elm          \\
      -7.25  ash
====  =====  ====
"""
MRT = """Title: Trees
================================================================================
Byte-by-byte Description of file: trees.dat
--------------------------------------------------------------------------------
   Bytes Format Units  Label   Explanations
--------------------------------------------------------------------------------
   1-  4 A4     ---    kind    Kind of tree
   6- 10 F5.2   m      w       [-7.25/2.5]? Width
      12 I1     ---    n       ?=9 Number
--------------------------------------------------------------------------------
fir   2.5  4
elm        9
oak  -7.25 5
"""
IPAC = """\\fixlen = T
|kind  |    w |
|char  |double|
|      |m     |
|null  |null  |
 fir      2.5
 elm     null
 oak    -7.25
"""
DELUXE = r"""\begin{deluxetable}{lr}
\tablehead{\colhead{kind} & \colhead{w}}
\startdata
fir \& elm & $-2.5$ \\
50\% oak & \nodata \\
ash & 4 % measured twice
\enddata
\end{deluxetable}
"""
OCTAVE = "# Created by Octave 8.1\n# name: k\n# type: matrix\n# rows: 2\n# columns: 1\n 1\n 0\n\n\n" + (
    "# name: w\n# type: matrix\n# rows: 2\n# columns: 2\n 0.5 NaN\n -1 3\n\n\n"
)


def rows(text: str, form: str) -> list[list[str]]:
    table = read(text.encode(), name="a.txt")
    assert form in table.form
    return [list(table.columns), *table.cells.to_numpy().tolist()]


def refusal(text: str) -> DataError:
    with pytest.raises(DataError) as refused:
        read(text.encode(), name="a.txt")
    return refused.value


def test_a_line_of_a_simple_table_goes_on_only_below_texts():
    """The last row begins with a blank cell, but a number below a number is a row of its own."""
    text = SIMPLE.replace("elm          \\", "elm     1.5  \\")
    assert rows(text, "reStructuredText") == [
        ["kind", "w", "note"],
        ["fir", "2.5", "two, old"],
        ["elm", "1.5", ""],
        ["", "-7.25", "ash"],
    ]


def test_lines_joined_in_a_simple_table_are_said():
    table = read(SIMPLE.encode(), name="a.rst")
    assert any("joined" in note.sentence and 5 in note.lines for note in table.notes)


def test_a_simple_table_with_letters_that_take_two_places():
    assert rows("====  ===\nkind  w\n====  ===\n松    2.5\n樅樅  -7\n====  ===\n", "reStructuredText")[1:] == [
        ["松", "2.5"],
        ["樅樅", "-7"],
    ]


def test_a_text_across_an_edge_is_refused():
    broken = refusal(SIMPLE.replace("fir     2.5", "fir tree2.5"))
    assert (broken.code, "Line 4" in broken.sentence) == ("restructured-text", True)


def test_a_machine_readable_table():
    assert rows(MRT, "MRT") == [["kind", "w", "n"], ["fir", "2.5", "4"], ["elm", "", ""], ["oak", "-7.25", "5"]]


def test_digits_that_a_machine_readable_table_has_lost_are_noticed():
    broken = refusal(MRT.replace("[-7.25/2.5]", "[-7.25/2.96]"))
    assert (broken.code, "“w” reaches 2.96" in broken.sentence) == ("machine-readable-table", True)


def test_a_description_without_rows_is_refused():
    assert "another file" in refusal(MRT[: MRT.index("fir ")]).sentence


def test_an_ipac_table():
    assert rows(IPAC, "IPAC") == [["kind", "w"], ["fir", "2.5"], ["elm", ""], ["oak", "-7.25"]]


def test_a_deluxetable():
    assert rows(DELUXE, "deluxetable") == [["kind", "w"], ["fir & elm", "-2.5"], ["50% oak", ""], ["ash", "4"]]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ash & 4", "ash & 4 & 5", "line 6"),
        ("ash & 4", r"ash & \alpha", "line 6"),
        ("\\enddata", "", "lacks"),
    ],
)
def test_a_deluxetable_with_a_mistake(old, new, said):
    broken = refusal(DELUXE.replace(old, new))
    assert (broken.code, said in broken.sentence) == ("latex", True)


def test_matrices_of_octave_become_columns():
    assert rows(OCTAVE, "Octave") == [["k", "w", "w 2"], ["1", "0.5", "NaN"], ["0", "-1", "3"]]
    assert list(read(OCTAVE.encode(), name="a").lines) == [6, 7]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# rows: 2\n# columns: 2", "# rows: 3\n# columns: 2", "says that it has 3"),
        ("# rows: 2\n# columns: 2\n 0.5 NaN\n", "# rows: 1\n# columns: 2\n", "2 and 1 rows"),
        (" 0.5 NaN", " 0.5 NaN 7", "Line 14"),
        ("# name: w\n# type: matrix", "# name: w\n# type: cell", "cell"),
    ],
)
def test_matrices_that_are_no_table_are_refused(old, new, said):
    broken = refusal(OCTAVE.replace(old, new))
    assert (broken.code, said in broken.sentence) == ("octave", True), broken.sentence
