"""Dates, months, quarters and durations as programs and people write them, as days."""

from datetime import date, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nets.data.columns.dates import parse_dates, spelt
from nets.data.columns.odd.choices import CellChoices
from nets.data.columns.times.named_dates import is_day_of_a_month, named_date
from tests.data.columns.tables import column_of

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017
MOMENTS = st.datetimes(datetime(1930, 1, 1), datetime(2068, 12, 31)).map(lambda found: found.replace(microsecond=0))


def days_of(text):
    return (pd.Timestamp(text, tz="UTC") - EPOCH) / timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024-01-29 10:00:00+00", "2024-01-29 10:00"),
        ("2024-01-29 10:00:00-05", "2024-01-29 15:00"),
        ("2024-01-29 10:00:00 +05:30", "2024-01-29 04:30"),
        ("2024-01-29 10:00 UTC", "2024-01-29 10:00"),
        ("2024-01-29 10:00 CET", "2024-01-29 09:00"),
        ("2024-07-29 10:00 CEST", "2024-07-29 08:00"),
        ("1/29/2024 10:00 PM EST", "2024-01-30 03:00"),
        ("29-Jan-2024", "2024-01-29"),
        ("29JAN2024", "2024-01-29"),
        ("29JAN2024:10:00:00", "2024-01-29 10:00"),
        ("29. Januar 2024", "2024-01-29"),
        ("29 janv. 2024 10:30", "2024-01-29 10:30"),
        ("3 de marzo de 2023", "2023-03-03"),
        ("January 29, 2024", "2024-01-29"),
        ("Jan 3rd, 2024", "2024-01-03"),
        ("2024-Jan-29", "2024-01-29"),
        ("Mon, 29 Jan 2024 10:00:00 GMT", "2024-01-29 10:00"),
        ("Mon Jan 29 10:00:00 2024", "2024-01-29 10:00"),
        ("2020Q1", "2020-01-01"),
        ("2020-Q3", "2020-07-01"),
        ("Q4 2020", "2020-10-01"),
        ("2. Quartal 2020", "2020-04-01"),
        ("3Q2020", "2020-07-01"),
        ("2020M01", "2020-01-01"),
        ("2020m12", "2020-12-01"),
        ("2020H2", "2020-07-01"),
        ("1949-01", "1949-01-01"),
        ("07/1949", "1949-07-01"),
        ("Mar-68", "2068-03-01"),
        ("Mai 2021", "2021-05-01"),
        ("20240129T100000Z", "2024-01-29 10:00"),
        ("20240129 10:00", "2024-01-29 10:00"),
        ("1/29/2024, 10:05:00 p.m.", "2024-01-29 22:05"),
        ("29.01.2024, 10:00", "2024-01-29 10:00"),
        ("2024年1月29日", "2024-01-29"),
        ("2024年3月", "2024-03-01"),
        ("1949:03", "1949-03-01"),
        ("1950:4", "1950-10-01"),
        ("2020.Q2", "2020-04-01"),
        ("2020-W05", "2020-01-27"),
        ("KW 53/2020", "2020-12-28"),
        ("2024/01/29 1:10:05 PM GMT+1", "2024-01-29 12:10:05"),
        ("2024-01-29 10:00 GMT-3:30", "2024-01-29 13:30"),
        ("2024-01-29 10:00 UTC+5", "2024-01-29 05:00"),
    ],
)
def test_a_time_is_days_since_1970_in_utc(text, utc):
    column = column_of([text, text])
    assert column.kind == "date"
    assert column.values[0] == pytest.approx(days_of(utc), abs=1e-9)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("36:15:00", timedelta(hours=36, minutes=15)),
        ("36:15", timedelta(hours=36, minutes=15)),
        ("-01:30:00", -timedelta(hours=1, minutes=30)),
        ("0 days 01:00:00", timedelta(hours=1)),
        ("3 days 01:00:00.5", timedelta(days=3, hours=1, seconds=0.5)),
        ("-1 days +23:00:00", -timedelta(hours=1)),
        ("1 day, 2:03:04", timedelta(days=1, hours=2, minutes=3, seconds=4)),
        ("01:02.5", timedelta(minutes=1, seconds=2.5)),
        ("59:59,9", timedelta(minutes=59, seconds=59.9)),
        ("PT1H30M", timedelta(hours=1, minutes=30)),
        ("P1DT0.5S", timedelta(days=1, seconds=0.5)),
        ("1h 30m", timedelta(hours=1, minutes=30)),
        ("2d 3h", timedelta(days=2, hours=3)),
        ("5 min 3 s", timedelta(minutes=5, seconds=3)),
    ],
)
def test_a_duration_is_days(text, duration):
    column = column_of([text])
    assert column.kind == "duration"
    assert column.values[0] == pytest.approx(duration / timedelta(days=1), abs=1e-12)
    assert "become days" in column.sentence


@given(st.lists(st.timedeltas(timedelta(days=-99), timedelta(days=99)), min_size=1))
def test_durations_as_pandas_and_python_write_them_come_back(durations):
    days = np.array([duration / timedelta(days=1) for duration in durations])
    assert np.allclose(parse_dates([str(pd.Timedelta(each)) for each in durations]).days, days, atol=1e-9)
    assert np.allclose(parse_dates([str(abs(each)) for each in durations]).days, abs(days), atol=1e-9)


@given(st.lists(MOMENTS, min_size=1), st.sampled_from(["%d-%b-%Y %H:%M:%S", "%B %d, %Y %H:%M:%S", "%d%b%Y:%H:%M:%S"]))
def test_dates_with_the_name_of_a_month_come_back(moments, form):
    found = parse_dates([moment.strftime(form) for moment in moments])
    assert np.allclose(found.days, [days_of(moment) for moment in moments], atol=1e-9)


@given(st.lists(st.dates(date(1900, 1, 1), date(2199, 12, 28)), min_size=1))
def test_quarters_and_weeks_begin_as_pandas_says(days):
    quarters = parse_dates([f"{day.year}Q{(day.month + 2) // 3}" for day in days])
    for day, quarter in zip(days, quarters.days, strict=True):
        assert quarter == days_of(pd.Period(day, "Q").start_time)
    weeks = parse_dates([f"{day.isocalendar().year}-W{day.isocalendar().week:02d}" for day in days])
    for day, week in zip(days, weeks.days, strict=True):
        assert week == days_of(pd.Period(day, "W").start_time)


@pytest.mark.parametrize(
    "texts",
    [
        ["2001-02", "2002-03", "2003-04"],
        ["1949-13", "1949-01"],
        ["Set 11", "Set 12"],
        ["2020Q5", "2020Q1"],
        ["16:9", "4:3"],
        ["2024-01-29 10:00 XYZ", "2024-01-30 10:00 XYZ"],
        ["2024-01-29-05"],
        ["30 Feb 2024"],
        ["5:61:00", "36:00:00"],
        ["PT", "P"],
    ],
)
def test_what_only_looks_like_a_time_is_none(texts):
    assert parse_dates(texts) is None


@pytest.mark.parametrize(
    ("texts", "months"),
    [
        (["Feb 2019", "Mär 2019", "Dez 2019"], [2, 3, 12]),
        (["MÄR. 2019", "JÄN. 2019", "Maerz 2019"], [3, 1, 3]),
        (["Fév 2019", "avr. 2019", "Aoû 2019", "Déc 2019"], [2, 4, 8, 12]),
        (["FÉVRIER 2019", "Aout 2019", "decembre 2019"], [2, 8, 12]),
        (["2019 Março", "2019 Marco", "2019 Setiembre"], [3, 3, 9]),
    ],
)
def test_months_are_known_with_their_accents_and_without(texts, months):
    column = column_of(texts)
    assert column.kind == "date"
    assert column.values.tolist() == [days_of(f"2019-{month:02d}-01") for month in months]


def test_a_guess_is_said():
    assert "20 of the first is a year" in column_of(["Jan-20", "Feb-20"]).sentence
    assert "of the first is a year" not in column_of(["Jan-49", "Feb-50"]).sentence
    assert "hours and minutes, which is a guess" in column_of(["36:15", "12:00"]).sentence
    assert "(that the month comes first is a guess)" in column_of(["3/4/2024", "11/12/2024"]).sentence
    assert "in UTC" in column_of(["2024-01-29 10:00 CET"]).sentence


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["24.12.61", "13.01.78"], "(two-digit years are read as 1978 to 2061, a guess)"),
        (["2-Jan-69", "3-Feb-2001", "4-Mar-70"], "(two-digit years are read as 1970 to 2069, a guess)"),
        (["Okt 64", "Nov 64"], "two-digit years are read as 2064, a guess)"),
        (["01/02/33", "03/04/35"], "(that the month comes first is a guess; two-digit years are read as 2033 to 2035,"),
    ],
)
def test_as_what_years_of_two_digits_were_read_is_said(texts, said):
    assert said in parse_dates(texts).words


@pytest.mark.parametrize("texts", [["24.12.1961", "13.01.1978"], ["Jan 29, 2024"], ["2-Jan-1969"], ["2020Q1"]])
def test_years_of_four_digits_leave_nothing_to_guess(texts):
    assert "years" not in parse_dates(texts).words


@pytest.mark.parametrize("text", ["01. Mai", "5-Mar", "May-01", "1 janv.", "12. Dez"])
def test_a_day_and_a_month_alone_is_what_a_spreadsheet_makes_of_a_number(text):
    assert is_day_of_a_month(text)
    assert named_date(text) is None


def test_durations_are_shown_in_hours_minutes_and_seconds():
    assert spelt(1.5, "duration") == "36:00:00"
    assert spelt(-1 / 24, "duration") == "-1:00:00"
    assert spelt(0.25, "clock") == "06:00"


DIGITS = ["20240129", "20231201", "19990228", "20240229"]


def test_digits_that_are_days_are_dates_and_that_is_said():
    column = column_of([*DIGITS, "NA"])
    assert (column.kind, column.has_codes) == ("date", True)
    assert [spelt(day) for day in column.values[:-1]] == ["2024-01-29", "2023-12-01", "1999-02-28", "2024-02-29"]
    assert np.isnan(column.values[-1])
    assert "20240129" in column.sentence


def test_digits_that_are_days_are_numbers_by_choice():
    column = column_of(DIGITS, choices=CellChoices(as_numbers=("x",)))
    assert (column.kind, column.values[1]) == ("number", 20231201)
    assert "as chosen" in column.sentence


@pytest.mark.parametrize(
    "texts",
    [[*DIGITS, "20230229"], [*DIGITS, "20241301"], [*DIGITS, "20240100"], [*DIGITS, "1.5"], ["20240129"] * 9],
    ids=["a day too many", "a month too many", "no day", "a fraction", "one day"],
)
def test_digits_of_which_some_are_no_day_are_numbers(texts):
    assert column_of(texts).kind == "number"


@given(st.lists(st.dates(date(1900, 1, 1), date(2100, 12, 31)), min_size=3, unique=True))
def test_the_days_of_digits_are_those_of_the_calendar(days):
    column = column_of([day.strftime("%Y%m%d") for day in days])
    assert column.values.tolist() == [(day - date(1970, 1, 1)).days for day in days]


def test_a_year_and_a_number_is_no_day_of_the_year():
    assert column_of(["2024-001", "2024-017", "2023-365"]).kind == "text"


@pytest.mark.parametrize("name", ["day", "Birth date", "OrderDate", "order_date", "Datum"])
def test_days_that_a_spreadsheet_counts_are_dates_where_the_name_says_so(name):
    column = column_of(["45320", "45321.5", "NA", "36526"], name=name)
    assert column.kind == "date"
    np.testing.assert_array_equal(column.values, [19751, 19752.5, np.nan, 10957])
    assert "as a spreadsheet counts them" in column.sentence


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("candidate", ["45320", "45321", "36526"]),
        ("mass", ["45320", "45321", "36526"]),
        ("day", ["1", "45321", "36526"]),
        ("day", ["45320", "45321", "90000"]),
        ("day", ["45320"] * 5),
    ],
)
def test_other_numbers_are_no_days_of_a_spreadsheet(name, cells):
    assert column_of(cells, name=name).kind == "number"
