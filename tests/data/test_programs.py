"""Tables as programs write or print them (programs.md says which): what is read of each kind, and what is said."""

import pytest

from nets.data.csv.parse import read
from nets.data.read_options import Reading
from nets.errors import DataError

TABLE = [["kind", "mass", "home town"], ["cat", "4.2", "Rome"], ["dog", "", "New York"], ["cat", "3", ""]]
NUMBERED = [["column 1", *TABLE[0]], *([str(n), *row] for n, row in enumerate(TABLE[1:], 1))]
R_ROWS = [("dog", "5", "no"), ("cat", "6", "no"), ("dog", "7", "no"), ("cat", "8", "no")]

KINDS = {
    # Columns at fixed places, with and without a ruler.
    "SQLite .mode column": (
        "kind  mass  home town\n----  ----  ---------\ncat   4.2   Rome     \ndog         New York \n"
        "cat   3              \n",
        TABLE,
        "fixed places, beginning at the characters 1, 7, 13",
    ),
    "astropy fixed_width_two_line": (
        "kind mass home town\n---- ---- ---------\n cat  4.2      Rome\n dog       New York\n cat    3          \n",
        TABLE,
        "fixed places",
    ),
    "visidata fixed": (
        "kind mass home town \ncat  4.2  Rome      \ndog       New York  \ncat  3              \n",
        TABLE,
        "fixed places",
    ),
    "Miller --opprint --right": (
        "kind mass  home town\n cat  4.2  in Lisbon\n dog    -   New York\n cat    3          -\n",
        [TABLE[0], ["cat", "4.2", "in Lisbon"], ["dog", "-", "New York"], ["cat", "3", "-"]],
        "fixed places",
    ),
    "pandas to_string": (
        "  kind  mass home town\n1  cat   4.2      Rome\n2  dog         New York\n3  cat   3.0          \n",
        [NUMBERED[0], NUMBERED[1], NUMBERED[2], ["3", "cat", "3.0", ""]],
        "fixed places",
    ),
    "R print of a data.table": (
        "     kind  mass home town\n   <char> <num>    <char>\n"
        "1:    cat   4.2      Rome\n2:    dog    NA  New York\n3:    cat   3.0          \n",
        [NUMBERED[0], NUMBERED[1], ["2", "dog", "NA", "New York"], ["3", "cat", "3.0", ""]],
        "types of the columns (kind: <char>, mass: <num>",
    ),
    "psql border 0": (
        "kind mass home town \n---- ---- ----------\ncat  4.2  Rome\ndog       New York\ncat  3    \n(3 rows)\n\n",
        TABLE,
        "beginning “(3 rows)”",
    ),
    "readr write_delim": (
        'kind mass "home town"\ncat 4.2 Rome\ndog  "New York"\ncat 3 \n',
        TABLE,
        "a field between two of them is empty",
    ),
    "columns counted on a screen": (
        "kind  mass  home town\n猫    4.2   東京都   \ndog         New York \n猫    3              \n",
        [TABLE[0], ["猫", "4.2", "東京都"], TABLE[2], ["猫", "3", ""]],
        "fixed places",
    ),
    "pandoc's Markdown": (
        "  kind   mass   home town\n  ------ ------ -----------\n"
        '  cat    4.2    Rome\n  dog           Dr. O\\\'Neil\n  cat    3      \\"Q\\"\n',
        [TABLE[0], TABLE[1], ["dog", "", "Dr. O'Neil"], ["cat", "3", '"Q"']],
        "only keep them from Markdown",
    ),
    # Columns between bars.
    "texttable without a frame": (
        "kind | mass | home town\n=====+======+==========\ncat  | 4.2  | Rome\ndog  |      | New York\ncat  | 3    |\n",
        TABLE,
        "vertical bars",
    ),
    "pandas to_markdown": (
        "|    | kind   |   mass | home town   |\n|---:|:-------|-------:|:------------|\n"
        "|  1 | cat    |    4.2 | Rome        |\n|  2 | dog    |        | New York    |\n"
        "|  3 | cat    |      3 |             |\n",
        NUMBERED,
        "between bars",
    ),
    "ClickHouse Markdown": (
        "| kind | mass | home town |\n|:-|-:|:-|\n| cat | 4.2 | Rome |\n| dog |  | New York |\n| cat | 3 |  |\n",
        TABLE,
        "between bars",
    ),
    "visidata Markdown": (
        "|kind|mass|home town|\n|----|----|---------|\n|cat |4\\.2|Rome     |\n|dog |    |New York |\n"
        "|cat |3   |         |\n",
        TABLE,
        "Backslashes before signs",
    ),
    "polars Markdown": (
        "shape: (3, 3)\n| kind | mass | home town |\n| ---  | ---  | ---       |\n| str  | f64  | str       |\n"
        "|------|------|-----------|\n| cat  | 4.2  | Rome      |\n| dog  |      | New York  |\n"
        "| cat  | 3    |           |",
        TABLE,
        "types of the columns (kind: str, mass: f64, home town: str)",
    ),
    "astropy fixed_width_no_header": (
        "|  cat |   4.2 | Rome     |\n|  dog |       | New York |\n|  cat |   3.2 |          |\n",
        [["column 1", "column 2", "column 3"], ["cat", "4.2", "Rome"], TABLE[2], ["cat", "3.2", ""]],
        "between bars",
    ),
    "texts alone at places": (
        "name    town\nAnn     New York\nBob     Oslo\nCid     Bonn\n",
        [["name", "town"], ["Ann", "New York"], ["Bob", "Oslo"], ["Cid", "Bonn"]],
        "fixed places",
    ),
    # Lines between the names and the rows.
    "ClickHouse CSVWithNamesAndTypes": (
        '"kind","mass","home town"\n"String","Nullable(Float64)","String"\n"cat",4.2,"Rome"\n'
        '"dog",,"New York"\n"cat",3,""\n',
        TABLE,
        "types of the columns",
    ),
    "rdb": (
        "kind\tmass\thome town\n4S\t3N\t9S\ncat\t4.2\tRome\ndog\t\tNew York\ncat\t3\t\n",
        TABLE,
        "types of the columns (kind: 4S, mass: 3N",
    ),
    "Orange": (
        "kind,mass,home town\ncat dog,continuous,string\nclass,,meta\ncat,4.2,Rome\ndog,,New York\ncat,3,\n",
        TABLE,
        "what the columns are for (kind: class, home town: meta)",
    ),
    "numpy savetxt": (
        "# kind mass\n1.000000000000000000e+00 4.200000000000000178e+00\n0.000000000000000000e+00 nan\n",
        [["kind", "mass"], ["1", "4.2"], ["0", "nan"]],
        "1.000000000000000000e+00 as 1.",
    ),
    # Lines below the rows, and between them.
    "psql -A": (
        "kind|mass|home town\ncat|4.2|Rome\ndog||New York\ncat|3|\n(3 rows)\n",
        TABLE,
        "1 line below the table, beginning “(3 rows)”, left out.",
    ),
    "STIL's TST": (
        "made by hand\n\nkind\tmass\thome town\n----\t----\t---------\ncat\t4.2\tRome\ndog\t\tNew York\n"
        "cat\t3\t\n[EOD]\n",
        TABLE,
        "[EOD]",
    ),
    "STIL's TST with a column of its own": (
        "id_col: 2\n\nkind\tmass\tIndex\n----\t----\t-----\ncat\t4.2\t1\ndog\t\t2\ncat\t3\t3\n[EOD]\n",
        [["kind", "mass"], ["cat", "4.2"], ["dog", ""], ["cat", "3"]],
        "Column “Index” only counts the rows, as the file says",
    ),
    "a spreadsheet with a title and a total": (
        "Animals of 2024;;\n;;\nkind;mass;home town\ncat;4.2;Rome\ndog;;New York\ncat;3;\nTotal;7.2;\nSource: own;;\n",
        TABLE,
        "1 line with a total or the like of the rows, called “Total”, left out.",
    ),
    # Quotes and backslashes.
    "pandas with an escape": (
        'kind,said\ncat,one\\, two\ndog,say \\"yes\\"\ncat,no\n',
        [["kind", "said"], ["cat", "one, two"], ["dog", 'say "yes"'], ["cat", "no"]],
        "A backslash before a delimiter",
    ),
    "R write.table": (
        '"kind" "mass" "said"\n"cat" 4 "say \\"yes\\", twice"\n"dog" 5 "no"\n'
        '"cat" 6 "no"\n"dog" 7 "no"\n"cat" 8 "no"\n',
        [["kind", "mass", "said"], ["cat", "4", 'say "yes", twice'], *(list(row) for row in R_ROWS)],
        "A backslash before a quote",
    ),
    "Weka": (
        "kind,said\ncat,'say \\\"yes\\\"'\ndog,'it\\'s, well, no'\ncat,no\n",
        [["kind", "said"], ["cat", 'say "yes"'], ["dog", "it's, well, no"], ["cat", "no"]],
        "single quotes",
    ),
    "MariaDB INTO OUTFILE": (
        "cat\tone\\\ntwo\t4\ndog\tno\t5\ncat\tno\\\tyes\t6\n",
        [["column 1", "column 2", "column 3"], ["cat", "one\ntwo", "4"], ["dog", "no", "5"], ["cat", "no\tyes", "6"]],
        "the end of a line",
    ),
    "readr write_tsv": (
        'kind\tsaid\ncat\tsay ""yes"" twice\ndog\tno\n',
        [["kind", "said"], ["cat", 'say "yes" twice'], ["dog", "no"]],
        "two were read as one",
    ),
    "SQLite .mode ascii": (
        "kind\x1fmass\x1fhome town\x1ecat\x1f4.2\x1fRome\x1edog\x1f\x1fNew York\x1ecat\x1f3\x1f\x1e",
        TABLE,
        "",
    ),
    "psql -A -F ,": (
        "kind,mass,said\ncat,4.2,no\ndog,,one, two\ncat,3,no\ncat,5,no\n(4 rows)\n",
        [
            ["kind", "mass", "said"],
            ["cat", "4.2", "no"],
            ["dog", "", "one, two"],
            ["cat", "3", "no"],
            ["cat", "5", "no"],
        ],
        "a delimiter with a blank behind it",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_is_read_as_the_program_had_it(kind):
    text, expected, said = KINDS[kind]
    table = read(text.encode(), name="x.txt")
    notes = " ".join(note.sentence for note in table.notes)
    assert [list(table.columns), *table.cells.to_numpy().tolist()] == expected, notes
    assert said in notes


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("    kind  mass\n1:   cat   4.2\n2:   dog   5.1\n---           \n8:   cat   3.0\n9:   dog   6.0\n", (4,)),
        ("   kind  mass\n0   cat   4.2\n..  ...   ...\n8   cat   3.0\n9   dog   6.0\n", (3,)),
        (
            "  kind mass\n1  cat  4.2\n2  dog  5.1\n [ reached 'max' / getOption(\"max.print\") -- omitted 7 rows ]\n",
            (4,),
        ),
    ],
    ids=["data.table", "pandas", "R"],
)
def test_a_print_that_leaves_rows_out_is_never_taken_for_the_whole_table(text, lines):
    """Also where a person says that it is a table all the same, which a row of dots alone would be refused as."""
    notes = read(text.encode(), name="x.txt", reading=Reading(header=True)).notes
    assert [note.lines for note in notes if "no whole table" in note.sentence] == [lines]


def test_a_tibble_as_r_shows_it_is_refused_since_its_numbers_are_cut():
    text = "# A tibble: 2 × 2\n  kind   mass\n  <chr> <dbl>\n1 cat    4.21\n2 dog  123.  \n"
    with pytest.raises(DataError, match="cut to three digits") as refusal:
        read(text.encode(), name="x.txt")
    assert refusal.value.code == "cut-short"


@pytest.mark.parametrize(
    "text",
    [
        "kind,mass\ncat,1\ndog,2\nkind,mass\ncat,3\n",
        "kind,mass\ncat,1\ndog,2\ncat,3\nTotal,6\n",
        "kind,mass\ncat,1\ndog,2\ncat,3\nNote: by hand,\n",
        "kind,mass\nstring,double\ncat,1\ndog,2\ncat,3\n",
        "kind,mass\n,kg\ncat,1\ndog,2\ncat,3\n",
        "kind,mass\ncat,1.00000000\ndog,2.00000000\ncat,3.00000000\n",
    ],
    ids=["names", "total", "remark", "types", "units", "zeros"],
)
def test_whatever_was_left_out_is_kept_when_a_person_says_so(text):
    lines = [line.split(",") for line in text.splitlines()]
    table = read(text.encode(), name="x.csv", reading=Reading(verbatim=True))
    assert [list(table.columns), *table.cells.to_numpy().tolist()] == lines
    shorter = read(text.encode(), name="x.csv")
    assert shorter.cells.to_numpy().tolist() != lines[1:]
    assert any(note.lines or "shortest form" in note.sentence for note in shorter.notes)
