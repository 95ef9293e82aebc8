"""The axes of a picture of rows: a date is drawn as the date it is, wherever the page is looked at."""

import numpy as np

from nets.figures.axis import Axis
from nets.figures.data.scatter import scatter_figure

DAY = 20151  # 2025-03-04


def test_numbers_stay_as_they_are():
    axis = Axis("a", None)
    assert axis.placed(np.array([1, 2])).tolist() == [1.0, 2.0]
    assert axis.drawn(np.array([1, 2]))["type"] == "linear"


def test_days_are_drawn_as_dates_to_the_millisecond():
    axis = Axis("when", DAY)
    assert axis.placed(np.array([0, 0.5, 1 + 1 / 86_400_000])) == [
        "2025-03-04T00:00:00.000",
        "2025-03-04T12:00:00.000",
        "2025-03-05T00:00:00.001",
    ]
    drawn = axis.drawn(np.array([0.0, 2.0]))
    assert drawn["type"] == "date"
    assert "tickformat" not in drawn


def test_times_alone_are_drawn_without_a_day():
    assert Axis("at", 0).drawn(np.array([0.25, 0.75]))["tickformat"] == "%H:%M"


def test_no_date_lies_beyond_what_can_be_drawn():
    first, last = Axis("when", 0).placed(np.array([-1e6, 1e7]))
    assert (first, last) == ("0000-01-01T00:00:00.000", "9999-12-31T23:59:59.999")


def test_rows_over_a_date_stand_at_their_dates_and_within_the_axis():
    axes = (Axis("when", DAY), Axis("b"))
    figure = scatter_figure(np.array([0.0, 3.0]), np.ones(2), np.zeros(2, int), axes=axes, classes=["x"]).figure
    low, high = figure["layout"]["xaxis"]["range"]
    assert low < figure["data"][0]["x"][0] == "2025-03-04T00:00:00.000" < figure["data"][0]["x"][1] < high
    assert figure["data"][0]["hovertemplate"].startswith("when %{x}<br>b %{y:.6~g}")
