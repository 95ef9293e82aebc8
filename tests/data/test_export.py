"""A file that goes out runs nothing in a spreadsheet, and a table of numbers comes back as it was."""

import pandas as pd
import pytest

from nets.data.export import csv_of, harmless
from nets.data.read import read
from nets.data.samples import SAMPLES, read_sample


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
