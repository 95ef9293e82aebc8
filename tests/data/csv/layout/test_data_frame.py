"""A print of a data frame comes back under its own names: no name moves to the column beside it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nets.data.csv.parse import read

WORD = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
NAMES = st.lists(st.lists(WORD, min_size=1, max_size=3).map(" ".join), min_size=2, max_size=4, unique=True)


def printed(rows, *, first, right):
    """The rows below their names as R (first 1) and pandas (first 0) print them: row numbers without a name."""
    numbered = [[str(n) if n >= first else "", *row] for n, row in enumerate(rows, first - 1)]
    widths = [max(map(len, column)) for column in zip(*numbered, strict=True)]
    return "\n".join(
        " ".join([row[0].ljust(widths[0]), *(cell.rjust(w) if right else cell.ljust(w) for cell, w in cells)])
        for row in numbered
        for cells in [list(zip(row[1:], widths[1:], strict=True))]
    ).encode()


@settings(max_examples=100, deadline=None)
@given(names=NAMES, first=st.sampled_from([0, 1]), numbers=st.lists(st.integers(10, 9999), min_size=12, max_size=12))
def test_a_name_of_several_words_is_one_name(names, first, numbers):
    rows = [["ok", *(f"{number}.5" for number in numbers[n : n + len(names) - 1])] for n in range(0, 9, 2)]
    table = read(printed([names, *rows], first=first, right=True), name="x.txt")
    assert table.columns[1:] == tuple(names)
    assert table.cells.to_numpy().tolist() == [[str(n), *row] for n, row in enumerate(rows, first)]


def test_names_that_stand_on_the_left_have_their_values_below_the_first_word():
    rows = [["kind", "mass kg", "sex"], ["cat", "4.5", "male"], ["dog", "9.5", "female"], ["rat", "0.5", "male"]]
    table = read(printed(rows, first=1, right=False), name="x.txt")
    assert [list(table.columns[1:]), *(row[1:] for row in table.cells.to_numpy().tolist())] == rows


@pytest.mark.parametrize(
    "text",
    [
        '  kind  x y            b\n1 "ya" " 5" "say \\"hi\\""\n2 "no" "-1"           NA\n3 "no" " 7"       "a, b"\n',
        '     kind x y  b            \n[1,] "ya" " 5" "say \\"hi\\""\n'
        '[2,] "no" "-1" NA          \n[3,] "no" " 7" "a, b"      \n',
    ],
    ids=["a data frame", "a matrix"],
)
def test_texts_that_r_prints_in_quotes_lose_them(text):
    table = read(text.encode(), name="x.txt")
    assert table.columns[1:] == ("kind", "x y", "b")
    assert [row[1:] for row in table.cells.to_numpy().tolist()] == [
        ["ya", "5", 'say "hi"'],
        ["no", "-1", "NA"],
        ["no", "7", "a, b"],
    ]


def test_a_blank_line_may_part_the_names_from_the_rows():
    text = (
        "            The SAS System       9:30 Monday, May 6, 2024   1\n\n"
        "  Obs    Kind       Mass    Sex\n\n"
        "    1    cat         4.5    m\n    2    brown rat   0.5    f\n    3    cat         3.9    m\n"
    )
    table = read(text.encode(), name="x.lst")
    assert table.columns == ("Obs", "Kind", "Mass", "Sex")
    assert table.cells.to_numpy().tolist()[1] == ["2", "brown rat", "0.5", "f"]


@pytest.mark.parametrize("types", ["str3  float64 int64", "       m / s   kg  "], ids=["types", "units"])
def test_types_and_units_may_stand_between_the_names_and_a_ruler(types):
    rows = "cat       4.5     4\ndog       9.1    20\ncat       5.2     3\n"
    text = f"kind  speed v mass \n{types}\n----- ------- -----\n{rows}"
    table = read(text.encode(), name="x.txt")
    assert table.columns == ("kind", "speed v", "mass")
    assert table.cells.to_numpy().tolist()[0] == ["cat", "4.5", "4"]
    assert any(2 in note.lines for note in table.notes)


@pytest.mark.parametrize("line", ["=" * 18, "-" * 18, "_" * 18])
def test_lines_drawn_across_all_columns_are_none_of_its_rows(line):
    text = f"kind    x      b  \n{line}\ncat     4.5    a b\n{line}\ndog    -1      c, d\n{line}\ncat            a b\n"
    assert read(text.encode(), name="x.txt").cells.to_numpy().tolist() == [
        ["cat", "4.5", "a b"],
        ["dog", "-1", "c, d"],
        ["cat", "", "a b"],
    ]


def test_a_gap_between_padded_cells_and_tabs_moves_no_cell():
    rows = "cat   \t2024-05-01\t 1.5\tm\ndog   \t2024-05-02\t    \tf\ncat   \t2024-05-03\t-2  \tm\n"
    text = f"kind  \tday       \t   x\tsex\n{rows}"
    table = read(text.encode(), name="x.tsv")
    assert [cell.strip() for cell in table.cells.to_numpy().tolist()[1]] == ["dog", "2024-05-02", "", "f"]


def test_names_that_stand_again_are_no_values_of_their_columns():
    text = "    kind  x  y\nr1   fir  1  2\nr2   elm  2  3\n    kind  x  y\nr3   fir  4  2\n"
    table = read(text.encode(), name="x.txt")
    assert table.columns[1:] == ("kind", "x", "y")
    assert table.cells.to_numpy().tolist()[2] == ["r3", "fir", "4", "2"]
    assert any(4 in note.lines for note in table.notes)
