"""What was once read wrongly of other people's files: each case is the least that still shows it."""

import pytest

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
}


@pytest.mark.parametrize("kind", CASES)
def test_found_case(kind):
    raw, expected, said = CASES[kind]
    table = read(raw, name="found.csv")
    notes = " ".join(note.sentence for note in table.notes)
    assert [list(table.columns), *table.cells.to_numpy().tolist()] == expected, notes
    assert said in notes
