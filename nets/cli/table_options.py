"""The preprocessing options as options of the command line. Those that are not given are what the app proposes."""

import argparse
from collections.abc import Mapping
from typing import get_args

from nets.data.columns.odd.inexact import Inexact
from nets.data.prepare.chosen import Chosen
from nets.data.prepare.labels import MAX_NUMERIC_CLASSES
from nets.data.prepare.options import LISTS, Alike, AtGaps, Categories, LossAt, Missing, PreprocessingOptions
from nets.data.prepare.suggest import suggested_options
from nets.data.table import Note, Table
from nets.errors import Code, DataError

CHOICES = {
    "categories": Categories,
    "missing": Missing,
    "alike": Alike,
    "inexact": Inexact,
    "loss_at": LossAt,
    "at_gaps": AtGaps,
}
COLUMN_LISTS = ("inputs", *LISTS)
ALIKE = {
    "apart": "none",
    "blanks": "that differ in blanks alone",
    "one": "in capital letters or the form of a number too",
}
BOUNDS = {"most_categories": (2, 1000), "bins": (2, MAX_NUMERIC_CLASSES)}


def _choices(known: Mapping[str, str]) -> str:
    return ", ".join(f"{name} ({what})" for name, what in known.items())


def add_table_options(parser: argparse.ArgumentParser) -> None:
    """Add one option for each preprocessing option."""
    group = parser.add_argument_group(
        "what is made of the table", "What is not given is proposed, as in the app, and said on standard error."
    )
    column = {"metavar": "COLUMN"}
    group.add_argument("--label", help="the column that holds the classes", **column)
    group.add_argument("--left-out", action="append", help="a column that is no input; may be repeated", **column)
    group.add_argument(
        "--input",
        dest="inputs",
        action="append",
        help="a column that is an input, though it was proposed to leave it out; may be repeated",
        **column,
    )
    group.add_argument(
        "--as-text", action="append", help="a column of numbers that are names; may be repeated", **column
    )
    group.add_argument(
        "--as-numbers", action="append", help="a column of codes such as 01067 to be numbers; may be repeated", **column
    )
    group.add_argument(
        "--missing-codes",
        action="append",
        help="a column whose -999, or the like, is a missing value; may be repeated",
        **column,
    )
    group.add_argument("--inexact", help=f"numbers such as <0.5 or 5060*: one of {', '.join(get_args(Inexact))}")
    group.add_argument("--categories", help=f"columns of text: one of {', '.join(get_args(Categories))}")
    group.add_argument("--most-categories", metavar="N", help="the most texts a column may have to become one-hot")
    group.add_argument("--missing", help=f"cells without a value: one of {', '.join(get_args(Missing))}")
    group.add_argument("--bins", metavar="N", help="cut a measured label into so many classes of about equal size")
    group.add_argument("--alike", help=f"labels that are one class: {_choices(ALIKE)}; blanks if not given")
    group.add_argument("--group", help="rows with the same text there are one sequence", **column)
    group.add_argument("--time", help="rows are put in order by it", **column)
    group.add_argument(
        "--loss-at",
        metavar="STEPS",
        help=f"which rows have a loss, and count in scores: one of {', '.join(get_args(LossAt))}; an RNN reads the "
        "others all the same, an MLP does not",
    )
    group.add_argument(
        "--at-gaps",
        metavar="HOW",
        help="where rows were left out, cut the sequence (the RNN's state begins at 0 again) or join what is before "
        "and after: one of cut, join; cut if not given",
    )


def options_from(arguments: argparse.Namespace, table: Table) -> tuple[PreprocessingOptions, tuple[Note, ...]]:
    """The options that were given, the others as proposed beside them, and a note on each that was proposed.

    Raises `DataError`, naming the option, where one is outside its range or names no column, and where no column can be
    the label.
    """
    return suggested_options(table, chosen=chosen_in(arguments, table))


def chosen_in(arguments: argparse.Namespace, table: Table) -> Chosen:
    """The options that were given. Raises `DataError` as `options_from` does."""
    given = {
        name: value for name in Chosen.__dataclass_fields__ if (value := getattr(arguments, name, None)) is not None
    }
    for name, kind in CHOICES.items():
        if name in given and given[name] not in get_args(kind):
            allowed = ", ".join(get_args(kind))
            option = name.replace("_", "-")
            raise DataError(Code.UNKNOWN_CHOICE, f"--{option} must be one of {allowed}; found {given[name]!r}.")
    for name, bounds in BOUNDS.items():
        if name in given:
            given[name] = _whole_number(name, given[name], *bounds)
    for name in ("label", "group", "time", *COLUMN_LISTS):
        columns = given.get(name, ())
        for column in [columns] if isinstance(columns, str) else columns:
            if column not in table.columns:
                raise _no_column("input" if name == "inputs" else name, column, table)
    return Chosen(**given | {name: tuple(given[name]) for name in COLUMN_LISTS if name in given})


def _whole_number(name: str, text: str, low: int, high: int) -> int:
    if not text.isdecimal() or not low <= int(text) <= high:
        option = name.replace("_", "-")
        raise DataError(
            Code.CHOICE_OUT_OF_RANGE, f"--{option} must be a whole number from {low} to {high:,}; found {text!r}."
        )
    return int(text)


def _no_column(name: str, column: str, table: Table) -> DataError:
    option = name.replace("_", "-")
    shown = ", ".join(table.columns[:20]) + (" …" if len(table.columns) > 20 else "")
    return DataError(Code.NO_SUCH_COLUMN, f"--{option} names {column!r}, which is no column; there are {shown}.")
