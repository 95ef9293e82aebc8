"""The outputs of an MLP's hidden units, layer by layer: over a grid of two inputs, or for rows of the table."""

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nets.queries.query import Query

if TYPE_CHECKING:
    from nets.autodiff.net import Net


class UnitOutputs(msgspec.Struct, frozen=True, tag=True):
    """Of each hidden layer, from the inputs on, the outputs (H, n) of its first units at n places, or for n rows."""

    layers: tuple[np.ndarray, ...]


class UnitMapsQuery(Query[UnitOutputs], frozen=True):
    """Of an MLP of two inputs where input `x` (0 or 1) is each of `x_values` (n,), the other each of `y_values` (m,).

    All numbers are as they enter the net. The n m places are a row for each y value; at most `most_units` of a layer.
    """

    x: int
    x_values: np.ndarray
    y_values: np.ndarray
    most_units: int

    def answer(self, net: "Net") -> UnitOutputs:
        from nets.decision.units import unit_outputs

        x, y = (values.ravel() for values in np.meshgrid(self.x_values, self.y_values))
        inputs = np.stack([x, y, np.ones(x.size)] if self.x == 0 else [y, x, np.ones(x.size)], axis=1)
        return unit_outputs(net.settings, net.params, inputs, most_units=self.most_units)


class UnitRowsQuery(Query[UnitOutputs], frozen=True):
    """For these `rows` (n,) of the run's table; at most `most_units` of a layer."""

    rows: np.ndarray
    most_units: int

    def answer(self, net: "Net") -> UnitOutputs:
        from nets.decision.units import unit_outputs

        return unit_outputs(net.settings, net.params, net.rows_of(self.rows), most_units=self.most_units)
