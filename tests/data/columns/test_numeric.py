"""Numbers held in few bytes are the same numbers, to the last bit."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nets.data.columns.dictionary import MOST_PLAIN
from nets.data.columns.fast_numbers import numbers_with_commas
from nets.data.columns.infer import columns_of
from nets.data.columns.lexical import PLAIN_NUMBER
from nets.data.columns.numbers import Misfit, parse_numbers
from nets.data.columns.numeric import FEW, Values, matrix_of, narrow, values_of
from nets.data.csv.parse import read
from nets.data.prepare.dataset import dataset_from
from nets.data.prepare.labels import labels_of
from nets.data.prepare.options import PreprocessingOptions
from nets.data.table import cells_of

NUMBERS = st.lists(
    st.one_of(
        st.integers(-(2**17), 2**17).map(float),
        st.floats(allow_nan=True, allow_infinity=True),
        st.floats(width=32),
        st.sampled_from([0.0, -0.0, np.nan, 127.0, -129.0, 3.4e38, 1e39]),
    ),
    max_size=20,
)
COMMAS = st.one_of(
    st.from_regex(r"-?[0-9]{0,5}(,[0-9]{1,6})?", fullmatch=True),
    st.sampled_from(
        ["", "-0", "0,0", "-0,0", "1,234", "12,5", ",5", "-,5", "007,50", "1.234,5", "12,", "+3,5", "9" * 400]
    ),
)

LABELS = ["0", "-0", "0.0", "1", "01", "1,5", "−2", " 3", "1e999", "ä", "", " ", "\u2028", "\U0001f600"]


def bits(numbers):
    return np.asarray(numbers, dtype=np.float64).view(np.int64).tolist()


def table_of(**columns):
    arrays = [pa.chunked_array([texts]) for texts in columns.values()]
    return replace(read(b"y,x\na,1\nb,2\n", name="a.csv"), cells=cells_of(arrays, list(columns)), lines=None)


@settings(deadline=None)
@given(NUMBERS)
def test_the_narrowest_kind_gives_back_every_bit(numbers):
    numbers = np.tile(np.array(numbers, float), FEW + 1)
    assert bits(narrow(numbers)) == bits(numbers)
    assert bits(Values(narrow(numbers)).array()) == bits(numbers)


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [([0, -128, 127], "int8"), ([128], "int16"), ([40000], "float32"), ([-0.0], "float32"), ([0.5, np.nan], "float32")],
)
def test_whole_numbers_and_halves_take_fewer_bytes(numbers, kind):
    assert narrow(np.array(numbers * (FEW + 1), float)).dtype == kind
    assert narrow(np.array([*numbers * (FEW + 1), 0.1], float)).dtype == "float64"


@settings(deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=20), st.data())
def test_numbers_by_code_are_those_they_stand_for(codes, data):
    different = np.array([np.nan, -0.0, 0.1, 7])
    values, plain = Values(different, np.array(codes, np.uint8)), different[codes]
    rows = np.array(data.draw(st.lists(st.integers(0, len(codes) - 1), min_size=1)))
    for held in (values, Values(plain)):
        assert held.n_rows == len(codes)
        assert bits(held.array()) == bits(plain)
        assert bits(held.at(rows)) == bits(held.of(rows).array()) == bits(plain[rows])
        assert bits(held.each(lambda numbers: (numbers - 0.3) / 3).array()) == bits((plain - 0.3) / 3)
        assert held.is_missing().tolist() == np.isnan(plain).tolist()


def test_a_matrix_is_its_columns():
    matrix = np.arange(6.0).reshape(2, 3)
    assert matrix_of(values_of(matrix)).tolist() == matrix.tolist()


def test_inputs_that_nothing_is_done_to_are_the_columns_own_memory():
    n_rows = MOST_PLAIN + 1
    text = "y,few,many,colour\n" + "".join(f"{'ab'[i % 2]},{i % 7},{i / 7!r},{'rgb'[i % 3]}\n" for i in range(n_rows))
    table = read(text.encode(), name="a.csv")
    known = {}
    for options in (
        PreprocessingOptions(categories="one-hot"),
        PreprocessingOptions(categories="one-hot", standardise=True),
    ):
        data = dataset_from(table, options=options, known=known)
        few, many, *colours = data.columns
        found = {column.name: column for column in columns_of(table, known=known)}
        assert np.shares_memory(few.codes, found["few"].numbers.codes)
        assert np.shares_memory(many.numbers, found["many"].numbers.numbers) != options.standardise
        assert all(np.shares_memory(colour.codes, colours[0].codes) for colour in colours)
        assert [colour.at(1) for colour in colours] == [0, 1, 0]  # b, g, r


@settings(deadline=None)
@given(st.lists(COMMAS, min_size=1, max_size=8))
def test_decimal_commas_are_read_at_once_as_they_are_one_by_one(some):
    texts = (some * 65)[:65]
    table = table_of(x=pa.array(texts))
    found = numbers_with_commas(table.cells["x"])
    if found is None:
        return
    given = [text for text in texts if text]
    parsed = parse_numbers(given)
    assert not isinstance(parsed, Misfit)
    numbers, form = parsed.values, parsed.format
    assert (form.decimal, form.unit, form.grouped, form.sure) == (",", "", False, True)
    assert bits(found.array()[[bool(text) for text in texts]]) == bits(numbers)
    assert np.isnan(found.array()[[not text for text in texts]]).all()


def test_many_decimal_commas_are_read_at_once():
    table = table_of(y=pa.array(["a", "b"] * 50), x=pa.array([f"{i},{i:02d}" for i in range(100)]))
    assert numbers_with_commas(table.cells["x"]) is not None
    (column,) = columns_of(table, ("x",))
    assert (column.kind, column.values[7]) == ("number", 7.07)
    assert column.sentence == "The numbers of column “x” are written with decimal commas."
    assert numbers_with_commas(table_of(x=pa.array(["1,234"] * 100)).cells["x"]) is None  # it may be a thousand


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from(LABELS), st.text()), min_size=1))
def test_classes_are_sorted_as_a_list_of_them_would_be(texts):
    found = labels_of(table_of(y=pa.array(texts)), "y")
    kept = {text for text in texts if text.strip()}
    numeric = all(PLAIN_NUMBER.fullmatch(text.strip()) for text in kept)
    number = {text: float(text.strip().replace(",", ".").replace("−", "-")) if numeric else 0 for text in kept}
    assert list(found.classes) == sorted(kept, key=lambda text: (number[text], text))
    assert [found.classes[k] if k >= 0 else "" for k in found.targets] == [t if t.strip() else "" for t in texts]
