"""Changes of the table's shape as options of the command line; they come before label and inputs are proposed."""

import argparse

from nets.cli.table_options import chosen_in
from nets.data.prepare.suggest import suggested_options
from nets.data.reshape.parts_of_time import with_part
from nets.data.reshape.steps import to_columns, to_rows
from nets.data.table import Table
from nets.errors import Code, DataError

PARTS = {"hour_of": "hour", "weekday_of": "weekday"}


def add_table_changes(parser: argparse.ArgumentParser) -> None:
    """Add one option for each change."""
    group = parser.add_argument_group("the table in another shape", "Done in this order, before anything is proposed.")
    column = {"metavar": "COLUMN", "action": "append", "default": []}
    group.add_argument("--hour-of", help="add the hour of day of a column of times; may be repeated", **column)
    group.add_argument("--weekday-of", help="add the day of week of a column of dates; may be repeated", **column)
    group.add_argument(
        "--steps-to-rows",
        action="store_true",
        help="columns whose names count time steps (x1, x2, x3) become rows of one sequence each",
    )
    group.add_argument(
        "--rows-to-steps",
        action="store_true",
        help="rows of one sequence (--group, in the order of --time) become one row with a column for each step",
    )


def changed_by(arguments: argparse.Namespace, table: Table) -> Table:
    """The table in the shape that was asked for. `--group` and `--time` are no longer options of it where they were
    turned into columns.

    Raises `DataError` where a change cannot be made.
    """
    for name, part in PARTS.items():
        for column in getattr(arguments, name):
            if column not in table.columns:
                option = name.replace("_", "-")
                raise DataError(Code.NO_SUCH_COLUMN, f"--{option} names {column!r}, which is no column.")
            table = with_part(table, column, part)
    if arguments.steps_to_rows:
        table = to_rows(table, keep={arguments.label or table.columns[0]})
    if arguments.rows_to_steps:
        options, _ = suggested_options(table, chosen=chosen_in(arguments, table))
        if options.group is None:
            raise DataError(
                Code.NO_SUCH_COLUMN, "--rows-to-steps needs the column of the sequences: name it by --group."
            )
        table = to_columns(table, label=options.label, group=options.group, time=options.time)
        arguments.group = arguments.time = None
    return table
