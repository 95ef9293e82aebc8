"""The error of central differences against their step: a V, truncation on one side and round-off on the other."""

import numpy as np

from nets.figures.colours import ACCENT, CURVE_COLOURS, QUIET
from nets.figures.layout import LETTER, layout, number_axis
from nets.figures.panel import Panel


def errors_figure(steps: np.ndarray, *, errors32: np.ndarray, errors64: np.ndarray, step: float) -> Panel:
    """The panel of the relative errors (m,) in both precisions at steps (m,), with the chosen step marked."""
    data = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": name,
            "x": steps,
            "y": np.where(errors > 0, errors, np.nan),
            "line": {"color": colour, "width": 3},
            "hovertemplate": f"{name}, step %{{x:.2~g}}<br><b>%{{y:.2~g}}</b><extra></extra>",
        }
        for name, errors, colour in (
            ("float32", errors32, CURVE_COLOURS[1]),
            ("float64", errors64, CURVE_COLOURS[0]),
        )
    ]
    line = {"type": "line", "x0": step, "x1": step, "yref": "paper", "y0": 0, "y1": 1}
    figure = {
        "data": data,
        "layout": layout(
            margin={"l": 70, "r": 12, "t": 36, "b": 48, "pad": 4},
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.01, "yanchor": "bottom"},
            shapes=[{**line, "line": {"color": ACCENT, "width": 2, "dash": "dot"}}],
            xaxis=_axis("step of the difference", dtick=2),
            yaxis=_axis("largest error, relative", dtick=4),
        ),
    }
    label = f"The error is least, {errors64.min():.1e}, at a step of {steps[errors64.argmin()]:.1e} in float64."
    return Panel(figure, "", label)


def _axis(title: str, *, dtick: int) -> dict:
    title = {"text": title, "font": {"color": QUIET, "size": LETTER}, "standoff": 6}
    return number_axis(type="log", title=title, exponentformat="power", dtick=dtick)
