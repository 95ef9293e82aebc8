"""Hour of day and day of week, held against Python's own calendar."""

from datetime import datetime, timedelta

import pytest

from nets.data.columns.infer import columns_of
from nets.data.csv.parse import read
from nets.data.reshape.parts_of_time import with_part
from nets.errors import DataError

MOMENTS = [datetime(1969, 12, 31, 23) + timedelta(days=317 * k, hours=k, minutes=20 * (k % 3)) for k in range(60)]


def test_hours_and_days_are_those_of_the_calendar():
    rows = "".join(f"{'ab'[k % 2]},{moment:%Y-%m-%d %H:%M}\n" for k, moment in enumerate(MOMENTS))
    table = read(f"y,at\n{rows}c,\n".encode(), name="a.csv")
    hours = with_part(table, "at", "hour")
    both = with_part(hours, "at", "weekday")
    assert both.columns == ("y", "at", "at hour", "at weekday")
    assert both.texts("at hour").to_list() == [*(str(moment.hour) for moment in MOMENTS), ""]
    assert both.texts("at weekday").to_list() == [*(f"{moment:%A}" for moment in MOMENTS), ""]
    assert [note.sentence for note in both.notes[-2:]] == [
        "Column “at hour” is the hour of “at”.",
        "Column “at weekday” is the weekday of “at”.",
    ]
    assert both.lines is table.lines


def test_a_time_of_day_has_an_hour_and_no_weekday_and_a_number_has_neither():
    table = read(b"y,at,x\na,06:00,1\nb,23:59,2\na,00:00,3\n", name="a.csv")
    assert with_part(table, "at", "hour").texts("at hour").to_list() == ["6", "23", "0"]
    for column, part in (("at", "weekday"), ("x", "hour"), ("y", "weekday")):
        with pytest.raises(DataError, match="does not hold") as refused:
            with_part(table, column, part)
        assert refused.value.code == "no-time"


@pytest.mark.parametrize(
    ("cells", "hours", "days"),
    [
        (["2024-03-01 23:10:00+09", "2024-03-02 00:00:00+09"], ["23", "0"], ["Friday", "Saturday"]),
        (["2024-03-01T01:30:00-05:00", "2024-07-01T23:00:00-04:00"], ["1", "23"], ["Friday", "Monday"]),
        (["20240301T2230+0530", "20240302T0130+0530"], ["22", "1"], ["Friday", "Saturday"]),
        (["01.03.2024 00:15 CET", "31.07.2024 00:15 CEST"], ["0", "0"], ["Friday", "Wednesday"]),
        (["3/13/2024 11:05 PM PDT", "3/14/2024 12:05 AM PDT"], ["23", "0"], ["Wednesday", "Thursday"]),
    ],
    ids=["Tokyo", "summer time", "compact", "by name", "half days"],
)
def test_of_times_with_a_zone_hours_and_days_are_those_of_their_own_clock(cells, hours, days):
    table = read(("y,at\n" + "".join(f"{'ab'[k]},{cell}\n" for k, cell in enumerate(cells))).encode(), name="a.csv")
    (column,) = columns_of(table, ("at",))
    assert "days in UTC" in column.sentence
    for part, own in (("hour", hours), ("weekday", days)):
        found = with_part(table, "at", part)
        assert found.texts(f"at {part}").to_list() == own
        assert found.notes[-1].sentence.endswith(", by the clock of its own time zone and not in UTC.")
