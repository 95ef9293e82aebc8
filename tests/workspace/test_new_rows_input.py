"""A visitor's new rows: a refusal leaves those there were, and another table asks for them anew."""

import pytest

from nets.data.csv.parse import read
from nets.data.limits import MAX_NEW_ROWS
from nets.data.prepare.new_rows.encode import NewRows
from nets.data.prepare.new_rows.fields import input_fields
from nets.data.prepare.split import Prepared, prepared
from nets.settings import Settings
from nets.workspace.loaded_data import LoadedData
from nets.workspace.new_rows_input import NewRowsInput


def loaded(raw):
    table = read(raw, name="mine.csv")
    ready = prepared(table, Settings())
    return LoadedData(table, ready.dataset, ready.is_validation)


MINE = loaded(b"y,x\na,1\nb,2\na,3\nb,4\n")
OTHER = loaded(b"y,z\na,1\nb,2\na,3\nb,4\n")
HOW = {"in_sequences": False, "known": None}


@pytest.fixture
def rows():
    rows = NewRowsInput(read)
    rows.is_typed = False
    return rows


def test_a_file_that_the_net_cannot_read_leaves_the_one_before(rows):
    assert rows.encoded(MINE, **HOW) is None
    rows.take(b"x\n2\n3\n", name="new.csv", loaded=MINE, **HOW)
    first = rows.encoded(MINE, **HOW)
    assert first.columns[0].array().tolist() == [2, 3]
    for raw, said in (
        (b"z\n1\n", "bad.csv: 1 column that the net reads is missing: “x”"),
        (b"%PDF-1.4\n", "bad.csv: This is a PDF"),
        (b"x\n" + b"1\n" * (MAX_NEW_ROWS + 1), "bad.csv: The file has 10,001 rows, and up to 10,000"),
    ):
        rows.take(raw, name="bad.csv", loaded=MINE, **HOW)
        assert rows.file_problem.startswith(said)
        assert rows.encoded(MINE, **HOW) is first
    rows.take(b"x\n" + b"1\n" * MAX_NEW_ROWS, name="long.csv", loaded=MINE, **HOW)
    assert rows.file_problem is None
    assert rows.file.name == "long.csv"
    rows.forget_file()
    assert rows.encoded(MINE, **HOW) is None


def test_of_a_table_of_many_inputs_fewer_rows_are_taken(rows):
    n_inputs = 100
    names = ",".join(f"x{k}" for k in range(n_inputs))
    line = ",".join("1" for _ in range(n_inputs))
    wide = loaded(f"y,{names}\na,{line}\nb,{line}\n".encode())
    rows.take(f"{names}\n".encode() + f"{line}\n".encode() * 5001, name="w.csv", loaded=wide, **HOW)
    assert "up to 5,000" in rows.file_problem


def test_under_another_table_the_file_stays_and_says_why_it_cannot_be_read(rows):
    rows.take(b"x\n2\n", name="new.csv", loaded=MINE, **HOW)
    assert rows.encoded(OTHER, **HOW) == "new.csv: 1 column that the net reads is missing: “z”."
    assert isinstance(rows.encoded(MINE, **HOW), NewRows)


def test_what_was_typed_is_of_its_table_and_stands_beside_the_file(rows):
    rows.take(b"x\n2\n", name="new.csv", loaded=MINE, **HOW)
    fields = input_fields(MINE.table, Prepared(MINE.dataset, MINE.is_validation))
    rows.is_typed = True
    rows.type(fields, [[5.0]], loaded=MINE)
    assert rows.encoded(MINE, **HOW).columns[0].array().tolist() == [5]
    rows.type(fields, [], loaded=MINE)
    assert rows.typed_problem == "Type one row at least."
    assert rows.encoded(MINE, **HOW).columns[0].array().tolist() == [5]
    assert rows.encoded(OTHER, **HOW) is None
    rows.is_typed = False
    assert rows.encoded(MINE, **HOW).columns[0].array().tolist() == [2]
