"""Columns at fixed places: any table laid out by blanks comes back, and no prose is cut into columns."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nets.data.csv.layout.positions import by_position
from nets.data.csv.parse import read
from nets.data.read_options import Reading

WORD = st.from_regex(r"[A-Za-z][A-Za-z_]{0,8}", fullmatch=True)
NUMBER = st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: f"{number:.3f}")


@st.composite
def tables(draw):
    """Names, and rows of a text that may have a blank in it, and of numbers, any of which may be missing."""
    width = draw(st.integers(2, 4))
    names = draw(st.lists(WORD, min_size=width, max_size=width, unique_by=str.lower))
    row = st.tuples(WORD, *[st.just("") | NUMBER] * (width - 1)).map(list)
    return [names, *draw(st.lists(row, min_size=3, max_size=10))]


def laid_out(rows, *, right, gap, ruler):
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [
        gap.join(cell.rjust(width) if right else cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join([lines[0], gap.join("-" * width for width in widths), *lines[1:]] if ruler else lines)


@settings(max_examples=150, deadline=None)
@given(rows=tables(), right=st.booleans(), gap=st.sampled_from([" ", "  ", "   "]))
def test_a_ruler_gives_the_places_of_any_table(rows, right, gap):
    rows[0] = [name.ljust(3, "_") for name in rows[0]]  # a ruler of one dash alone is none
    placed = by_position(laid_out(rows, right=right, gap=gap, ruler=True).encode())
    lines = placed.text.decode().split("\n")
    assert lines.pop(1) == "---"
    assert [line.split(placed.separator) for line in lines] == rows


@settings(max_examples=150, deadline=None)
@given(rows=tables(), right=st.booleans())
def test_an_empty_cell_moves_no_other(rows, right):
    rows = [[*row[:-1], row[-1] or "7.000"] for row in rows]  # a column all of blanks could not be seen
    rows[-1][1:] = ["1.500"] * (len(rows[0]) - 1)
    table = read(laid_out(rows, right=right, gap="  ", ruler=False).encode(), name="x.txt")
    assert [list(table.columns), *table.cells.to_numpy().tolist()] == rows


@pytest.mark.parametrize(
    "text",
    [
        "The cat  sat on the mat  and slept\nDogs ran  in a garden   all day\nBirds  fly above the sea and sing\n",
        "one\ntwo words here\nthree\n",
        "a b  c\n\nd  e f\n",
        "name  x\nAnn  1\n" + "a sentence that goes on across all columns of the table\n" * 9,
    ],
)
def test_prose_stands_at_no_places(text):
    assert by_position(text.encode()) is None


def test_a_row_that_crosses_a_gutter_is_not_cut():
    text = "kind  mass\ncat    4.2\na long name  5\ndog    1.5\ncat    2.5\n"
    assert by_position(text.encode()) is None


def test_a_title_and_a_remark_stand_beside_the_table_as_they_are():
    text = "Animals of 2024\nkind   mass  town\ncat     4.2  Rome\ndog          Oslo\n(2 rows)\n"
    placed = by_position(text.encode())
    assert placed.text.decode().split("\n")[0] == "Animals of 2024"
    assert placed.text.decode().split("\n")[1:4] == ["kind\x1fmass\x1ftown", "cat\x1f4.2\x1fRome", "dog\x1f\x1fOslo"]
    assert placed.text.decode().split("\n")[4] == "(2 rows)"


@pytest.mark.parametrize("sign", "-=")
def test_a_ruler_may_be_drawn_with_either_sign(sign):
    text = f"town   kind\n{sign * 5}  {sign * 4}\nOslo   a\nBonn   b\nParis  a\n"
    table = read(text.encode(), name="x.txt")
    assert [list(table.columns), *table.cells.to_numpy().tolist()] == [
        ["town", "kind"],
        ["Oslo", "a"],
        ["Bonn", "b"],
        ["Paris", "a"],
    ]


CUT = {
    "narrow columns": "    mass kind\n 1:  1.5  fir\n 2: -2.5  elm\n ---\n58:  0.5  fir\n59:  3.5  oak\n",
    "names that reach the dashes": "    kind mass\n 1:  fir  1.5\n 2:  elm -2.5\n ---\n58:  fir  0.5\n59:  oak  3.5\n",
    "single blanks": "      a   b kind\n 1: 1.5 2.5  fir\n 2: 2.5 2.5  elm\n ---\n58: 0.5 2.5 pine\n59: 3.5 2.5 pine\n",
}


@pytest.mark.parametrize("kind", CUT)
def test_a_print_of_a_data_table_that_leaves_rows_out_says_so_and_its_row_numbers_are_no_column(kind):
    table = read(CUT[kind].encode(), name="x.txt")
    assert list(table.columns) == CUT[kind].split("\n")[0].split()
    assert table.n_rows == 4
    assert any("no whole table" in note.sentence and note.lines == (4,) for note in table.notes)
    kept = read(CUT[kind].encode(), name="x.txt", reading=Reading(verbatim=True))
    assert kept.cells.iloc[:, 0].tolist() == ["1", "2", "58", "59"]


def test_what_r_says_below_a_print_it_cut_off_is_no_row_though_its_blanks_fit_the_columns():
    rows = "".join(f"{n:<2} oak     {n}.25   {n}.5\n" for n in range(1, 10))
    text = f"   kind    width  mass\n{rows} [ reached 'max' / getOption('max.print') -- omitted 7 rows ]\n"
    table = read(text.encode(), name="x.txt")
    assert table.n_rows == 9
    assert any("no whole table" in note.sentence and note.lines == (11,) for note in table.notes)
