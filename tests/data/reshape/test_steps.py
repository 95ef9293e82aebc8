"""Wide sequences to rows and back: pandas' answer, and a round trip."""

import io

import pandas as pd
import pytest

from nets.data.csv.parse import read
from nets.data.prepare.suggest import suggested_options
from nets.data.reshape.steps import steps_in, to_columns, to_rows
from nets.errors import DataError

WIDE = "kind,x_1,y_1,x_2,y_2,x_3,y_3\nup,1,a,2,b,3,c\ndown,9,d,8,e,,\nup,4,f,,g,6,h\n"


def table(text):
    return read(text.encode(), name="a.csv")


def rows_of(changed):
    return changed.cells.astype(str).to_numpy().tolist()


@pytest.mark.parametrize(
    ("names", "keep", "numbers", "stems"),
    [
        (["y", "t0", "t1", "t2"], (), (0, 1, 2), ["t"]),
        (["y", "day 0", "day 7", "day 14"], (), (0, 7, 14), ["day"]),
        (["0", "1", "2", "class"], (), (0, 1, 2), [""]),
        (["x[1]", "x[2]", "x[3]", "z.1", "z.2"], (), (1, 2, 3), ["x"]),
        (["b_2", "a_1", "a_2", "b_1", "a_3", "b_3"], (), (1, 2, 3), ["b", "a"]),
        (["column 1", "column 2", "column 3", "column 4"], ("column 1",), (2, 3, 4), ["column"]),
    ],
)
def test_names_that_count_are_time_steps(names, keep, numbers, stems):
    found = steps_in(names, keep=keep)
    assert (found.numbers, list(found.columns)) == (numbers, stems)


@pytest.mark.parametrize("names", [["y", "x1", "x2"], ["a", "b", "c"], ["x", "x2", "y2", "z2"]])
def test_two_columns_or_names_that_do_not_count_are_none(names):
    assert steps_in(names) is None
    with pytest.raises(DataError) as refused:
        to_rows(table(",".join(names) + "\n" + ",".join("1" for _ in names) + "\n"))
    assert refused.value.code == "no-time"


def test_a_row_for_each_step_is_pandas_wide_to_long_without_its_padding():
    long = to_rows(table(WIDE))
    assert long.columns == ("kind", "sequence", "step", "x", "y")
    frame = pd.read_csv(io.StringIO(WIDE), dtype=str, keep_default_na=False)
    frame["sequence"] = [str(k + 1) for k in range(len(frame))]
    theirs = pd.wide_to_long(frame, ["x", "y"], i="sequence", j="step", sep="_").reset_index()
    theirs = theirs.sort_values(["sequence", "step"])[["kind", "sequence", "step", "x", "y"]].astype(str)
    assert rows_of(long) == [row for row in theirs.to_numpy().tolist() if row[3:] != ["", ""]]
    assert long.lines.tolist() == [2, 2, 2, 3, 3, 4, 4, 4]
    assert "1 time step without a value" in long.notes[-1].sentence
    options, _ = suggested_options(long)
    assert (options.label, options.group, options.time) == ("kind", "sequence", "step")


def test_and_back():
    original = table(WIDE)
    back = to_columns(to_rows(original), label="kind", group="sequence", time="step")
    assert back.columns == ("kind", "sequence", "x_1", "x_2", "x_3", "y_1", "y_2", "y_3")
    names = list(original.columns)
    assert back.cells[names].astype(str).to_numpy().tolist() == rows_of(original)
    assert back.lines.tolist() == [2, 3, 4]
    assert len({original.sha256, to_rows(original).sha256, back.sha256}) == 3


def test_sequences_are_put_in_the_order_of_their_time_and_of_their_first_rows():
    text = "y,who,t,x\na,p2,2,20\nb,p1,1,1\na,p2,1,10\nb,p1,3,3\na,p2,3,30\nb,p1,2,2\n"
    back = to_columns(table(text), label="y", group="who", time="t")
    assert rows_of(back) == [["a", "p2", "10", "20", "30"], ["b", "p1", "1", "2", "3"]]
    with pytest.raises(DataError, match="changes within a sequence, on line 4") as refused:
        to_columns(table(text.replace("a,p2,1", "c,p2,1")), label="y", group="who", time=None)
    assert refused.value.code == "label-changes"


def test_what_would_be_too_large_is_refused_before_it_is_made(monkeypatch):
    monkeypatch.setattr("nets.data.reshape.steps.MAX_ROWS", 8)
    with pytest.raises(DataError, match="9 rows; the limit is 8") as refused:
        to_rows(table(WIDE))
    assert refused.value.code == "too-many-rows"
    monkeypatch.setattr("nets.data.reshape.steps.MAX_COLUMNS", 2)
    with pytest.raises(DataError, match="3 columns; the limit is 2"):
        to_columns(table("y,g,x\na,1,1\na,1,2\na,1,3\n"), label="y", group="g", time=None)
