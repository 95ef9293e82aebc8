"""The rows of the table for which each hidden unit of an MLP has its largest outputs."""

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nets.queries.query import Query

if TYPE_CHECKING:
    from nets.autodiff.net import Net


class ExcitingRows(msgspec.Struct, frozen=True, tag=True):
    """Of each hidden layer, from the inputs on, the rows (H, n) of its first units and their outputs (H, n), the
    largest first; of equal ones the first row of the table.
    """

    rows: tuple[np.ndarray, ...]
    outputs: tuple[np.ndarray, ...]


class ExcitingRowsQuery(Query[ExcitingRows], frozen=True):
    """Among these `rows` (n,) of the run's table, the `most_rows` of each unit; at most `most_units` of a layer."""

    rows: np.ndarray
    most_rows: int
    most_units: int

    def answer(self, net: "Net") -> ExcitingRows:
        from nets.decision.units import unit_outputs

        found = unit_outputs(net.settings, net.params, net.rows_of(self.rows), most_units=self.most_units)
        return exciting_rows(found.layers, self.rows, most_rows=self.most_rows)


def exciting_rows(layers: tuple[np.ndarray, ...], rows: np.ndarray, *, most_rows: int) -> ExcitingRows:
    """The largest of the outputs (H, n) that the units of each layer have for these rows (n,)."""
    places = [np.argsort(-outputs, axis=1, kind="stable")[:, :most_rows] for outputs in layers]  # NaN stands last
    return ExcitingRows(
        tuple(rows[each] for each in places),
        tuple(np.take_along_axis(outputs, each, axis=1) for outputs, each in zip(layers, places, strict=True)),
    )
