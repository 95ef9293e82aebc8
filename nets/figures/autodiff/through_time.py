"""How far back losses reach: a triangle of norms, and curves over the distance."""

from collections.abc import Sequence

import numpy as np

from nets.figures.colours import CURVE_COLOURS, QUIET, SIZES
from nets.figures.layout import LETTER, layout, number_axis
from nets.figures.panel import Panel

FLOOR = 1e-8  # of the largest norm: less is drawn as this


def reach_figure(reach: np.ndarray) -> Panel:
    """The panel of norms (T, T), line t and column k, NaN for k > t; the colour is their logarithm."""
    peak = np.nanmax(reach)
    logs = np.log10(np.maximum(reach, FLOOR * peak)) if peak > 0 else np.where(np.isnan(reach), np.nan, 0.0)
    steps = np.arange(1, len(reach) + 1)
    every = max(1, -(-len(reach) // 10))
    heatmap = {
        "type": "heatmap",
        "x": steps,
        "y": steps,
        "z": logs,
        "customdata": reach,
        "colorscale": [list(stop) for stop in SIZES],
        "colorbar": {"title": {"text": "log₁₀", "font": {"size": LETTER}}, "thickness": 12, "outlinewidth": 0},
        "hovertemplate": "loss at t = %{y}, state at k = %{x}<br><b>%{customdata:.3~g}</b><extra></extra>",
        "hoverongaps": False,
    }
    figure = {
        "data": [heatmap],
        "layout": layout(
            margin={"l": 60, "r": 8, "t": 8, "b": 48, "pad": 4},
            xaxis=number_axis(title=_title("state at step k"), showgrid=False, dtick=every),
            yaxis=number_axis(title=_title("loss at step t"), autorange="reversed", showgrid=False, dtick=every),
        ),
    }
    return Panel(figure, "", f"Gradients of {len(reach)} losses for every earlier state, the largest {peak:.3g}.")


def distance_figure(curves: dict[str, np.ndarray], *, across: str, start: int, log: bool = True) -> Panel:
    """The panel of curves (n,) by name over the distances `start` up, along an axis called `across`."""
    longest = max(len(values) for values in curves.values())
    data = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": name,
            "x": start + np.arange(len(values)),
            "y": np.where(values > 0, values, np.nan) if log else values,
            "line": {"color": CURVE_COLOURS[n % len(CURVE_COLOURS)], "width": 3},
            "hovertemplate": f"%{{x}} steps, {name}<br><b>%{{y:.3~g}}</b><extra></extra>",
        }
        for n, (name, values) in enumerate(curves.items())
    ]
    figure = {
        "data": data,
        "layout": layout(
            margin={"l": 64, "r": 8, "t": 36, "b": 48, "pad": 4},
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.01, "yanchor": "bottom"},
            xaxis=number_axis(title=_title(across), dtick=max(1, -(-longest // 10))),
            yaxis=number_axis(type="log" if log else "linear", exponentformat="power", nticks=6),
        ),
    }
    return Panel(figure, "", _label(list(curves), across))


def _label(names: Sequence[str], across: str) -> str:
    return f"{', '.join(names)} over {across}."


def _title(text: str) -> dict:
    return {"text": text, "font": {"color": QUIET, "size": LETTER}, "standoff": 6}
