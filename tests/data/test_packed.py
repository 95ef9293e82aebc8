import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from nets.data.packed import MOST_DIFFERENT, changed, packed, unpacked

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
