"""A file that goes out runs nothing in a spreadsheet, and a table of numbers comes back as it was."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nets.data.csv.parse import read
from nets.data.csv.write import csv_of, harmless
from nets.data.datasets.samples import SAMPLES, read_sample


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+SUM(A1)", "-2+3", "@x", "\t=1", " =1+1", "＝1", "\r=1", '=HYPERLINK("http://b")', "-cmd|' /C calc'!A0"],
)
def test_formulas_are_made_harmless(text):
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["-1", "+2.5", "-1e-3", "1=1", "a", "", "−3"])
def test_numbers_and_words_stay_as_they_are(text):
    assert harmless(text) == text


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.file)
def test_samples_come_back_as_they_went_out(sample):
    table = read_sample(sample.file)
    again = read(csv_of(table.cells), name=sample.file)
    assert again.cells.equals(table.cells)


def test_names_are_made_harmless_too():
    assert csv_of(pd.DataFrame({"=x": ["a,b"]})) == b'\'=x\r\n"a,b"\r\n'


@given(texts=st.lists(st.text(st.sampled_from("=+-@\t\r\n \u00a0\ufeff\u200b＝－−12.,ex")), min_size=1, max_size=40))
@settings(max_examples=300, deadline=None, database=None, derandomize=True)
def test_a_whole_column_is_made_harmless_as_each_of_its_texts_is(texts):
    written = csv_of(pd.DataFrame({"x": texts, "y": "-"})).decode()
    assert [row[0] for row in csv.reader(io.StringIO(written, newline=""))] == ["x", *map(harmless, texts)]
