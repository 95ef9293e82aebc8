"""Codes made of digits are texts, which is said, unless it was chosen otherwise."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nets.data.columns.odd.choices import CellChoices
from nets.data.columns.odd.codes import code_in, may_be_codes
from tests.data.columns.tables import column_of, sentences

CODES = {
    "postcodes": ["01067", "80331", "20095"],
    "with a gap": ["01067", "", "80331", "NA"],
    "with an odd cell": ["01067", "80331", "unknown", "20095"],
    "a zero that was lost": ["02139", "2139", "94103"],
    "telephones": ["0049123", "030456", "0171998877"],
    "counties": ["001", "013", "205"],
    "hexadecimal": ["5812", "58E5", "1204"],
    "plates": ["58E5", "12E3"],
    "one with a letter": ["3161484100", "3161484101", "316148410X", "3161484102", "3161484103", "3161484104"],
    "shortened": ["4.56E+11", "4.57E+11"],
    "shortened beside whole ones": ["4.56E+11", "456123456789", "456123456790"],
}
NUMBERS = {
    "months": ["01", "02", "12"],
    "one with zeros": ["007", "7"],
    "decimals": ["00.5", "01.5", "10.25"],
    "powers": ["1E5", "2E5"],
    "a power beside a fraction": ["58E5", "1.5"],
    "measured": ["4.56E+11", "3.1E+09"],
    "exact": ["4.560e+11", "4.561e+11"],
    "zeros": ["0", "0", "10"],
}


@pytest.mark.parametrize("kind", CODES)
def test_codes_are_texts_and_that_is_said(kind):
    column = column_of(CODES[kind])
    assert (column.kind, column.has_codes) == ("text", True)
    assert "read as texts and not as numbers" in sentences(column)


@pytest.mark.parametrize("kind", CODES)
def test_codes_are_numbers_by_choice(kind):
    column = column_of(CODES[kind], choices=CellChoices(as_numbers=("x",)))
    assert column.kind == "number"
    assert column.values[0] == float(CODES[kind][0])
    assert "as chosen" in sentences(column)


@pytest.mark.parametrize("kind", NUMBERS)
def test_quantities_are_numbers(kind):
    column = column_of(NUMBERS[kind])
    assert (column.kind, column.has_codes, column.notes) == ("number", False, ())
    assert column.values.tolist() == [float(text) for text in NUMBERS[kind]]


@given(
    st.lists(
        st.one_of(st.integers(0, 9999).map(str), st.sampled_from(["", "007", "0123", "58E5", "1e3", " 01", "00", "0"])),
        min_size=1,
    )
)
def test_no_code_is_overlooked_by_the_quick_look(texts):
    numbers = np.array([float(text) if text else np.nan for text in texts])
    if code_in(text.strip() for text in texts):
        assert may_be_codes(pa.array(texts), numbers)
        assert may_be_codes(pa.chunked_array([texts[:1], texts[1:]], pa.string()), numbers)


def test_a_letter_in_many_cells_beside_whole_numbers_is_a_code():
    cells = ["3", "4", "xx", "3", "xx", "4", "5", "5", "xx"]
    column = column_of(cells)
    assert column.kind == "text"
    assert "codes (“xx”), read as texts" in sentences(column)
    as_numbers = column_of(cells, choices=CellChoices(as_numbers=("x",)))
    assert (as_numbers.kind, as_numbers.has_codes, int(as_numbers.missing.sum())) == ("number", True, 3)


@pytest.mark.parametrize(
    "cells",
    [
        ["3", "4", "5"] * 4 + ["X"],  # in few
        ["3", "14", "25", "61", "X", "X"],  # beside numbers that are all different
        ["3.5", "3.5", "4.5", "4.5", "X", "X"],
        ["3", "3", "4", "4", "NA", "NA", "unknown", "unknown"],
    ],
)
def test_a_letter_that_says_there_is_no_value_is_a_gap(cells):
    assert column_of(cells).kind == "number"
