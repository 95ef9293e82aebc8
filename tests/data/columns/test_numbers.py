"""Numbers as programs and people of many countries write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nets.data.columns.infer import columns_of
from nets.data.columns.numbers import parse_numbers
from nets.data.csv.parse import read
from tests.data.columns.tables import column_of, sentences

READ = {
    "Swiss": (["1'234.5", "12’000.75", "7"], [1234.5, 12000.75, 7], "thousands"),
    "Indian": (["12,34,567", "1,23,456.50", "7"], [1234567, 123456.5, 7], "thousands"),
    "minus last": (["47.50-", "3.10", "1,234.00-"], [-47.5, 3.1, -1234], "minus sign behind"),
    "minus last and a comma": (["47,50-", "3,10"], [-47.5, 3.1], "minus sign behind"),
    "east and west": (["7.305W", "2.1E"], [-7.305, 2.1], "below zero"),
    "south alone": (["33.868°S", "37.8°S"], [-33.868, -37.8], "below zero"),
    "west with the decimals of a place": (["7.305W", "12.5W"], [-7.305, -12.5], "below zero"),
    "watts": (["7.5W", "60W"], [7.5, 60], "the unit “W”"),
    "small watts": (["0.125W", "0.25W"], [0.125, 0.25], "the unit “W”"),
    "many watts": (["250.125W", "60W"], [250.125, 60], "the unit “W”"),
    "degrees and minutes": (["7°18'18\"W", "2° 30' E", "0°30’W"], [-7.305, 2.5, -0.5], "become degrees"),
    "letters first": (["N51.477", "S 33.9"], [51.477, -33.9], "become degrees"),
    "three decimals beside five digits": (["36,512", "40512"], [36.512, 40512], "decimal commas"),
    "thousands": (["36,512", "950"], [36512, 950], "guess"),
}


@pytest.mark.parametrize("kind", READ)
def test_numbers_are_read_and_how_is_said(kind):
    texts, numbers, said = READ[kind]
    column = column_of(texts)
    assert column.values.tolist() == pytest.approx(numbers)
    assert said in column.sentence


def test_numbers_in_parentheses_are_below_zero_and_the_lines_are_said():
    column = column_of(["12.5", "(3.5)", "n/a", "(4)", "7"])
    assert column.values.tolist() == pytest.approx([12.5, -3.5, math.nan, -4, 7], nan_ok=True)
    (note,) = [note for note in column.notes if "parentheses" in note.sentence]
    assert "2 cells in parentheses are read as below zero: “(3.5)” as “-3.5”" in note.sentence
    assert note.lines == (3, 5)


def test_whole_numbers_that_are_all_in_parentheses_are_those_of_a_list():
    column = column_of(["(1)", "(12)", "(3)"])
    assert column.values.tolist() == [1, 12, 3]
    assert "no minus sign" in sentences(column)
    assert column_of(["(1.50)", "(12.25)"]).values.tolist() == [-1.5, -12.25]
    assert column_of(["(-1)", "(12)"]).values.tolist() == [-1, -12]


@pytest.mark.parametrize("name", ["lon", "Longitude [deg]", "GPS_LAT", "geogr. Breite"])
def test_a_letter_behind_the_numbers_of_a_place_is_a_direction(name):
    letter = "S" if "LAT" in name.upper() or "Breite" in name else "W"
    assert column_of([f"7{letter}", f"60.5{letter}"], name=name).values.tolist() == [-7, -60.5]


@pytest.mark.parametrize("texts", [["2-", "3+", "1"], ["12-34", "56-78"], ["1,2,3", "4,5,6"]])
def test_grades_and_pairs_are_no_numbers(texts):
    assert column_of(texts).kind == "text"


def test_another_column_s_commas_speak_for_three_decimals_though_a_third_has_points():
    text = "y\ta\tb\tc\nk\t1,5\t36,512\t10.30\nl\t2,75\t37,104\t11.45\n"
    a, b, c = columns_of(read(text.encode(), name="a.csv"))[1:]
    assert (a.values.tolist(), b.values.tolist(), c.values.tolist()) == ([1.5, 2.75], [36.512, 37.104], [10.3, 11.45])
    english = text.replace("1,5", "1,234,500").replace("2,75", "2,000,000")
    assert columns_of(read(english.encode(), name="a.csv"))[2].values.tolist() == [36512, 37104]


@given(st.integers(0, 10**12), st.booleans())
def test_indian_and_swiss_grouping_come_back(number, is_negative):
    digits = str(number)
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)][::-1]
    sign = "-" if is_negative else ""
    for text in (",".join([*pairs, tail]), f"{number:,}".replace(",", "'")):
        found = parse_numbers([sign + text + ".25"])
        assert found.values[0] == (-1 if is_negative else 1) * (number + 0.25)
