"""What is timed is the same table, read here and by pyarrow."""

import pyarrow as pa
import pyarrow.csv
import pytest

from nets.bench.reading import KINDS, file_of, readings
from nets.data.csv.parse import read


@pytest.mark.parametrize("quoting", KINDS.values())
def test_both_read_the_same_numbers(quoting):
    raw = file_of(50, quoting=quoting)
    ours = read(raw, name="a.csv").cells.astype(float)
    assert ours.to_numpy().tolist() == pa.csv.read_csv(pa.BufferReader(raw)).to_pandas().to_numpy().tolist()


def test_each_kind_of_file_is_timed_with_both_readers():
    said = []
    measured = readings(100, seconds=0.05, say=said.append)
    assert [(each.workload, each.engine) for each in measured] == [
        (f"read 100x10, {kind}", engine) for kind in KINDS for engine in ("tapedeck", "pyarrow.csv")
    ]
    assert all(0 < each.low <= each.us_per_epoch <= each.high for each in measured)
    assert len(said) == len(KINDS)
