"""The gain of a softmax against its largest p: the rows of a table, and one of them."""

import numpy as np

from nets.figures.colours import ACCENT, CURVE_COLOURS, GRID, QUIET
from nets.figures.layout import LETTER, layout, number_axis
from nets.figures.panel import Panel


def gains_figure(
    *, rows: tuple[np.ndarray, np.ndarray], here: tuple[float, float], ceiling: tuple[np.ndarray, np.ndarray]
) -> Panel:
    """The panel of (largest p, gain) of the rows and of the softmax at hand, under the most that is possible."""
    figure = {
        "data": [
            {
                "type": "scatter",
                "mode": "lines",
                "name": "upper bound",
                "x": ceiling[0],
                "y": ceiling[1],
                "fill": "tozeroy",
                "fillcolor": "rgba(128,128,128,0.10)",
                "line": {"color": GRID, "width": 2},
                "hoverinfo": "skip",
            },
            {
                "type": "scatter",
                "mode": "markers",
                "name": "this net's rows",
                "x": rows[0],
                "y": rows[1],
                "marker": {"color": CURVE_COLOURS[0], "size": 8, "opacity": 0.6},
                "hovertemplate": "largest p %{x:.3f}<br><b>%{y:.3~g}</b><extra></extra>",
            },
            {
                "type": "scatter",
                "mode": "markers",
                "name": "under the sliders",
                "x": [here[0]],
                "y": [here[1]],
                "marker": {"color": ACCENT, "size": 16},
                "hovertemplate": "largest p %{x:.3f}<br><b>%{y:.3~g}</b><extra></extra>",
            },
        ],
        "layout": layout(
            margin={"l": 64, "r": 12, "t": 36, "b": 48, "pad": 4},
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.01, "yanchor": "bottom"},
            xaxis={**_axis("largest p"), "range": [0, 1.03]},
            yaxis={**_axis("gain"), "range": [0, 0.54]},
        ),
    }
    label = f"At most {here[1]:.3g} of a gradient passes this softmax, whose largest p is {here[0]:.3g}."
    return Panel(figure, "", label)


def _axis(title: str) -> dict:
    return number_axis(title={"text": title, "font": {"color": QUIET, "size": LETTER}, "standoff": 6})
