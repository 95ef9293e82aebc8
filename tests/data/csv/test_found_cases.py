"""What was once read wrongly of other people's files: each case is the least that still shows it."""

import pytest

from nets.data.columns.infer import columns_of
from nets.data.csv.parse import read

CASES = {
    "units under the names": (
        b"species,height,weight\nclass,cm,kg\na,170,60\nb,180,80\na,175,77\n",
        [["species", "height", "weight"], ["a", "170", "60"], ["b", "180", "80"], ["a", "175", "77"]],
        "Line 2 holds units (species: class, height: cm, weight: kg): it was not kept as a row.",
    ),
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
    "names with a unit above plain numbers": (
        b"Before,1 week,2 week\n4.3,5.3,4.8\n3.9,2.3,5.6\n",
        [["Before", "1 week", "2 week"], ["4.3", "5.3", "4.8"], ["3.9", "2.3", "5.6"]],
        "",
    ),
    "a scale above, and names of rows": (
        b",142.24,144.78,147.32\n9.4,0,0,0\n9.5,0,1,0\n",
        [["column 1", "142.24", "144.78", "147.32"], ["9.4", "0", "0", "0"], ["9.5", "0", "1", "0"]],
        "no name",
    ),
    "names that stand there again": (
        b"day,what,sum\n1/2/15,pay,1.5\n1/3/15,buy,2\nday,what,sum\n",
        [["day", "what", "sum"], ["1/2/15", "pay", "1.5"], ["1/3/15", "buy", "2"]],
        "1 line with the names again left out.",
    ),
    "one column of addresses": (
        b"page\nhttp://a.org/b\nhttp://c.org/d\n",
        [["page"], ["http://a.org/b"], ["http://c.org/d"]],
        "",
    ),
    "quoted fields between blanks": (
        b'"species" "mass" "sex"\n"Adelie" "3750" "male"\n"Gentoo" "5000" "female"\n'
        b'"Adelie" "3800" "female"\n"Gentoo" "4900" "male"\n',
        [
            ["species", "mass", "sex"],
            ["Adelie", "3750", "male"],
            ["Gentoo", "5000", "female"],
            ["Adelie", "3800", "female"],
            ["Gentoo", "4900", "male"],
        ],
        "blanks",
    ),
    "single quotes around texts with double ones": (
        b"'a','b'\n'Desktop, PC','Intel \"i0\" core'\n'Mac','x'\n",
        [["a", "b"], ["Desktop, PC", 'Intel "i0" core'], ["Mac", "x"]],
        "single quotes",
    ),
    "a quote left open in the names": (
        b'"y,x,z\na,1,2\nb,3,4\n',
        [['"y', "x", "z"], ["a", "1", "2"], ["b", "3", "4"]],
        "quotes",
    ),
    "an odd delimiter beside addresses": (
        b"n^page\n1^http://a.org/b\n2^http://c.org/d\n",
        [["n", "page"], ["1", "http://a.org/b"], ["2", "http://c.org/d"]],
        "^",
    ),
    "a quote left open swallows no row that is right": (
        b'code,name,a,b\nS,"Salvage, Is,"I,2\nT,"St. Helena, Is.",3,4\nU,"V, W",5,6\n',
        [
            ["code", "name", "a", "b"],
            ["S", '"Salvage, Is', '"I', "2"],
            ["T", "St. Helena, Is.", "3", "4"],
            ["U", "V, W", "5", "6"],
        ],
        "quotes",
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


@pytest.mark.parametrize(
    "raw",
    [
        b"y,x,z\na,1,2\nb,?,3\na,4,5\nb,6,7\n",
        b"y,x,z\na,,\nb,1,3\na,4,5\nb,6,7\n",
        b"y,u,v\na,p,q\nb,r,s\na,p,s\nb,r,q\n",
    ],
    ids=["numbers", "gaps", "texts alone"],
)
def test_a_first_row_like_the_others_is_no_second_line_of_names(raw):
    assert not any("second line of names" in note.sentence for note in read(raw, name="").notes)
