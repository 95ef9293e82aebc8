"""A column is understood as the same whatever way its texts are looked at."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from nets.data.columns import distinct
from nets.data.columns.dates import parse_dates
from nets.data.columns.infer import columns_of
from nets.data.columns.numbers import Misfit, is_number, parse_numbers
from nets.data.csv.parse import read
from nets.data.table import cells_of

TEXTS = st.one_of(
    st.sampled_from(["", " ", "NA", "inf", "-Infinity", "nan", "a", "x1", "1x", "12 kg", "13 kg", "3%", "(4)", "$5"]),
    st.sampled_from(["1.5", "1,5", "1.234,5", "1,234.5", "1'000", "٣", "²", "−7", " 8 ", "1e5"]),
    st.sampled_from(
        ["2024-01-31", "2024-13-01", "31.01.2024", "1/2/03", "2/1/2003", "12:30", "1:30 pm", "2024-01-01T10:00Z"]
    ),
    st.sampled_from(["n.d.", "<0.5", "5*", "01067", "58E5", "-999", "7W", "47.50-", "12,34,567", "36,512", "01. Mai"]),
    st.sampled_from(["Jan-20", "2020Q1", "1949-01", "36:15", "0 days 01:00:00", "01:02.5", "29 Jan 2024", "1 h 5 m"]),
    st.integers(0, 10**6).map(lambda n: f"{n / 100:.2f} €"),
    st.text(max_size=4),
)


def understood(texts):
    packed = pa.array(texts).dictionary_encode()
    table = replace(
        read(b"y,x\na,1\nb,2\n", name="a.csv"), cells=cells_of([pa.chunked_array([texts])], ["x"]), lines=None
    )
    also = replace(table, cells=cells_of([pa.chunked_array([packed])], ["x"]))
    found = [columns_of(each)[0] for each in (table, also)]
    return [(one.kind, one.values, one.misfit, one.notes) for one in found]


def same(one, other):
    (kind, values, *rest), (other_kind, other_values, *other_rest) = one, other
    if (kind, rest, values is None) != (other_kind, other_rest, other_values is None):
        return False
    return values is None or np.array_equal(values.view(np.int64), other_values.view(np.int64))


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=12), st.integers(1, 8))
def test_texts_that_mostly_differ_packed_ones_and_others_are_understood_alike(texts, times):
    texts = texts * times  # some too few for pyarrow to be asked
    plain, packed = understood(texts)
    sample = distinct.SAMPLE, distinct.MOSTLY
    distinct.SAMPLE, distinct.MOSTLY = 1, 0
    try:
        row_by_row, _ = understood(texts)
    finally:
        distinct.SAMPLE, distinct.MOSTLY = sample
    assert same(plain, packed)
    assert same(plain, row_by_row)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["2024-01-31", "31.01.2024", "1/2/2003", "2/13/03", "13/2/03", "12:30", "x", ""])))
def test_dates_are_in_one_order_or_none(texts):
    found = parse_dates(texts)
    alone = [parse_dates([text]) for text in texts]
    if found is None:
        return
    assert all(alone)
    for day, own, text in zip(found.days, alone, texts, strict=True):
        assert day == own.days[0] or "/" in text


@settings(deadline=None)
@given(st.lists(TEXTS))
def test_numbers_are_a_misfit_or_as_many_as_their_texts(texts):
    found = parse_numbers(texts)
    assert isinstance(found, Misfit) or len(found.values) == len(texts)


@settings(deadline=None)
@given(TEXTS)
def test_a_number_for_itself_is_one_that_parses_alone(text):
    assert is_number(text) == (not isinstance(parse_numbers([text]), Misfit))
