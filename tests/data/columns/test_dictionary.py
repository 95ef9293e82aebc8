from dataclasses import replace

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from nets.data.columns.dictionary import MOST_DIFFERENT, MOST_PLAIN, changed, packed, unpacked
from nets.data.columns.infer import columns_of
from nets.data.columns.summary import summary_of
from nets.data.csv.parse import read
from nets.data.csv.write import csv_of
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.options import PreprocessingOptions
from nets.data.table import cells_of

CELLS = st.one_of(st.sampled_from(["", "0", "1", "ä", "a,b"]), st.integers(0, 2000).map(str), st.text(max_size=3))
PIECES = st.lists(st.lists(CELLS, min_size=1, max_size=30).flatmap(lambda row: st.just(row * 20)), max_size=5)


def batches(pieces):
    return [pa.record_batch([pa.array(piece, pa.string())], ["0"]) for piece in pieces]


@settings(max_examples=100, deadline=None)
@given(pieces=PIECES)
def test_what_is_packed_comes_back_as_it_was(pieces):
    column = packed(batches(pieces), 1)[0]
    texts = [text for piece in pieces for text in piece]
    assert unpacked(column).type == pa.string()
    assert unpacked(column).to_pylist() == texts
    marked = changed(column, lambda some: pa.array([text + "!" for text in some.to_pylist()], pa.string()))
    assert unpacked(marked).to_pylist() == [text + "!" for text in texts]


def test_a_cell_is_a_byte_until_there_are_too_many_different_texts():
    few = [str(number % MOST_DIFFERENT) for number in range(2048)]
    one_more = [*few[:-1], "another"]
    assert packed(batches([few, few]), 1)[0].type == pa.dictionary(pa.uint8(), pa.string())
    column = packed(batches([few, one_more]), 1)[0]
    assert column.type == pa.string()
    assert column.to_pylist() == few + one_more


def test_a_long_table_has_one_byte_for_each_cell_whose_text_recurs_and_is_used_like_any_other():
    n_rows = MOST_PLAIN + 1
    rows = [
        ("ab"[k // 100 % 2], "" if k % 100 else "7", f"{k / 7:.3f}", ("red", "green ", "")[k % 3])
        for k in range(n_rows)
    ]
    raw = "\n".join(["y,x,z,colour", *map(",".join, rows)]).encode()
    table = read(raw, name="a.csv")
    packed_bytes = [table.cells[name].array.nbytes for name in ("y", "x", "colour")]
    assert max(packed_bytes) < 1.1 * n_rows
    assert list(zip(*(table.texts(name) for name in table.columns), strict=True)) == rows
    assert [tuple(row) for row in table.cells.to_numpy()] == rows
    assert csv_of(table.cells) == raw.replace(b"\n", b"\r\n") + b"\r\n"
    data = dataset_from(table, options=PreprocessingOptions(categories="one-hot", missing="zero"))
    assert data.class_counts == {"a": 5001, "b": 5000}
    assert data.features == ("x", "z", "colour = (empty)", "colour = green ", "colour = red")
    assert data.inputs[:2].tolist() == [[7, 0, 0, 0, 1], [0, 0.143, 0, 1, 0]]
    kinds = [(each.kind, each.n_missing, each.n_distinct) for each in map(summary_of, columns_of(table))]
    assert kinds[:2] == [("text", 0, 2), ("number", n_rows - n_rows // 100 - 1, 1)]
    filled = dataset_from(table, options=PreprocessingOptions(missing="leave out rows", left_out=("colour",)))
    assert filled.rows.tolist() == list(range(0, n_rows, 100))


def test_packed_cells_are_understood_as_plain_ones_whatever_else_has_a_number_there():
    texts = pa.array(["unused", "", " 1.5", "2e1 ", "inf", "NA", "a", "3"])
    kinds = {}
    for name, used in {
        "number": [1, 2, 3, 7],
        "infinite": [4, 7],
        "gaps": [5, 7],
        "text": [6, 7],
        "empty": [1],
    }.items():
        numbers = pa.array(np.resize(used, 100).astype(np.uint8))
        packed_cells = pa.chunked_array([pa.DictionaryArray.from_arrays(numbers, texts)])
        table = read(b"y,x\na,1\nb,2\n", name="a.csv")
        both = cells_of([packed_cells, unpacked(packed_cells)], ["packed", "plain"])
        one, other = columns_of(replace(table, cells=both, lines=None))
        assert one.kind == other.kind
        assert (one.values is None) == (other.values is None)
        assert one.values is None or np.array_equal(one.values, other.values, equal_nan=True)
        assert np.array_equal(one.missing, other.missing)
        kinds[name] = one.kind
    assert kinds == {"number": "number", "infinite": "number", "gaps": "number", "text": "text", "empty": "empty"}
