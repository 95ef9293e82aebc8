"""The rows that excite a unit most are those of its largest outputs."""

import numpy as np
import pytest

from nets.queries.exciting_rows import ExcitingRowsQuery, exciting_rows
from nets.queries.units import UnitRowsQuery
from nets.settings import Settings
from tests.autodiff.nets import net_of, table

TWO_LAYERS = Settings(hidden_layers=2, activation="tanh", init="glorot", precision="float64")


def test_of_each_unit_they_are_the_rows_of_its_largest_outputs():
    net, rows = net_of(TWO_LAYERS, table(n_rows=40, n_features=3)), np.arange(0, 40, 2)
    found = ExcitingRowsQuery(rows, 3, 4).answer(net)
    for layer, (own, outputs) in enumerate(zip(found.rows, found.outputs, strict=True)):
        every = UnitRowsQuery(rows, 4).answer(net).layers[layer]
        assert own.shape == outputs.shape == (4, 3)
        for unit in range(4):
            wanted = sorted(every[unit], reverse=True)[:3]
            assert outputs[unit].tolist() == wanted
            assert [every[unit][rows.tolist().index(row)] for row in own[unit]] == wanted


@pytest.mark.parametrize("most_rows", [2, 9])
def test_of_equal_outputs_the_first_row_comes_first_and_what_is_no_number_last(most_rows):
    outputs = np.array([[0.5, np.nan, 0.9, 0.5], [1.0, 1.0, 1.0, 1.0]])
    found = exciting_rows((outputs,), np.array([10, 11, 12, 13]), most_rows=most_rows)
    assert found.rows[0].tolist() == [[12, 10, 13, 11][:most_rows], [10, 11, 12, 13][:most_rows]]
