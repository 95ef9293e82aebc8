"""A cell of a new row means what it would have meant in the training table."""

import numpy as np
import pytest

from nets.data.columns.infer import columns_of
from nets.data.csv.parse import read
from nets.data.prepare.new_rows.same_reading import columns_as_in_training
from nets.errors import DataError


def understood(training, new):
    """The numbers of the column x of the new rows, and what is said of them."""
    table, rows = (read(text.encode(), name="t.csv") for text in (training, new))
    (column,), notes = columns_as_in_training(rows, table, columns_of(table, ("x",)))
    return column.values.tolist(), [note.sentence for note in notes]


def days(*dates):
    return [float(np.datetime64(date, "D").astype(int)) for date in dates]


@pytest.mark.parametrize(
    ("training", "new", "numbers"),
    [
        ("y;x\na;1,5\nb;2,25\n", "y;x\na;1,234\n", [1.234]),
        ("y;x\na;1,500\nb;2,250\nc;0,125\n", "x;y\n4,125;a\n", [4.125]),
        ('y,x\na,"1,500"\nb,"2,250,000"\n', 'y,x\na,"4,125"\n', [4125]),
        ("y,x\na,1.5\nb,2.25\n", "y,x\na,3.125\n", [3.125]),
        ("y,x\na,5 kg\nb,7 kg\n", "y,x\na,6 kg\n", [6]),
        ("y,x\na,12%\nb,3.5%\n", "y,x\na,50%\n", [50]),
        ("y,x\na,13/04/2025\nb,02/05/2025\n", "y,x\na,03/04/2025\n", days("2025-04-03")),
        ("y,x\na,04/13/2025\nb,05/02/2025\n", "y,x\na,03/04/2025\n", days("2025-03-04")),
        ("y,x\na,06:30\nb,18:00\n", "y,x\na,12:00\n", [0.5]),
        ("y,x\na,26:30:00\nb,18:00:00\n", "y,x\na,12:00:00\n", [0.5]),
    ],
)
def test_what_one_row_leaves_open_the_training_table_decides(training, new, numbers):
    assert understood(training, new) == (pytest.approx(numbers), [])


def test_the_decisive_row_need_not_be_among_those_that_are_looked_at():
    rows = ["03/04/2025"] * 4999 + ["23/04/2025"] + ["05/06/2025"] * 4999
    training = "y,x\n" + "\n".join(f"{'ab'[k % 2]},{text}" for k, text in enumerate(rows))
    assert understood(training, "y,x\na,07/08/2025\n")[0] == days("2025-08-07")


def test_what_can_only_be_meant_otherwise_is_read_so_and_said():
    assert understood("y,x\na,1.5\nb,2.25\n", "y;x\na;1,25\n") == (
        [1.25],
        ["The numbers of column “x” are written with decimal commas."],
    )
    assert understood("y;x\na;1,5\nb;2,25\n", "y,x\na,1.25\n") == ([1.25], [])
    points, commas = [0.5, -1.259, 2.125, 3.25, 1.375, 4.125] * 3, "y;x\na;1,5\nb;2,25\nc;0,125\n" + "b;3,75\n" * 40
    assert understood(commas, "y,x\n" + "".join(f"a,{number}\n" for number in points)) == (points, [])
    numbers, notes = understood("y,x\na,5 kg\nb,7 kg\n", "y,x\na,6\n")
    assert numbers == [6]
    assert notes == ["Column “x” has no unit here; its numbers are taken to be in “kg”."]


def test_dates_that_can_only_be_in_the_other_order_are_read_so_and_said():
    numbers, notes = understood("y,x\na,21/05/2022\nb,02/05/2022\n", "y,x\na,05/30/2022\nb,05/06/2022\n")
    assert numbers == days("2022-05-30", "2022-05-06")
    assert "“05/30/2022” on line 2" in notes[0]
    assert "training table the day: each was read in its own order" in notes[0]


def test_dates_in_another_order_than_a_guess_took_the_training_table_s_for_are_refused():
    training = "y,x\na,07/05/2022\nb,02/05/2022\n"
    with pytest.raises(DataError, match=r"day first .*“30/05/2022” on line 3.*month first, which they leave open"):
        understood(training, "y,x\na,05/06/2022\nb,30/05/2022\n")
    assert understood(training, "y,x\na,05/30/2022\n") == (days("2022-05-30"), [])
    alike = "y,x\na,05/05/2022\nb,02/02/2022\n"  # in both orders
    assert understood(alike, "y,x\na,30/05/2022\n")[0] == days("2022-05-30")


@pytest.mark.parametrize(
    ("training", "new", "named"),
    [
        ("y,x\na,5 kg\nb,7 kg\n", "y,x\na,600 g\n", "“g”"),
        ("y,x\na,5\nb,7\n", "y,x\na,60%\n", "“%”"),
        ("y,x\na,06:30\nb,18:00\n", "y,x\na,2025-03-04\n", "“2025-03-04” on line 2, which is no time of day"),
        ("y,x\na,2025-03-04\nb,2025-03-05\n", "y,x\na,18:00\n", "“18:00” on line 2, which is no date"),
        ("y,x\na,1\nb,2\n", "y,x\na,1\nb,many\n", "“many” on line 3, which is no number"),
        ("y,x\na,1\nb,2\n", "y,x\na,1 kg\nb,2 g\n", "not all written in one way"),
    ],
)
def test_what_is_of_another_kind_or_unit_is_refused_by_name(training, new, named):
    with pytest.raises(DataError) as refusal:
        understood(training, new)
    assert "Column “x”" in refusal.value.sentence or "column “x”" in refusal.value.sentence
    assert named in refusal.value.sentence


def test_one_cell_with_the_other_decimal_mark_is_read_by_it_and_said():
    numbers, notes = understood("y,x\na,1.5\nb,2.25\nc,0.5\n", 'y,x\na,3.5\nb,"4,75"\nc,5.5\n')
    assert numbers == [3.5, 4.75, 5.5]
    assert notes == ["Column “x”: “4,75” has the other decimal mark and is read as 4.75."]
