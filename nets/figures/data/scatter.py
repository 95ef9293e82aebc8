"""The rows of a table over two of its features, coloured by class."""

import math
from collections.abc import Sequence

import numpy as np

from nets.data.columns.constant import is_constant
from nets.figures.axis import Axis, to_one_scale
from nets.figures.colours import BACKGROUND, class_colour, class_symbol
from nets.figures.layout import layout
from nets.figures.panel import Panel
from nets.figures.text import plot_text

MOST_POINTS = 2000
MOST_NAMED = 12
MARGIN = 0.08  # of the range, on either side
CONSTANT_MARGIN = 1e-9  # of the number itself, where it is so large that 1 more is the same number


def scatter_figure(
    x: np.ndarray,
    y: np.ndarray,
    labels: np.ndarray,
    *,
    axes: tuple[Axis, Axis],
    classes: Sequence[str],
    clickable: bool = False,
) -> Panel:
    """The panel of the rows at `x` (B,), `y` (B,), whose classes are `labels` (B,).

    At most 2,000 points are drawn, spread evenly over the table. A chart that takes clicks does not zoom, so that a
    drag is no click.
    """
    n_all = len(x)
    drawn = np.arange(n_all) if n_all <= MOST_POINTS else np.linspace(0, n_all - 1, MOST_POINTS).astype(int)
    data = []
    for k, name in enumerate(classes):
        of_class = drawn[labels[drawn] == k]
        if not len(of_class):
            continue
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": plot_text(name),
                "x": axes[0].placed(x[of_class]),
                "y": axes[1].placed(y[of_class]),
                "marker": {
                    "color": class_colour(k),
                    "symbol": class_symbol(k),
                    "size": 13 if n_all <= 60 else 9 if n_all <= 500 else 6,
                    "line": {"color": BACKGROUND, "width": 2 if n_all <= 60 else 1},
                },
                "hovertemplate": (
                    f"{axes[0].title} %{{x{axes[0].hover}}}<br>{axes[1].title} %{{y{axes[1].hover}}}<br>"
                    f"<b>{plot_text(name)}</b><extra></extra>"
                ),
            }
        )
    figure = {
        "data": data,
        "layout": layout(
            margin={"l": 56, "r": 8, "t": 36, "b": 46, "pad": 4},
            showlegend=len(classes) <= MOST_NAMED,
            legend={
                "orientation": "h",
                "x": 0,
                "y": 1.01,
                "yanchor": "bottom",
                "itemclick": False if clickable else "toggle",
                "itemdoubleclick": False,
                "itemsizing": "constant",
            },
            dragmode=False if clickable else "zoom",
            xaxis=_axis(axes[0], x, clickable),
            yaxis=_axis(axes[1], y, clickable) | ({"scaleanchor": "x"} if _to_one_scale(axes, x, y) else {}),
        ),
    }
    note = f"{len(drawn):,} of {n_all:,} rows are drawn." if len(drawn) < n_all else ""
    return Panel(figure, note, f"{n_all} rows over {axes[0].name} and {axes[1].name}, coloured by class.")


def span_of(values: np.ndarray) -> tuple[float, float]:
    """A round range around the values (B,): another point seldom changes it."""
    low, high = float(values.min()), float(values.max())
    width = high - low
    if not math.isfinite(width):
        return low, high
    if is_constant(low, high):
        room = max(1.0, abs(low) * CONSTANT_MARGIN)
        return low - room, high + room
    step = 10 ** math.floor(math.log10(width)) / 2
    low, high = (low - MARGIN * width) / step, (high + MARGIN * width) / step
    return (math.floor(low) * step, math.ceil(high) * step) if math.isfinite(low * high) else (low, high)


def _axis(axis: Axis, values: np.ndarray, clickable: bool) -> dict:
    return axis.drawn(values, range=axis.ends(*span_of(values)), nticks=7, fixedrange=clickable, constrain="domain")


def _to_one_scale(axes: tuple[Axis, Axis], x: np.ndarray, y: np.ndarray) -> bool:
    (left, right), (low, high) = span_of(x), span_of(y)
    return to_one_scale(axes, (right - left, high - low))
