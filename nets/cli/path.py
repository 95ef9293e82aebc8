"""A path given on the command line, and how its file is to be read where that leaves dates open."""

import argparse
from pathlib import Path

from nets.data.csv.parse import read
from nets.data.limits import MAX_BYTES
from nets.data.read_options import READER_DECIDES, Reading
from nets.data.table import Table
from nets.errors import Code, DataError

ORDERS = {"day-month": True, "month-day": False}


def table_at(path: str, reading: Reading = READER_DECIDES) -> Table:
    """The table in the file. Raises `DataError` where it cannot be opened or holds no table."""
    return table_of(bytes_at(path), path, reading)


def table_of(raw: bytes, path: str, reading: Reading = READER_DECIDES) -> Table:
    """The table in the bytes of the file at this path. Raises `DataError` where they hold none."""
    return read(raw, name=Path(path).name, reading=reading)


def bytes_at(path: str) -> bytes:
    """The bytes of the file, one more than are allowed where it is larger. Raises `DataError` where it cannot be
    opened.
    """
    try:
        if Path(path).is_fifo() or Path(path).is_socket():
            raise DataError(Code.NOT_A_FILE, f"{path} is a pipe and not a file; name a CSV file.")
        with Path(path).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise DataError(Code.NO_SUCH_FILE, f"There is no file at {path}.") from None
    except IsADirectoryError:
        raise DataError(Code.NOT_A_FILE, f"{path} is a folder; name a CSV file in it.") from None
    except (OSError, ValueError) as error:
        raise DataError(Code.UNREADABLE, f"{path} cannot be opened ({error}).") from None


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """Add the option for the order of dates."""
    parser.add_argument(
        "--date-order",
        choices=tuple(ORDERS),
        help="what comes first in dates like 3/4/2025 where the column leaves it open; else it is guessed, and said",
    )


def reading_from(arguments: argparse.Namespace) -> Reading:
    """How the files are to be read by what was given."""
    if arguments.date_order is None:
        return READER_DECIDES
    return Reading(day_first=ORDERS[arguments.date_order])
