"""A row that is typed into fields is the row of the file it stands for."""

from datetime import date, datetime, time

import numpy as np

from nets.data.csv.parse import read
from nets.data.prepare.new_rows.encode import new_rows_of
from nets.data.prepare.new_rows.fields import input_fields, typed_table
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.split import prepared
from nets.settings import Settings

LOG = read(
    b"state;when;at;day;v;what\n"
    b"on;2025-03-04 12:00;06:00;4.3.2025;1,125;a\n"
    b"off;2025-03-06 18:30;18:00;13.3.2025;200;b\n"
    b"on;2025-03-05 00:15;07:30;1.4.2025;-3,5;a\n",
    name="log.csv",
)
TRAINED = prepared(LOG, Settings(scale="standard"), options=PreprocessingOptions(categories="one-hot"))
FIELDS = input_fields(LOG, TRAINED)


def inputs(*rows):
    found = new_rows_of(typed_table(FIELDS, rows), LOG, TRAINED, in_sequences=False)
    assert not found.notes
    return np.stack([column.array() for column in found.columns], axis=1)


def test_each_column_has_a_field_of_its_kind_that_begins_with_the_first_row():
    assert [(field.column, field.kind, field.first) for field in FIELDS] == [
        ("when", "moment", datetime(2025, 3, 4, 12)),
        ("at", "clock", time(6)),
        ("day", "date", date(2025, 3, 4)),
        ("v", "number", 1.125),
        ("what", "text", "a"),
    ]
    assert FIELDS[3].low == -3.5
    assert FIELDS[3].high == 200
    assert FIELDS[3].step == 10
    assert FIELDS[4].choices == ("a", "b")


def test_the_first_row_typed_has_the_inputs_of_the_first_row():
    assert (inputs([field.first for field in FIELDS]) == TRAINED.dataset.inputs[:1]).all()
    second = [datetime(2025, 3, 6, 18, 30), time(18), date(2025, 3, 13), 200.0, "b"]
    assert (inputs(second, second) == TRAINED.dataset.inputs[[1, 1]]).all()


def test_a_typed_number_means_what_it_says_whatever_the_decimal_mark_of_the_table():
    place = TRAINED.dataset.features.index("v")
    mean, scale = TRAINED.dataset.encoders[3].mean, TRAINED.dataset.encoders[3].scale
    for number in (1.125, 12.345, 0.001, 1e-7, 123.456):
        row = [field.first for field in FIELDS]
        row[3] = number
        assert inputs(row)[0, place] == (number - mean) / scale
