"""The table in another shape on the command line, before anything is proposed."""

import argparse

import pytest

from nets.cli.table_changes import add_table_changes, changed_by
from nets.cli.table_options import add_table_options, options_from
from nets.data.csv.parse import read
from nets.errors import DataError

WIDE = "kind,x1,x2,x3\n" + "".join(f"{'ab'[k % 2]},{k},{k * 3 % 7},{k * 5 % 9}\n" for k in range(12))
LONG = "kind,who,t,x\n" + "".join(f"{'ab'[k // 3 % 2]},p{k // 3},{k % 3},{k * 5 % 9}\n" for k in range(24))
TIMED = "kind,at,x\n" + "".join(f"{'ab'[k * k % 5 % 2]},2024-05-{1 + k} 0{k % 9}:30,{k * 5 % 9}\n" for k in range(20))


def changed(text, *options):
    parser = argparse.ArgumentParser()
    add_table_options(parser)
    add_table_changes(parser)
    arguments = parser.parse_args(options)
    table = changed_by(arguments, read(text.encode(), name="a.csv"))
    return table, options_from(arguments, table)[0]


def test_nothing_is_changed_where_nothing_is_asked_for():
    assert changed(WIDE)[0].columns == ("kind", "x1", "x2", "x3")


def test_steps_become_rows_and_rows_steps():
    table, options = changed(WIDE, "--steps-to-rows", "--missing", "median")
    assert (table.columns, table.n_rows) == (("kind", "sequence", "step", "x"), 36)
    assert (options.label, options.group, options.time, options.missing) == ("kind", "sequence", "step", "median")
    table, options = changed(LONG, "--rows-to-steps", "--group", "who", "--time", "t")
    assert (table.columns, table.n_rows) == (("kind", "who", "x_1", "x_2", "x_3"), 8)
    assert (options.label, options.group, options.left_out) == ("kind", None, ("who",))
    assert changed(WIDE, "--steps-to-rows", "--rows-to-steps")[0].columns == ("kind", "sequence", "x_1", "x_2", "x_3")


def test_a_time_gives_its_hour_and_weekday():
    table, options = changed(TIMED, "--hour-of", "at", "--weekday-of", "at")
    assert table.columns == ("kind", "at", "x", "at hour", "at weekday")
    assert (options.left_out, options.categories) == (("at",), "one-hot")


@pytest.mark.parametrize(
    ("text", "options", "part"),
    [
        (TIMED, ["--hour-of", "when"], "--hour-of names 'when'"),
        (TIMED, ["--weekday-of", "x"], "“x” does not hold dates"),
        (TIMED, ["--steps-to-rows"], "No columns are time steps"),
        (WIDE, ["--rows-to-steps"], "--rows-to-steps needs the column of the sequences"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_in_a_sentence(text, options, part):
    with pytest.raises(DataError) as refused:
        changed(text, *options)
    assert part in refused.value.sentence
