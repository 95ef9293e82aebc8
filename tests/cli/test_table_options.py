"""What is made of a table on the command line: what was asked for, and what the app proposes beside it."""

import argparse
from dataclasses import replace

import pytest

from nets.cli.table_options import add_table_options, options_from
from nets.data.csv.parse import read
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.options import PreprocessingOptions
from nets.data.prepare.suggest import suggested_options
from nets.errors import DataError

COLOURS = "y,colour,x\n" + "".join(f"{'ab'[i % 2]},{'rgb'[i % 3]},{'' if i == 3 else i}\n" for i in range(12))


def table(text=COLOURS):
    return read(text.encode(), name="mine.csv")


def chosen(of, *options):
    parser = argparse.ArgumentParser()
    add_table_options(parser)
    return options_from(parser.parse_args(options), of)


def test_where_nothing_is_said_it_is_what_the_app_suggests_with_its_notes():
    whole = table()
    assert chosen(whole) == suggested_options(whole)
    assert chosen(whole)[0] == PreprocessingOptions(label="y", categories="one-hot", missing="leave out rows")
    assert len(chosen(whole)[1]) == 2
    assert chosen(whole, "--label", "colour")[0].label == "colour"


def test_what_is_given_takes_the_place_of_its_own_proposal_and_the_rest_stays():
    proposed = chosen(table())[0]
    assert chosen(table(), "--missing", "median")[0] == replace(proposed, missing="median")
    assert chosen(table(), "--left-out", "x")[0] == replace(proposed, left_out=("x",), missing="refuse")
    every = ["--categories", "leave out", "--missing", "median", "--most-categories", "3", "--bins", "4"]
    every += ["--as-text", "x", "--group", "colour", "--time", "x", "--alike", "one", "--label", "y"]
    wanted = PreprocessingOptions(
        label="y",
        as_text=("x",),
        categories="leave out",
        most_categories=3,
        missing="median",
        bins=4,
        alike="one",
        group="colour",
        time="x",
    )
    assert chosen(table(), *every)[0] == wanted


def test_a_row_number_is_an_input_only_where_it_is_named_as_one():
    rows = "".join(f"{i + 1},{'ab'[i * i % 5 % 2]},{i * 7 % 10}\n" for i in range(20))
    written = table('"",kind,x\n' + rows)
    options, notes = chosen(written, "--missing", "median")
    assert (options.label, options.left_out) == ("kind", ("column 1",))
    assert "counts the rows" in notes[0].sentence
    assert chosen(written, "--input", "column 1") == (PreprocessingOptions(label="kind"), ())
    assert chosen(written, "--label", "column 1")[0].label == "column 1"


def test_groups_and_times_put_shuffled_rows_in_their_sequences():
    rows = [(f"{'ab'[t % 2]},{g},{t},{g * t % 5}") for g in range(3) for t in range(4)]
    shuffled = table("\n".join(["y,g,t,x", *rows[::-1], ""]))
    made = dataset_from(shuffled, options=chosen(shuffled, "--group", "g", "--time", "t")[0])
    assert made.features == ("x",)
    assert made.inputs[:, 0].tolist() == [g * t % 5 for g in (2, 1, 0) for t in range(4)]  # as the groups first appear
    assert made.sequence_starts.tolist() == [t == 0 for _ in range(3) for t in range(4)]


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (["--label", "z"], "--label names 'z', which is no column; there are y, colour, x."),
        (["--group", "z"], "--group names 'z'"),
        (["--input", "z"], "--input names 'z'"),
        (["--alike", "nearly"], "--alike must be one of apart, blanks, one; found 'nearly'."),
        (["--left-out", "x", "--left-out", "q"], "--left-out names 'q'"),
        (["--missing", "nan"], "--missing must be one of refuse, leave out rows, mean, median, zero; found 'nan'."),
        (["--categories", ""], "--categories must be one of"),
        (["--bins", "1"], "--bins must be a whole number from 2 to 50; found '1'."),
        (["--most-categories", "2.5"], "--most-categories must be a whole number from 2 to 1,000"),
    ],
)
def test_a_bad_one_is_refused_by_name(options, part):
    with pytest.raises(DataError) as refused:
        chosen(table(), *options)
    assert refused.value.sentence.startswith(part)
