"""Lines that are no rows are told from rows by their place and form; what might be a row stays one."""

import pytest

from nets.data.csv.parse import read
from nets.data.read_options import Reading

LEFT_OUT = {
    "names again, and row names": (
        b'"x","y"\n"r1",1,2\n"r2",3,4\n"x","y"\n"r3",5,6\n',
        [["column 1", "x", "y"], ["r1", "1", "2"], ["r2", "3", "4"], ["r3", "5", "6"]],
        (4,),
    ),
    "the names of files put into one": (
        b"==> a.csv <==\nkind,x\na,1\nb,2\n\n==> more, b.csv <==\nkind,x\nb,5\n=== c.csv ===\na,-4\n",
        [["kind", "x"], ["a", "1"], ["b", "2"], ["b", "5"], ["a", "-4"]],
        (1, 5, 6, 7, 9),
    ),
    "the name of a file between columns apart by spaces": (
        b"kind x y\na 1 3\nb 2 4\n==> b.txt <==\nb 5 6\n",
        [["kind", "x", "y"], ["a", "1", "3"], ["b", "2", "4"], ["b", "5", "6"]],
        (4,),
    ),
    "a total and a mean that are right": (
        b"kind;x\na;1,5\nb;2,5\na;5\nSumme;9\nMittelwert;3\n",
        [["kind", "x"], ["a", "1,5"], ["b", "2,5"], ["a", "5"]],
        (5, 6),
    ),
    "a remark between the rows and their total": (
        b"kind,x\na,1\nb,2\na,5\nNote: by hand,\nTotal,8\n",
        [["kind", "x"], ["a", "1"], ["b", "2"], ["a", "5"]],
        (5, 6),
    ),
    "all of them in one file": (
        b"Animals;;\n;;\nkind;mass;age\n;kg;years\ncat;4.2;3\ndog;9.1;5\nkind;mass;age\ncat;3.9;1\n"
        b"Mean;5.733;3\nSource: own;;\n",
        [["kind", "mass", "age"], ["cat", "4.2", "3"], ["dog", "9.1", "5"], ["cat", "3.9", "1"]],
        (1, 2, 4, 7, 9, 10),
    ),
    "sums in between": (
        b"town,x\nRome,1\nOslo,3\nSubtotal,4\nBonn,5\nLyon,6\nSubtotal,11\nTotal,15\n",
        [["town", "x"], ["Rome", "1"], ["Oslo", "3"], ["Bonn", "5"], ["Lyon", "6"]],
        (4, 7, 8),
    ),
    "a source with the delimiter in it": (
        b"kind,x,y\na,1,2\nb,3,4\nSource: WHO, 2024\n",
        [["kind", "x", "y"], ["a", "1", "2"], ["b", "3", "4"]],
        (4,),
    ),
    "a count in another language": (
        b"kind\tx\na\t1\nb\t2\n(2 Zeilen)\n",
        [["kind", "x"], ["a", "1"], ["b", "2"]],
        (4,),
    ),
    "units": (b"kind,h\n,[cm]\na,1\nb,2\na,3\n", [["kind", "h"], ["a", "1"], ["b", "2"], ["a", "3"]], (2,)),
    "names of groups above names that are all different": (
        b"Person,,Blood,\nage,kind,Hb,Na\n45,a,13.5,140\n50,b,12.5,138\n61,a,14.5,142\n",
        [
            ["age", "kind", "Hb", "Na"],
            ["45", "a", "13.5", "140"],
            ["50", "b", "12.5", "138"],
            ["61", "a", "14.5", "142"],
        ],
        (2,),
    ),
    "a remark with as many commas as rows": (
        b"kind,x,y\na,1.5,2\nb,1.7,3\na,1.1,4\nNote: rounded, in mm, see below\n",
        [["kind", "x", "y"], ["a", "1.5", "2"], ["b", "1.7", "3"], ["a", "1.1", "4"]],
        (5,),
    ),
    "numbered remarks and a source with more commas": (
        b"kind,x,y\na,1.5,2\nb,1.7,3\na,1.1,4\n\n1) without two, n = 3\nSource: Ash, J., 2020, p. 4\n",
        [["kind", "x", "y"], ["a", "1.5", "2"], ["b", "1.7", "3"], ["a", "1.1", "4"]],
        (6, 7),
    ),
    "an oscilloscope's settings": (
        b"Model,M5\nPoints,Y,\nUnits,S,\nScale,4e-06\nLength,100\nProbe,10,1\nTIME,CH1,CH2\n-2e-05,0.4,-0.8\n-1e-05,0.5,-0.7\n",
        [["TIME", "CH1", "CH2"], ["-2e-05", "0.4", "-0.8"], ["-1e-05", "0.5", "-0.7"]],
        (1, 2, 3, 4, 5, 6),
    ),
    "LabVIEW's headers": (
        b"LabVIEW Measurement\t\nSeparator\tTab\n***End_of_Header***\t\n\t\nChannels\t2\t\t\nSamples\t2\t2\t\n"
        b"Unit\tVolt\tVolt\t\nX0\t0.0E+0\t0.0E+0\t\n***End_of_Header***\t\t\t\nX_Value\tU\tI\tComment\n"
        b"0.0\t0.1\t1.5\t\n0.1\t0.2\t1.6\t\n",
        [["X_Value", "U", "I", "Comment"], ["0.0", "0.1", "1.5", ""], ["0.1", "0.2", "1.6", ""]],
        (1, 2, 3, 5, 6, 7, 8, 9),
    ),
    "YAML above": (
        b"---\nname: trees\nfields:\n- name: kind\n  type: text\neol: |2+\n\n---\nkind,x\na,1\nb,2\n",
        [["kind", "x"], ["a", "1"], ["b", "2"]],
        (1, 8),
    ),
    "a line with another delimiter": (
        b"kind,x,y\na,1.5,2\nb;1.7;3\na,1.1,4\n",
        [["kind", "x", "y"], ["a", "1.5", "2"], ["b", "1.7", "3"], ["a", "1.1", "4"]],
        (3,),
    ),
    "a delimiter too many before a number": (
        b"kind,x,y,z\na,1.5,2,u\nb,,1.7,3,v\na,1.1,4,\n",
        [["kind", "x", "y", "z"], ["a", "1.5", "2", "u"], ["b", "1.7", "3", "v"], ["a", "1.1", "4", ""]],
        (3,),
    ),
    "a delimiter too many before a text": (
        b'kind,x,y,z\na,1.5,u,v\nb,1.7,,w,"w, x"\na,1.1,u,\n',
        [["kind", "x", "y", "z"], ["a", "1.5", "u", "v"], ["b", "1.7", "w", "w, x"], ["a", "1.1", "u", ""]],
        (3,),
    ),
    "two lines with the name of one column above all names": (
        b",,HEAD,\n,,HEAD,\nkind,x,HEAD,y\na,1,u,2\nb,3,v,4\na,5,u,6\n",
        [["kind", "x", "HEAD", "y"], ["a", "1", "u", "2"], ["b", "3", "v", "4"], ["a", "5", "u", "6"]],
        (1, 2),
    ),
    "two lines of names": (
        b"kind,Blood,,Urine,\n,K,Na,K,Na\na,1,2,3,4\nb,2,3,4,5\na,3,4,5,6\n",
        [
            ["kind", "Blood K", "Blood Na", "Urine K", "Urine Na"],
            ["a", "1", "2", "3", "4"],
            ["b", "2", "3", "4", "5"],
            ["a", "3", "4", "5", "6"],
        ],
        (2,),
    ),
    "what a logger measured, in which unit and how": (
        b"when,CO2,wind\nTS,ppm v,m/s\n,Avg,Max\n2024-05-01,410,3.5\n2024-05-02,412,4\n2024-05-03,409,2\n",
        [["when", "CO2", "wind"], ["2024-05-01", "410", "3.5"], ["2024-05-02", "412", "4"], ["2024-05-03", "409", "2"]],
        (2, 3),
    ),
    "units and a remark on the columns": (
        b"U\tI\tstate\nV\tmA\t\nprobe\tprobe\t\n1\t2\ton\n2\t3\toff\n3\t4\ton\n",
        [["U", "I", "state"], ["1", "2", "on"], ["2", "3", "off"], ["3", "4", "on"]],
        (2, 3),
    ),
    "the questions and the keys of a survey": (
        b"Q1,Q2,Q3,Q4\nHow old?,How tall?,How heavy?,Which pet?\n"
        b'"{""id"":""a""}","{""id"":""b""}","{""id"":""c""}","{""id"":""d""}"\n'
        b"20,170,60,cat\n31,181,72,dog\n42,165,58,cat\n",
        [["Q1", "Q2", "Q3", "Q4"], ["20", "170", "60", "cat"], ["31", "181", "72", "dog"], ["42", "165", "58", "cat"]],
        (2, 3),
    ),
    "the options of a question, which are its answers too": (
        b"Age,Which pets?,,Town\nyears,Cat,Dog,\n20,Cat,,Rome\n31,Cat,Dog,Oslo\n42,,Dog,Rome\n",
        [
            ["Age years", "Which pets? Cat", "Which pets? Dog", "Town"],
            ["20", "Cat", "", "Rome"],
            ["31", "Cat", "Dog", "Oslo"],
            ["42", "", "Dog", "Rome"],
        ],
        (2,),
    ),
    "names of two lines, and the index's own on a third": (
        b",mass,mass,age\n,mean,std,mean\nkind,,,\ncat,4.5,1,3\ndog,9.5,2,5\nrat,0.5,0.1,1\n",
        [
            ["kind", "mass mean", "mass std", "age mean"],
            ["cat", "4.5", "1", "3"],
            ["dog", "9.5", "2", "5"],
            ["rat", "0.5", "0.1", "1"],
        ],
        (2, 3),
    ),
}


@pytest.mark.parametrize("kind", LEFT_OUT)
def test_a_line_that_is_no_row_is_left_out_and_its_line_said(kind):
    raw, expected, lines = LEFT_OUT[kind]
    table = read(raw, name="x.csv")
    assert [list(table.columns), *table.cells.to_numpy().tolist()] == expected
    said = {line for note in table.notes for line in note.lines}
    assert said >= set(lines)


ROWS = {
    "a mean that is none": b"kind,x\na,1\nb,3\nmean,7\n",
    "totals that are a class": b"sex,x\nmale,1\ntotal,3\nfemale,2\ntotal,4\n",
    "statistics": b"what,x\ncount,3\nmean,3\nstd,2\nmin,1\nmax,5\n",
    "letters that could be types": b"kind,cap,gill\np,n,s\ne,s,d\np,d,n\ne,n,s\n",
    "types that are texts of their columns": b"name,type\nx,int\nint,int\ny,float\nz,int\n",
    "one odd cell in the first row": b"kind,x\na,n.d.\nb,3\na,5\nb,6\n",
    "odd cells of a first row whose name is its own": b"id,x,y\ns1,low,<1\ns2,3,4\ns3,5,6\ns4,5,6\n",
    "odd cells in two first rows": b"id,x,y\ns1,low,<1\ns2,low,n.d.\ns3,5,6\ns4,5,6\ns5,7,8\n",
    "remarks that are texts of their column": b"text,x\nNote: a,1\nNote: b,2\nNote: c,3\n",
    "a last row that lacks cells": b"kind,x,y\na,1,2\nb,3,4\nc\n",
    "a number of rows that is a text": b"kind,note\na,4 rows\nb,5 rows\n",
    "settings that stay, with no names below": b"key,value\nrate,5\nmode,fast\nlevel,low\nwidth,7\nheight,9\n",
    "words among numbers in rows of their own names": b"id,x,y\na,5,low\nb,6,high\nc,low,7\nd,8,9\ne,9,9\n",
    "a remark's word with numbers": b"kind,x,y\nNote: a,1,2\nb,3,4\nNote: c,5,6\n",
    "dashes above and below names": b"kind,x\n---,---\na,1\nb,2\n",
    "a line of another table": b"kind,x,y\na,1,2\nb;c;d\na,3,4\n",
    "points before digits": b"x,y\n.5,.25\n..,1\n.75,.5\n",
}


@pytest.mark.parametrize("kind", ROWS)
def test_what_may_be_a_row_stays_one(kind):
    rows = [line.split(",") for line in ROWS[kind].decode().splitlines()]
    width = len(rows[0])
    assert read(ROWS[kind], name="x.csv").cells.to_numpy().tolist() == [
        [*row, *[""] * (width - len(row))] for row in rows[1:]
    ]


@pytest.mark.parametrize(
    ("raw", "first_row"),
    [
        (b"0,1,18.2,0.53,24\n0,0,7.5,0.4,21.6\n1,1,8.1,0.44,34.7\n", ["0", "1", "18.2", "0.53", "24"]),
        (b"ya,0,1\nno,1,1\nya,1,0\nno,0,0\n", ["ya", "0", "1"]),
        (b"0,1,2,3\n0.5,0.1,3.5,8\n0.25,0.7,2,9\n", ["0.5", "0.1", "3.5", "8"]),
        (b",0,1\n0,0.5,1\n1,0.25,0\n", ["0", "0.5", "1"]),
    ],
    ids=["a house", "a label before", "names of a data frame", "its row names before"],
)
def test_whole_numbers_from_0_are_names_only_if_they_number_the_columns(raw, first_row):
    assert read(raw, name="x.csv").cells.to_numpy().tolist()[0] == first_row


@pytest.mark.parametrize(
    "above",
    [
        b"Experiment 3,,\n,,\n",
        b"Experiment 3,,\n",
        b"# written by hand, once\n",
        b",,\n",
        b"Experiment 3,Unnamed: 1,Unnamed: 2\n,,\n",
        b"Experiment 3,...2,...3\n",
        b"Experiment 3,b,c\n,,\n",
    ],
    ids=["a title and an empty row", "a title", "a comment", "an empty row", "pandas", "readxl", "csvkit"],
)
def test_names_are_found_below_what_a_spreadsheet_puts_above(above):
    table = read(above + b"kind,x,y\na,1,2\nb,3,4\na,5,6\n", name="x.csv")
    assert table.columns == ("kind", "x", "y")
    assert table.n_rows == 3


@pytest.mark.parametrize("mark", ["# ", "#", "% "])
def test_names_may_stand_in_the_last_comment(mark):
    table = read(f"{mark}by hand\n{mark}town\tkind\nRome\ta\nOslo\tb\nBonn\ta\n".encode(), name="x.txt")
    assert table.columns == ("town", "kind")
    assert table.n_rows == 3


def test_a_trailing_empty_column_of_a_file_without_names_is_kept():
    assert read(b"1,2,\n3,4,\n5,6,\n", name="x.csv").cells.to_numpy().tolist()[0] == ["1", "2", ""]


TREES = "".join(f"{'fir' if n % 3 else 'elm'},{n},{n * n}\n" for n in range(1, 13))  # means 6.5 and 54.17

STATISTICS = {
    "a deviation": ("Std. Dev.,3.606,49.73\n", (14,)),
    "of the whole population": ("StdDev,3.452,47.61\n", (14,)),
    "in French": ("Écart-type,3.606,49.73\n", (14,)),
    "quartiles": ("Q1,3.75,14.25\nQ3,9.25,85.75\n", (14, 15)),
    "a count below a blank line": ("\nMean,6.5,54.17\nN,12,12\n", (15, 16)),
}


@pytest.mark.parametrize("kind", STATISTICS)
def test_a_statistic_of_the_rows_above_is_left_out_and_had_back(kind):
    below, lines = STATISTICS[kind]
    raw = f"tree,x,y\n{TREES}{below}".encode()
    table = read(raw, name="x.csv")
    assert table.n_rows == 12
    assert {line for note in table.notes for line in note.lines} >= set(lines)
    assert read(raw, name="x.csv", reading=Reading(verbatim=True)).n_rows == 12 + len(lines)


@pytest.mark.parametrize("row", ["SD,9,9", "n,12,11", "Median,7.1,48.5", "Q1,5,20"])
def test_a_statistic_that_is_not_right_stays_a_row_and_is_said(row):
    table = read(f"tree,x,y\n{TREES}{row}\n".encode(), name="x.csv")
    assert table.n_rows == 13
    assert any(note.lines == (14,) and "kept as a row" in note.sentence for note in table.notes)


@pytest.mark.parametrize("words", ["Subtotal {}", "Total {}", "{} total", "Zwischensumme {}"])
def test_the_sum_of_a_group_is_left_out_where_it_is_right(words):
    rows = "town,x,y\nOslo,1,4\nOslo,3,5\n{},4,9\nBonn,2,2\n{},2,2\nLyon,5,0\nLyon,6,1\n{},99,7\n"
    table = read(rows.format(*map(words.format, ("Oslo", "Bonn", "Lyon"))).encode(), name="x.csv")
    assert table.cells.iloc[:, 0].tolist() == ["Oslo", "Oslo", "Bonn", "Lyon", "Lyon", words.format("Lyon")]
    assert any(note.lines == (9,) and "kept as a row" in note.sentence for note in table.notes)
    assert any(note.lines == (4, 6) and "left out" in note.sentence for note in table.notes)


def test_names_that_programs_make_up_are_names_where_none_stand_below():
    table = read(b"kind,b,c\nx,1,2\ny,3,4\nx,5,6\n", name="x.csv")
    assert table.columns == ("kind", "b", "c")
