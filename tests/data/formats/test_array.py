"""Matrices as NumPy prints them."""

import numpy as np
import pytest

from nets.data.csv.parse import read
from nets.errors import DataError

MATRIX = np.array([[1, 0.5, 0.1], [0, -1.25, 1e-7], [1, np.nan, 123456.789]])
CELLS = [["1", "0.5", "0.1"], ["0", "-1.25", "1e-07"], ["1", "", "123456.789"]]


@pytest.mark.parametrize("text", [str(MATRIX), repr(MATRIX), f"X = {MATRIX!r}\n", f"\n{MATRIX}\n"])
def test_a_matrix_is_read_as_its_numbers(text):
    table = read(text.encode(), name="a.txt")
    assert (table.form, table.cells.to_numpy().tolist()) == ("an array as Python prints it", CELLS)
    assert any("8 digits" in note.sentence for note in table.notes)


def test_a_row_over_several_lines_is_one_row_with_the_line_it_begins_on():
    wide = np.arange(120).reshape(3, 40) / 64
    table = read(str(wide).encode(), name="a.txt")
    np.testing.assert_allclose(table.cells.to_numpy().astype(float), wide, atol=1e-8)
    first, second, _ = table.lines
    assert (first, second > 2) == (1, True)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (str(np.zeros((2000, 3))), "cut-short", "leaves numbers out"),
        (str(np.zeros((2, 2, 2))), "python", "what Python shows"),
        ("[[1 2]\n [3]]", "python", "line 2"),
        ("[[1 2 3]]", "python", "one row"),
        ("[[1, 'a'], [2, 'b']]", "python", "what Python shows"),
        ("array([[1, 2],\n       [3, None]]), array([[1, 2],\n       [3, 4]])", "python", "line 2"),
    ],
)
def test_what_is_no_whole_matrix_is_refused(text, code, said):
    with pytest.raises(DataError) as refused:
        read(text.encode(), name="a.txt")
    assert (refused.value.code, said in refused.value.sentence) == (code, True), refused.value.sentence
