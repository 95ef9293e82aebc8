"""How much of a gradient a softmax lets through, against the scale of its sums."""

import numpy as np

from nets.figures.colours import ACCENT, QUIET
from nets.figures.layout import LETTER, layout, number_axis
from nets.figures.panel import Panel


def gains_figure(scales: np.ndarray, gains: np.ndarray, *, here: float) -> Panel:
    """The panel of gains (m,) at multiples (m,) of the sums, with `here`, the gain at 1, marked."""
    figure = {
        "data": [
            {
                "type": "scatter",
                "mode": "lines",
                "x": scales,
                "y": gains,
                "line": {"color": QUIET, "width": 3},
                "hovertemplate": "sums times %{x:.3~g}<br><b>%{y:.3~g}</b><extra></extra>",
            },
            {
                "type": "scatter",
                "mode": "markers",
                "x": [1.0],
                "y": [here],
                "marker": {"color": ACCENT, "size": 14},
                "hovertemplate": "here<br><b>%{y:.3~g}</b><extra></extra>",
            },
        ],
        "layout": layout(
            margin={"l": 64, "r": 12, "t": 12, "b": 48, "pad": 4},
            xaxis=_log_axis("the sums times"),
            yaxis={**_log_axis("most that gets through"), "range": [-6, 0]},
        ),
    }
    return Panel(figure, "", f"At most {here:.3g} of a gradient gets through this softmax.")


def _log_axis(title: str) -> dict:
    title = {"text": title, "font": {"color": QUIET, "size": LETTER}, "standoff": 6}
    return number_axis(type="log", title=title, exponentformat="power", dtick=1)
