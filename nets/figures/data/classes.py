"""The number of rows of each class, as bars."""

from collections.abc import Mapping

from nets.figures.colours import QUIET, TEXT, class_colour
from nets.figures.layout import LETTER, layout, name_axis, names, number_axis
from nets.figures.panel import Panel

MOST_CLASSES = 40
BAR = 34  # px


def class_figure(counts: Mapping[str, int]) -> Panel:
    """The panel of the number of rows of each class, first class on top. There are at most 40 bars."""
    shown = list(counts)[:MOST_CLASSES]
    n_all = sum(counts.values())
    values = [counts[name] for name in shown]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": names(shown),
        "text": [f"{value:,}  {value / n_all:.0%}" for value in values],
        "textposition": "outside",
        "textfont": {"color": TEXT, "size": LETTER},
        "cliponaxis": False,
        "marker": {"color": [class_colour(k) for k in range(len(shown))]},
        "hovertemplate": "%{y}<br><b>%{x:,} rows</b><extra></extra>",
    }
    figure = {
        "data": [bars],
        "layout": layout(
            bargap=0.35,
            dragmode=False,
            margin={"l": 8, "r": 84, "t": 4, "b": 4, "pad": 6},
            xaxis=number_axis(visible=False, fixedrange=True, rangemode="tozero"),
            yaxis=name_axis(shown, room=MOST_CLASSES, autorange="reversed", tickfont={"color": QUIET, "size": LETTER}),
        ),
    }
    note = f"The first {MOST_CLASSES} of {len(counts)} classes are drawn." if len(counts) > len(shown) else ""
    spoken = ", ".join(f"{name} {count}" for name, count in list(counts.items())[:10])
    return Panel(figure, note, f"Rows of each class: {spoken}.")


def height_of(counts: Mapping[str, int]) -> int:
    """The height of the chart, in px."""
    return 24 + BAR * min(len(counts), MOST_CLASSES)
