"""Tables changed by hand: cells, rows and points; a changed table has a fingerprint of its own."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from nets.data.table import TEXT, Table
from nets.errors import Code, DataError

MAX_ROWS = 2_000
MAX_CELLS = 40_000
MAX_CHARACTERS = 1_000_000
DIGITS = 3  # of a clicked point, relative to the range it was clicked in


def not_editable(table: Table) -> str:
    """Why a table is too large to be edited by hand, in a sentence; "" if it is not."""
    if table.n_rows > MAX_ROWS:
        return f"The table has {table.n_rows:,} rows; up to {MAX_ROWS:,} can be edited here."
    if table.cells.size > MAX_CELLS:
        return f"The table has {table.cells.size:,} cells; up to {MAX_CELLS:,} can be edited here."
    if sum(int(table.texts(name).str.len().sum()) for name in table.columns) > MAX_CHARACTERS:
        return f"The table has more than {MAX_CHARACTERS:,} characters, too many to be edited here."
    return ""


def edited(table: Table, cells: pd.DataFrame) -> Table:
    """The table with these cells in place of its own, under the same names; a cell without a text is "".

    Raises `DataError` where no row is left, or more than can be edited.
    """
    if len(cells) == 0:
        raise DataError(Code.EMPTY, "The last row cannot be deleted: a table has at least one.")
    texts = {
        name: ["" if pd.isna(cell) else str(cell) for cell in cells.iloc[:, k]] for k, name in enumerate(table.columns)
    }
    content = json.dumps([table.sha256, *texts.items()])
    changed = replace(
        table,
        cells=pd.DataFrame(texts, dtype=TEXT),
        lines=None,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
    )
    if sentence := not_editable(changed):
        raise DataError(Code.TOO_LARGE, sentence)
    return changed


def with_row(table: Table, values: Mapping[str, str]) -> Table:
    """The table with one more row at its end; columns without a value there are empty."""
    row = pd.DataFrame([[values.get(name, "") for name in table.columns]], columns=table.cells.columns, dtype=TEXT)
    return edited(table, pd.concat([table.cells, row], ignore_index=True))


def written(number: float, table: Table, column: str, *, span: float) -> str:
    """A number as the column would write it: as many decimals as a range of `span` is worth, its decimal mark."""
    decimals = max(0, DIGITS - math.ceil(math.log10(span))) if span > 0 else DIGITS
    text = f"{number:.{min(decimals, 12)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    text = "0" if text == "-0" else text
    cells = table.texts(column)
    has_comma = table.reading.decimal == "," or (
        table.reading.decimal is None
        and bool(cells.str.contains(",", regex=False).any())
        and not cells.str.contains(".", regex=False).any()
    )
    return text.replace(".", ",") if has_comma else text
