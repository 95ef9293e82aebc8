"""A table of one column, from its cells."""

from nets.data.columns.column import Column
from nets.data.columns.infer import columns_of
from nets.data.columns.odd.choices import CellChoices
from nets.data.csv.parse import read
from nets.data.read_options import Reading


def column_of(cells, *, name="x", choices=None, **reading) -> Column:
    """The column of these cells as it is understood; its first cell is on line 2."""
    text = "\n".join([f"row\t{name}", *(f"r{n}\t{cell}" for n, cell in enumerate(cells))])
    table = read(text.encode(), name="a.csv", reading=Reading(delimiter="\t", **reading))
    (column,) = columns_of(table, (name,), choices=choices or CellChoices())
    return column


def sentences(column) -> str:
    """All that is said of a column."""
    return " ".join(note.sentence for note in column.notes)
