"""The cells of a table as they are shown: columns go by number, beside the row and the line of the file.

Any text may be the name of a column, also one that Streamlit keeps for itself.
"""

import pandas as pd

from nets.data.table import TEXT, Table

ROW, LINE = "row", "line"


def shown_cells(table: Table, *, n_rows: int, n_columns: int, max_characters: int | None = None) -> pd.DataFrame:
    """The first rows and columns under the names "0", "1" and so on, after ROW and, of a file, LINE.

    Where `max_characters` is given, longer cells are cut.
    """
    cells = table.cells.iloc[:n_rows, :n_columns].astype(TEXT)
    cells = cells.set_axis([str(k) for k in range(cells.shape[1])], axis=1)
    if max_characters is not None:
        cells = cells.map(lambda cell: cell[:max_characters] if isinstance(cell, str) else cell)
    cells.insert(0, ROW, pd.Series(range(1, len(cells) + 1), dtype="Int64"))
    if table.lines is not None:
        cells.insert(1, LINE, pd.Series(table.lines[: len(cells)], dtype="Int64"))
    return cells


def cells_shown(shown: pd.DataFrame, table: Table) -> pd.DataFrame:
    """All columns of `shown_cells`, as a person has changed them, under the names of the table's columns."""
    return shown.drop(columns=[ROW, LINE], errors="ignore").set_axis(table.cells.columns, axis=1)
