"""What is no table, or is not read: refused by the code of its format, with a remedy that is true."""

import bz2
import gzip
import io
import lzma

import numpy as np
import pytest

from nets.data.csv.parse import read
from nets.errors import DataError

RDS = b"X\n\x00\x00\x00\x03\x00\x04\x02\x01" + bytes(range(60))
RDS_ASCII = b"A\n3\n262657\n197888\n5\nUTF-8\n787\n2\n"
NPZ = io.BytesIO()
np.savez(NPZ, weights=np.zeros(3))

REFUSED = {
    "a page": (
        "<!-- saved -->\n<!DOCTYPE html>\n<html><body>Please log in</body></html>",
        "web-page",
        "holds no table",
    ),
    "a page with a table": (
        "<HTML><BODY>\n<TABLE BORDER=1><TR><TD>1</TD></TR></TABLE></BODY></HTML>",
        "web-page",
        "read_html",
    ),
    "pandas' to_html": ('<table border="1" class="dataframe">\n  <thead></thead>\n</table>', "web-page", "read_html"),
    "xtable": ("<!-- html table generated in R 4.2 by xtable -->\n<table border=1>\n</table>", "web-page", "read_html"),
    "SQLite's .mode html": (
        "<TR><TH>kind</TH>\n<TH>w</TH>\n</TR>\n<TR><TD>fir</TD>\n<TD>2</TD>\n</TR>",
        "web-page",
        ".mode csv",
    ),
    "XML": ('<?xml version="1.0"?>\n<rows><row><w>2</w></row></rows>', "markup", "read_xml"),
    "XML without its first line": ("<rows>\n<row><w>2</w></row>\n</rows>\n", "markup", "read_xml"),
    "SQLite's .mode insert": (
        "INSERT INTO trees VALUES('fir',2.5);\nINSERT INTO trees VALUES('elm',3);\n",
        "sql",
        ".mode csv",
    ),
    "SQLite's .dump": (
        "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t(a);\nINSERT INTO t VALUES(1);\nCOMMIT;\n",
        "sql",
        "SELECT",
    ),
    "pg_dump": (
        "--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n\nCOPY public.t (a) FROM stdin;\nx\n\\.\n",
        "sql",
        "SELECT",
    ),
    "mysqldump": (
        (
            "-- MySQL dump 10.19\n--\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `t`;\n"
            "CREATE TABLE `t` (\n  `a` int\n);\n"
        ),
        "sql",
        "SELECT",
    ),
    "to_latex": ("\\begin{tabular}{lr}\n\\toprule\nkind & w \\\\\n\\end{tabular}\n", "latex", "astropy"),
    "xtable, LaTeX": ("% latex table generated in R\n\\begin{table}[ht]\n\\end{table}\n", "latex", "astropy"),
    "SYLK": ('ID;PWXL;N;E\nP;PGeneral\nC;Y1;X1;K"kind"\nC;Y2;X1;K2.5\nE\n', "sylk", "LibreOffice"),
    "DIF": ('TABLE\n0,1\n"EXCEL"\nVECTORS\n0,2\n""\nTUPLES\n0,3\n""\n', "dif", "LibreOffice"),
    "Octave's display": ("w =\n\n   1.5000   2.0000\n      NaN   1.0e+03\n\n", "octave", "csvwrite"),
    "dput": ('structure(list(kind = c("fir", "elm"), w = c(2.5, 3)), class = "data.frame")\n', "r-code", "write.csv"),
    "dump": ('trees <-\nstructure(list(kind = c("fir", "elm")))\n', "r-code", "write.csv"),
    "str": ('\'data.frame\':\t2 obs. of  2 variables:\n $ kind: chr  "fir" "elm"\n', "r-code", "write.csv"),
    "glimpse": ('Rows: 2\nColumns: 2\n$ kind <chr> "fir", "elm"\n', "r-code", "write.csv"),
    "a list a line": ("['fir', 2.5]\n['elm', None]\n", "python", "to_csv"),
    "a tuple a line": ("('fir', 2.5)\n('elm', 3)\n", "python", "to_csv"),
    "a list of tuples": ("[('fir', 2.5), ('elm', 3)]", "python", "to_csv"),
    "Julia's data frame": (
        (
            "2×2 DataFrame\n Row │ kind    w\n     │ String  Float64\n─────┼────────────────\n"
            "   1 │ fir      2.5\n   2 │ elm      7.0\n"
        ),
        "julia",
        "CSV.write",
    ),
    "SQL values": ("('fir',2.5),('elm',NULL)", "sql", "SELECT"),
    "Scilab's display": (" A  = \n\n   1.   0.5\n   0.  -1.25\n", "octave", "csvWrite"),
    "polars without lines": (
        "shape: (2, 2)\n kind  w \n ---   --- \n str   i64 \n fir   2\n elm   3\n",
        "drawn-table",
        "write_csv",
    ),
    "Rich, simple": (
        "  kind   w  \n ────────── \n  fir    2  \n  elm    3  \n",
        "drawn-table",
        "save the table as CSV",
    ),
    "a list of dicts": ("[{'kind': 'fir', 'w': 2.5}, {'kind': 'elm', 'w': 3}]", "python", "to_csv"),
    "a dict": ("{'kind': ['fir', 'elm'], 'w': [2.5, 3]}", "python", "to_csv"),
    "JavaScript": ('const rows = [\n  ["kind", "w"],\n  ["fir", 2.5],\n];\n', "javascript", "JSON"),
    "BibTeX": ("@book{ash2001,\n  author = {A. Ash},\n  year = {2001}\n}\n", "not-a-table", "export it"),
    "subtitles": ("1\n00:00:01,000 --> 00:00:04,000\nA fir.\n", "not-a-table", "line for each row"),
    "statsmodels": (
        "          OLS Regression Results\n=======================\nDep. Variable:   w   R-squared:   0.4\n",
        "not-a-table",
        "table itself",
    ),
    "R's lm": ("\nCall:\nlm(formula = w ~ h, data = trees)\n\nCoefficients:\n", "not-a-table", "table itself"),
    "R's summary": (
        "     kind                 w       \n Length:24          Min.   : 1.0  \n Class :character   1st Qu.: 2.0  \n"
        " Mode  :character   Median : 3.0  \n",
        "not-a-table",
        "table itself",
    ),
    "scikit-learn's report": (
        "              precision    recall  f1-score   support\n\n"
        "         fir       1.00      0.90      0.95        10\n",
        "not-a-table",
        "table itself",
    ),
    "Matrix Market": ("%%MatrixMarket matrix coordinate real general\n2 2 1\n1 2 0.5\n", "data-file", "mmread"),
    "JCAMP-DX": ("##TITLE= fir\n##JCAMP-DX= 4.24\n##XYDATA= (X++(Y..Y))\n400 1 2\n", "data-file", "save it"),
    "PDB": ("HEADER    FIR\nATOM      1  CA  ALA A   1       0.000   1.500   0.000\n", "data-file", "each atom"),
    "a frame without inner lines": (
        "+----------------+\n| kind   w   h   |\n| fir    2   9.5 |\n| elm    3   7.5 |\n+----------------+\n",
        "drawn-table",
        "save the table as CSV",
    ),
    "Stata's list": (
        "     +--------------+\n     | kind      w  |\n     |--------------|\n  1. | fir       2  |\n"
        "  2. | elm       3  |\n"
        "     +--------------+\n",
        "drawn-table",
        "export delimited",
    ),
    "csvlook": (
        "| kind |      w |\n| ---- | ------ |\n| fir  | 0.123… |\n| elm  | 1.234… |\n| ash  | 2.000… |\n",
        "cut-short",
        "0.123…",
    ),
    "a print in blocks": (
        "  kind   w\n1  fir 2.5\n2  elm 3.5\n    h   age\n1 9.5    30\n2 7.5    40\n",
        "cut-short",
        "others below them",
    ),
    "pandas, a print in blocks": (
        "  kind    w  \\\n0  fir  2.5   \n1  elm  3.5   \n\n     h  age  \n0  9.5   30  \n1  7.5   40  \n",
        "cut-short",
        "others below them",
    ),
    "YAML below a key": ("trees:\n- kind: fir\n  w: 2.5\n- kind: elm\n  w: 3\n", "yaml", "safe_load"),
    "C4.5's names": ("| trees\nfir, elm.\n\nheight: continuous.\nbark: smooth, rough.\n", "names-file", ".data"),
    "YAML": ("---\n- kind: fir\n  w: 2.5\n- kind: elm\n  w: 3\n", "yaml", "safe_load"),
    "YAML in braces": ("- {kind: fir, w: 2.5}\n- {kind: elm, w: 3}\n", "yaml", "safe_load"),
    "MediaWiki": ('{| class="wikitable"\n|-\n! kind !! w\n|-\n| fir || 2\n|}', "wiki", "spreadsheet"),
    "Jira": ("||kind||w||\n|fir|2|\n", "wiki", "spreadsheet"),
    "AsciiDoc": ("|===\n|kind|w\n\n|fir|2\n|===\n", "wiki", "spreadsheet"),
    "AsciiDoc with a title": ('[cols="2"]\n.Trees\n|===\n^|kind\n^|w\n\n|fir\n|2\n|===\n', "wiki", "spreadsheet"),
    "CDL": ("netcdf trees {\ndimensions:\n\tn = 2 ;\nvariables:\n", "data-file", "xarray"),
    "R data": (RDS, "data-file", "write.csv"),
    "R data in text": (RDS_ASCII, "data-file", "write.csv"),
    "R data, gzip": (gzip.compress(RDS), "data-file", "write.csv"),
    "R data, gzip, saved": (gzip.compress(b"RDX3\n" + RDS), "data-file", "write.csv"),
    "R data, bzip2": (bz2.compress(RDS), "data-file", "write.csv"),
    "R data, xz": (lzma.compress(RDS), "data-file", "write.csv"),
    "a CSV, gzip": (gzip.compress(b"y,x\na,1\nb,2\n"), "archive", "unpack"),
    "a broken gzip": (b"\x1f\x8b\x08\x00 and no more", "archive", "unpack"),
    "NumPy's npz": (NPZ.getvalue(), "data-file", "numpy.load"),
    "a log with levels": (
        "2024-05-01 12:00:01,123 - root - INFO - started\n2024-05-01 12:00:02,456 - root - WARNING - 5 left, low\n"
        "2024-05-01 12:00:03,789 - train - INFO - epoch 1: loss 0.52\n",
        "not-a-table",
        "a log",
    ),
    "a system's log": (
        "May  2 04:00:01 box CRON[1]: (root) CMD (ls)\nMay  2 04:00:05 box kernel: usb 1-1, new\n"
        "May 12 04:01:01 box sshd[9]: Accepted key\n",
        "not-a-table",
        "a log",
    ),
    "a web server's log": (
        '10.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.0" 200 23\n' * 4,
        "not-a-table",
        "a log",
    ),
    "a chat": (
        "[12.03.24, 18:22:01] Ann: Hello, there\n[12.03.24, 18:22:45] Bob: Hi\nall\n[12.03.24, 18:23:10] Ann: Fine\n",
        "not-a-table",
        "an exported chat",
    ),
    "git log": (f"commit {'1a' * 20}\nAuthor: A <a@b.c>\nDate:   Mon\n\n    Say so\n", "not-a-table", "git log"),
    "ls -l": (
        "total 8\n-rw-r--r-- 1 root root 12 Nov 28 04:10 a.csv\ndrwxr-xr-x 2 root root 40 Nov 28 04:10 b\n",
        "not-a-table",
        "find",
    ),
    "Keras while it trains": (
        "Epoch 1/2\n9/9 [=====] - 1s 5ms/step - loss: 0.5\nEpoch 2/2\n9/9 [=====] - 0s 4ms/step - loss: 0.4\n",
        "not-a-table",
        "CSVLogger",
    ),
    "Touchstone": ("! two ports\n# MHz S MA R 50\n100 0.9 -4\n200 0.8 -22\n", "data-file", "skrf"),
    "FASTQ": ("@a\nGATT\n+\n!''*\n@b\nGATC\n+\n!''*\n", "not-a-table", "FASTQ"),
    "SAM": ("@HD\tVN:1.6\n@SQ\tSN:ref\nr1\t9\tref\t7\n", "not-a-table", "SAM"),
    "CSS": (".a thead {\n  color: red;\n}\n.b td {\n  color: blue;\n}\n", "program", "style sheet"),
    "Perl's Dumper": ("$VAR1 = [\n  [\n    'a',\n    'b'\n  ]\n];\n", "program", "Perl"),
    "PHP's print_r": ("Array\n(\n    [0] => Array\n        (\n            [0] => a\n", "program", "PHP"),
    "PHP's var_export": ("array (\n  0 => \n  array (\n    0 => 'a',\n  ),\n)", "program", "PHP"),
    "Ruby's pp": ('[{"kind"=>"fir",\n  "w"=>"2"},\n {"kind"=>"elm",\n  "w"=>"3"}]\n', "program", "Ruby"),
    "Node's console.log": (
        "[\n  {\n    kind: 'fir',\n    w: '2'\n  }\n]\n",
        "program",
        "JavaScript",
    ),
    "pandas' info": (
        "<class 'pandas.DataFrame'>\nRangeIndex: 3 entries, 0 to 2\nData columns (total 2 columns):\n",
        "not-a-table",
        "statistics",
    ),
    "pandas' dtypes": ("kind     object\nw       float64\ndtype: object", "not-a-table", "statistics"),
    "csvstat": ('  1. "kind"\n\n\tType of data:          Text\n\tUnique values: 3\n', "not-a-table", "statistics"),
    "ogrinfo": (
        "INFO: Open of `a.csv'\n      using driver `CSV' successful.\n\nLayer name: a\n",
        "not-a-table",
        "statistics",
    ),
    "Haskell": ('[ Table\n    ( "" , [] , [] )\n    (Caption Nothing [])\n]\n', "program", "Haskell"),
    "RTF without its first line": ("{\n\\trowd \\trgaph120\n\\intbl a\\cell\n}\n", "document", "RTF"),
    "roff": (".PP\n.TS\nl r.\na\tb\n.TE\n", "wiki", "notation"),
    "visidata's Jira": ("||kind  ||w  |\n|fir  |2  |\n|elm  |3  |\n", "wiki", "notation"),
    "Octave's blocks of columns": (
        " Columns 1 through 2:\n\n   1.5   2.5\n   3.5   4.5\n\n Column 3:\n\n   1\n   2\n",
        "octave",
        "csvwrite",
    ),
    "Octave's cells": ("{\n  [1,1] = 6.8300\n  [2,1] = 4.6800\n}\n", "octave", "csvwrite"),
    "a frame of points": ("......\n: a : b :\n......\n: x : 1 :\n: y : 2 :\n......\n", "drawn-table", "points"),
    "pandas' describe": (
        "        x   y\ncount  30  30\nmean  1.5   2\nstd   0.1 0.2\nmin   1.0   0\n25%   1.2   1\n",
        "not-a-table",
        "statistics",
    ),
    "a wide data frame": (
        "    id  ...   kind\n0    1  ...    fir\n1    2  ...    elm\n2    3  ...    oak\n\n[3 rows x 9 columns]\n",
        "cut-short",
        "columns",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_it_is_refused_by_its_own_code(kind):
    given, code, said = REFUSED[kind]
    with pytest.raises(DataError) as refused:
        read(given if isinstance(given, bytes) else given.encode(), name="a.txt")
    assert refused.value.code == code, refused.value.sentence
    assert said in refused.value.sentence


CSV = {
    "names in angle brackets, tabs": "<DATE>\t<TIME>\t<OPEN>\n2020.01.01\t00:00\t1.5\n2020.01.02\t00:00\t1.6\n",
    "names in angle brackets": "<TITLE>,<P>\na,1\nb,2\n",
    "markup in cells": "<b>,x\n<i>a</i>,1\n<i>b</i>,2\n",
    "semicolons and words of SQL": "Use case;Begin;Value\na;1;2\nb;3;4\n",
    "a column called create": "create table,x\na,1\nb,2\n",
    "a class called select": "x,y\nselect,1\ninsert,2\n",
    "a column ID, then P": "ID;Price;Pclass\n1;2;a\n2;3;b\n",
    "columns A and X": "X\n1\n2\n",
    "a column A": "A\n2\n12345\n3\n",
    "a bracketed section": "[Header]\nkind,w\nfir,2\nelm,3\n",
    "vectors": "[1 2],[3 4]\n[5 6],[7 8]\n",
    "structure as a class": "structure,w\nlist,2\ndata,3\n",
    "a backslash": "\\N,1\na,2\nb,3\n",
    "names with colons": "a: x,b: y\n1,2\n3,4\n",
    "a table of a wiki without its marks": "kind|w\nfir|2\nelm|3\n",
    "a drawn line below a title": "Trees\n─────\nkind,w\nfir,2\nelm,3\n",
    "times and levels in columns": "time,level,x\n2024-05-01 12:00:01,INFO,1\n2024-05-01 12:00:02,WARN,2\n",
    "a date, a comma and a time": "12.03.24, 18:22, 5\n13.03.24, 18:23, 6\n14.03.24, 18:25, 7\n",
    "counts and a mean as rows of their own": "what,x\ncount,3\nmean,4\nlast,5\n",
    "points as classes": ".....,1\n...,2\n.....,3\n",
    "a list of arrays": "Array,n\nfir,2\nelm,3\n",
    "types of columns in a table of them": "name,dtype\nkind,object\nw,float64\n",
    "fractions": "name,part\na,1/2\nb,2/3\n",
    "dashes before names": "- kind,w\n- fir,2\n- elm,3\n",
}


@pytest.mark.parametrize("kind", CSV)
def test_a_csv_with_words_of_other_formats_stays_one(kind):
    assert read(CSV[kind].encode(), name="a.csv").form == ""


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("--- old.csv\n+++ new.csv\n@@ -3 +3,2 @@\n-fir,2\n+fir,3\n+elm,4\n", "a diff"),
        ("diff --git a/t.csv b/t.csv\nindex 83db48f..bf2a1c3 100644\n--- a/t.csv\n", "a diff"),
        (">seq7 beech\nACCGT\nGGT\n>seq8 elm\nTTGA\n", "FASTA"),
        ("BEGIN:VCARD\nVERSION:4.0\nFN:Ann\nEND:VCARD\n", "address card"),
        ("; by hand\n[paths]\nhome = /srv/x\nlog=a,b\n[users]\nann = 3\n", "settings"),
        ('title = "x"\n[owner]\nsizes = [1, 2, 3]\n', "settings"),
        ("From: Ann <ann@x.org>\nTo: bob@y.org\nSubject: trees, many\n\nDear Bob,\nhere they are.\n", "e-mail"),
        ("from math import pi, e\n\nprint(pi, e)\n", "Python"),
        ("import csv\n\ndef rows(path, mark):\n    return []\n", "Python"),
        ("The oak is old.\nIts bark, grey and deep, is split.\nNobody knows how old; it is tall.\n", "sentences"),
    ],
)
def test_what_is_no_table_at_all_is_refused_by_its_name(text, what):
    with pytest.raises(DataError, match=what) as refused:
        read(text.encode(), name="x.txt")
    assert refused.value.code == "not-a-table"


@pytest.mark.parametrize(
    "text",
    [
        "import\nimport beer\nimport steel\n",
        "A,Good film.\nB,Bad film.\nC,Good, too.\n",
        "review\nA good film.\nNot my film at all.\nBad.\n",
        "Oak, tall and old.\nElm, small and old.\nFir, tall and young.\n",
        "from,to,subject\na@x.org,b@x.org,hi\nc@x.org,d@x.org,ho\n",
        ">50K,<=50K\n1,2\n3,4\n",
        "[m],[s]\n1,2\n3,4\n",
        "--- a,b\n1,2\n3,4\n",
    ],
)
def test_a_table_that_only_resembles_one_of_these_is_read(text):
    assert read(text.encode(), name="x.csv").n_rows > 1


def test_no_separator_is_named_that_the_file_does_not_have():
    table = read(b"word\nfir, or so\nelm\noak\n", name="x.csv")
    assert not any("separated by" in note.sentence for note in table.notes)
