"""What was once read wrongly of other people's files: each case is the least that still shows it."""

import pytest

from nets.data.columns import columns_of
from nets.data.read import read

CASES = {
    "delimiters cut from a row that a later one makes longer": (
        b"a,b\n1,2\n3,4\n5,6,,\n7,8,9\n",
        [["a", "b", "column 3"], ["1", "2", ""], ["3", "4", ""], ["5", "6", ""], ["7", "8", "9"]],
        "more fields",
    ),
    "a carriage return inside a cell of a long row": (
        b'a,b\n"x\ry",2\n3,4\n"u\rv","5\r6",7\n',
        [["a", "b", "column 3"], ["x\ry", "2", ""], ["3", "4", ""], ["u\rv", "5\r6", "7"]],
        "more fields",
    ),
    "three names above words and one number": (
        b"from to flights\nABE ATL 853\nABE BHM 1\nABI DFW 26\nBDL CLE 544\n",
        [
            ["from", "to", "flights"],
            ["ABE", "ATL", "853"],
            ["ABE", "BHM", "1"],
            ["ABI", "DFW", "26"],
            ["BDL", "CLE", "544"],
        ],
        "blanks",
    ),
    "a bar in every row but the first, between blanks": (
        b"los admitype codes\n8 type1|2 9\n1 type1|2 9\n",
        [["los", "admitype", "codes"], ["8", "type1|2", "9"], ["1", "type1|2", "9"]],
        "blanks",
    ),
    "a bar in every row but the first, between carets": (
        b"los^admitype^codes\n8^type1|2^9\n1^type1|2^9\n",
        [["los", "admitype", "codes"], ["8", "type1|2", "9"], ["1", "type1|2", "9"]],
        "^",
    ),
    "a backslash before a backslash is text where nothing needs it": (
        b'"id","n"\n"\\\\cite{a}","1"\n"\\\\cite{b}","2"\n',
        [["id", "n"], ["\\\\cite{a}", "1"], ["\\\\cite{b}", "2"]],
        "",
    ),
    "one column of powers of ten": (
        b"1.51e+02\n7.5e+01\n",
        [["column 1"], ["1.51e+02"], ["7.5e+01"]],
        "kept as a row",
    ),
    "one column of percentages": (b"1.23%\n50%\n", [["column 1"], ["1.23%"], ["50%"]], "kept as a row"),
    "signs before numbers": (
        b"near a +1 b\nfar +2\nat sea +3 c d\n",
        [["near a +1 b"], ["far +2"], ["at sea +3 c d"]],
        "",
    ),
    "a first line that counts rows and features": (
        b"2,3,setosa,versicolor\n5.1,3.5,1.4,0\n4.9,3.0,1.4,1\n",
        [
            ["column 1", "column 2", "column 3", "column 4"],
            ["5.1", "3.5", "1.4", "0"],
            ["4.9", "3.0", "1.4", "1"],
        ],
        "above the table left out, beginning “2 3 setosa",
    ),
    "facts of many fields above": (
        b"Station,Berlin,since,1876\nUnit,C,and,mm\ny,x,z,w,v\na,1,2,3,4\nb,3,4,5,6\n",
        [["y", "x", "z", "w", "v"], ["a", "1", "2", "3", "4"], ["b", "3", "4", "5", "6"]],
        "2 lines above the table",
    ),
    "an empty line in a comment": (
        b"# made by hand\n#\n# twice\ny\tx\na\t1\nb\t2\n",
        [["y", "x"], ["a", "1"], ["b", "2"]],
        "3 lines above the table",
    ),
    "lines drawn around": (
        b"-----\ny,x\n-----\na,1\nb,2\n-----\n",
        [["y", "x"], ["a", "1"], ["b", "2"]],
        "3 lines of dashes",
    ),
}


@pytest.mark.parametrize("kind", CASES)
def test_found_case(kind):
    raw, expected, said = CASES[kind]
    table = read(raw, name="found.csv")
    notes = " ".join(note.sentence for note in table.notes)
    assert [list(table.columns), *table.cells.to_numpy().tolist()] == expected, notes
    assert said in notes


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("50%", "The numbers of column “x” are written with a percent sign (12% is read as 12)."),
        ("5,5%", "The numbers of column “x” are written with decimal commas and a percent sign (12% is read as 12)."),
        ("50", ""),
    ],
)
def test_a_decimal_comma_is_said_of_the_columns_that_have_one(cell, sentence):
    table = read(f"x;y\n12%;1,5\n{cell};2,5\n".replace("12%", "12%" if "%" in cell else "12").encode(), name="a.csv")
    assert columns_of(table)[0].sentence == sentence
