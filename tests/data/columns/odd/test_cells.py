"""A few odd cells do not make a column of numbers or dates text: each is named with its lines, and is a gap."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nets.data.columns.infer import columns_of
from nets.data.columns.odd import cells
from nets.data.columns.odd.choices import CellChoices
from nets.data.csv.parse import read
from tests.data.columns.tables import column_of, sentences

NUMBERS = ["1.5", "2.25", "3.75", "4", "7.5", "2", "9"]
GAPS = ["n.d.", "N.V.", "unknown", "Unbekannt", "k. A.", "TBD", "(blank)", "s/d", "n/d", "н/д", "not measured", "..."]
SPREADSHEET_ERRORS = ["#DIV/0!", "#REF!", "#WERT!", "#NV", "#####"]
INEXACT = {
    "<0.5": (0.5, 0.25),
    "≤3": (3, 1.5),
    "< 0.08": (0.08, 0.04),
    ">100": (100, 100),
    "≥ 7": (7, 7),
    "100+": (100, 100),
    "~5": (5, 5),
    "ca. 5": (5, 5),
    "5 (est.)": (5, 5),
    "5 [2]": (5, 5),
    "5060*": (5060, 5060),
    "48.5†": (48.5, 48.5),
    "7.3 # outlier?": (7.3, 7.3),
    "5±0.2": (5, 5),
    "3-5": (4, 4),
    "3 to 5": (4, 4),
    "3 – 6": (4.5, 4.5),
}
DATES = ["01. Mai", "1-May", "May-01", "07. Mrz", "2024-05-01", "3-janv."]
OTHERS = ["oops", "O.5", "1.2.3", "5 kg", "12:30", "l0", "2-"]


@pytest.mark.parametrize("text", GAPS + SPREADSHEET_ERRORS + list(INEXACT) + DATES + OTHERS)
def test_one_odd_cell_is_a_gap_and_the_others_are_numbers(text):
    column = column_of([*NUMBERS[:3], text, *NUMBERS[3:]])
    assert column.kind == "number"
    assert np.array_equal(np.delete(column.values, 3), [float(number) for number in NUMBERS])
    assert math.isnan(column.values[3])
    assert column.missing.tolist() == [n == 3 for n in range(8)]


@pytest.mark.parametrize(
    ("texts", "kind"), [(GAPS, "gap"), (INEXACT, "inexact"), (DATES, "date"), (OTHERS, "text")], ids=lambda found: found
)
def test_what_an_odd_cell_is_is_said_with_its_lines(texts, kind):
    for text in texts:
        column = column_of([text, *NUMBERS, *NUMBERS, text])
        (odd,) = column.odd
        assert (odd.text, odd.kind, odd.count, odd.note.lines) == (text, kind, 2, (2, 17))
        assert f"“{text}” in 2 cells" in odd.note.sentence


@pytest.mark.parametrize("text", INEXACT)
def test_an_inexact_number_is_by_choice_the_number_or_half_its_bound(text):
    whole, half = INEXACT[text]
    for choice, number in (("number", whole), ("half", half)):
        column = column_of([*NUMBERS, text], choices=CellChoices(inexact=choice))
        assert column.values[-1] == number
        assert f"read as {number:g}" in sentences(column)


def test_an_inexact_number_has_the_column_s_decimal_mark_and_unit():
    column = column_of(["1,5 mg", "2,25 mg", "7 mg", "<0,5 mg", "~1,25"], choices=CellChoices(inexact="number"))
    assert column.values.tolist() == [1.5, 2.25, 7, 0.5, 1.25]


@pytest.mark.parametrize(
    ("cells", "number"),
    [
        (["1,5", "2,25", "n.d.", "3,75"], 1.5),
        (["1.234,5", "2.000,0", "3,5", "?", "x"], 1234.5),
        (["12 %", "13 %", "n/k", "15 %"], 12),
        (["$1.50", "$2", "TBD", "$3"], 1.5),
        (["1,234.5", "k.A", "2,000.0"], 1234.5),
    ],
)
def test_numbers_keep_their_format_beside_odd_cells(cells, number):
    column = column_of(cells)
    assert column.kind == "number"
    assert column.values[0] == number
    assert "written with" in column.sentence


@pytest.mark.parametrize(
    "cells",
    [
        ["a", "b", "c", "1"],
        ["12", "13 A", "PC 17", "A/5 21", "14"],
        ["12%", "7"],
        ["3 kg", "4 lb"],
        ["n.d.", "unknown", "TBD", "4"],
        ["<1", "<2", "<3", "4"],
        ["3-5", "6-8", "9-11"],
        ["1", "2", "x1", "x2"],
        ["1", "2", "2024-05-01", "2024-05-02"],
    ],
)
def test_too_many_odd_cells_leave_a_column_text(cells):
    column = column_of(cells)
    assert (column.kind, column.numbers) == ("text", None)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["2024-01-29", "unknown", "2024-01-31", "0000-00-00"], "date"),
        (["29.01.2024", "30.01.2024", "k. A.", "31.01.2024"], "date"),
        (["Jan-20", "Feb-20", "n.d.", "Apr-20"], "date"),
        (["12:30", "13:45", "closed", "14:00", "15:10", "16:00"], "clock"),
        (["36:15:00", "n/d", "5:00:00"], "duration"),
    ],
)
def test_dates_and_times_stay_what_they_are_beside_odd_cells(cells, kind):
    column = column_of(cells)
    assert column.kind == kind
    assert 0 < column.missing.sum() == sum(odd.count for odd in column.odd)


def test_a_decimal_comma_among_decimal_points_is_not_read_as_thousands():
    column = column_of(["35.998", "36.104", "37.25", "36,512", "35.5", "36.75"])
    assert np.isnan(column.values).tolist() == [False, False, False, True, False, False]
    assert "“36,512” in 1 cell is not like the others" in sentences(column)
    assert column_of(["950.5", "36,512", "1,200", "40,100", "12"]).values.tolist() == [950.5, 36512, 1200, 40100, 12]


def test_lines_are_rows_where_a_table_came_from_no_file():
    table = replace(read(b"y,x\na,1\nb,2\na,n.d.\nb,4\n", name="a.csv"), lines=None)
    (column,) = columns_of(table, ("x",))
    assert "(row 3)" in column.odd[0].note.sentence
    assert column.odd[0].note.lines == ()


def test_many_different_odd_texts_are_told_in_one_sentence():
    column = column_of([*map(str, range(300)), *(f"{n}.5 # remark {n}" for n in range(40))])
    assert (column.kind, len(column.odd)) == ("number", 21)
    assert sum(odd.count for odd in column.odd) == 40
    assert "20 more texts in 20 cells" in column.odd[-1].note.sentence


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.one_of(
            st.floats(-1e6, 1e6).map(repr), st.integers(-999, 999).map(str), st.sampled_from(["n.d.", "<2", "oops", ""])
        ),
        min_size=1,
        max_size=60,
    )
)
def test_many_texts_are_read_at_once_as_they_are_one_by_one(texts):
    slow = column_of(texts)
    few, cells.MANY = cells.MANY, 0
    try:
        fast = column_of(texts)
    finally:
        cells.MANY = few
    assert (slow.kind, slow.notes) == (fast.kind, fast.notes)
    assert slow.numbers is None or np.array_equal(slow.values, fast.values, equal_nan=True)


def test_gaps_among_texts_are_counted_but_not_namibia():
    column = column_of(["male", "NA", "female", "N/A", "", "male", "none", "-"])
    assert column.missing.tolist() == [False, True, False, True, True, False, False, False]
    assert "“NA” in 1 cell is counted as a missing value" in sentences(column)
    countries = column_of(["DE", "NA", "FR", "US", "NULL"])
    assert countries.missing.tolist() == [False, False, False, False, True]


def test_each_spelling_of_a_gap_that_is_no_program_s_own_is_named_with_its_lines():
    column = column_of(["1.5", "#REF!", "", "--", "#REF!", "NaN", "4", "n.d."])
    assert column.kind == "number"
    assert {odd.text: odd.note.lines for odd in column.odd} == {"#REF!": (3, 6), "--": (5,), "n.d.": (9,)}
    assert "“#REF!” in 2 cells says that there is no value and is read as a gap" in column.odd[1].note.sentence
    assert int(column.missing.sum()) == 6


@pytest.mark.parametrize(
    "cells", [["12:30", "*", "14:45"], ["2023-05-06", "*", "2023-05-07"], ["51°12'", "*", "7°30'"]]
)
def test_gaps_among_times_dates_and_angles_are_named_too(cells):
    assert [(odd.text, odd.kind, odd.count) for odd in column_of(cells).odd] == [("*", "gap", 1)]


@pytest.mark.parametrize(
    ("cells", "numbers", "odd"),
    [
        (["1,5", "2,5", "1.7", "0,25"], [1.5, 2.5, 1.7, 0.25], "1.7"),
        (["1.5", "2.5", "1,7", "0.25"], [1.5, 2.5, 1.7, 0.25], "1,7"),
        (["1.500,5", "2,5", "-1.75", "0,25"], [1500.5, 2.5, -1.75, 0.25], "-1.75"),
        (["5 kg", "2.5 kg", "1,75 kg", "0.25 kg"], [5, 2.5, 1.75, 0.25], "1,75 kg"),
    ],
)
def test_a_number_that_can_only_have_the_other_decimal_mark_is_read_so_and_said(cells, numbers, odd):
    column = column_of(cells)
    assert (column.kind, column.values.tolist()) == ("number", numbers)
    assert [(each.text, each.kind, each.note.lines) for each in column.odd] == [(odd, "mark", (cells.index(odd) + 2,))]
    assert "has the other decimal mark" in sentences(column)


def test_a_number_that_may_have_either_mark_keeps_the_column_s():
    assert column_of(["1,5", "2,5", "1.750", "0,25"]).values.tolist() == [1.5, 2.5, 1750, 0.25]
