"""Hour of day and day of week, taken from a column of dates and times as columns of their own."""

from dataclasses import replace
from typing import Literal

import numpy as np
import pyarrow as pa

from nets.data.columns.infer import Column, columns_of
from nets.data.columns.times.clock import without_zone
from nets.data.reshape.changed import changed_table, free_name, texts_of
from nets.data.table import Table, cells_of, shortened
from nets.errors import Code, DataError

Part = Literal["hour", "weekday"]
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST_WEEKDAY = 3  # 1970-01-01 was a Thursday
A_SECOND = 1 / 86_400
KINDS = {"hour": ("date", "clock"), "weekday": ("date",)}


def with_part(table: Table, column: str, part: Part) -> Table:
    """The table with one more column: the hour of day, 0 to 23, or the day of week by its name, empty where there is no
    time. Of times with a time zone it is that of their own clock, and the note says so. Raises `DataError` where the
    column has no such part.
    """
    (found,) = columns_of(table, (column,))
    if found.kind not in KINDS[part]:
        what = "dates or times" if part == "hour" else "dates"
        raise DataError(Code.NO_TIME, f"Column {shortened(column)} does not hold {what}, so it has no {part}.")
    local = _by_own_clock(table, found)
    days = (
        found if local is None else local
    ).values + A_SECOND / 2  # what is a whole hour must not be a rounding below it
    is_given = np.isfinite(days)
    whole = np.floor(np.where(is_given, days, 0))
    if part == "hour":
        numbers = np.floor((np.where(is_given, days, 0) - whole) * 24).astype(int)
        texts = np.where(is_given, numbers.astype(str), "")
    else:
        texts = np.where(is_given, np.array(WEEKDAYS)[(whole.astype(int) + FIRST_WEEKDAY) % 7], "")
    columns = {name: texts_of(table, name) for name in table.columns}
    name = free_name(f"{column} {part}", columns)
    columns[name] = pa.array(texts.tolist(), pa.string())
    clock = "" if local is None else ", by the clock of its own time zone and not in UTC"
    sentence = f"Column {shortened(name)} is the {part} of {shortened(column)}{clock}."
    return changed_table(table, columns, table.lines, sentence)


def _by_own_clock(table: Table, found: Column) -> Column | None:
    """The column as if its times were of no time zone; None where they are of none.

    Of a column in UTC the days of its rows can be compared, but at noon in Tokyo it is 3 o'clock there.
    """
    texts = table.texts(found.name).to_list()
    local = [without_zone(text) for text in texts] if found.kind == "date" else texts
    if local == texts:
        return None
    cells = cells_of([pa.chunked_array([pa.array(local, pa.string())])], [found.name])
    (column,) = columns_of(replace(table, cells=cells), (found.name,))
    return column if column.kind == "date" else None
