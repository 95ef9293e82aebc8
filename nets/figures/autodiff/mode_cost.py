"""What a gradient costs in both modes as a net grows: one line rises, the other does not."""

from collections.abc import Mapping

import numpy as np

from nets.figures.colours import ACCENT, CLASS_COLOURS, QUIET
from nets.figures.layout import LETTER, layout, number_axis
from nets.figures.panel import Panel

STYLES = ((CLASS_COLOURS[1], "solid"), (CLASS_COLOURS[0], "solid"), (CLASS_COLOURS[0], "dot"))


def growth_figure(across: str, *, here: int, curves: Mapping[str, tuple[int, int]]) -> Panel:
    """The panel of operations against the number of what is `across`, of which this net has `here`.

    A curve by its name is (c, k): c n^k operations at n; k is 1 where there is a pass for each, else 0.
    """
    n = np.unique(np.logspace(0, max(3, np.ceil(np.log10(max(here, 1))) + 1), 41).round())
    data = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": n,
            "y": times * n**power,
            "line": {"color": colour, "width": 3, "dash": dash},
            "hovertemplate": f"{name}<br>%{{x:,}} {across}<br><b>%{{y:,.0f}} operations</b><extra></extra>",
        }
        for (name, (times, power)), (colour, dash) in zip(curves.items(), STYLES, strict=False)
    ]
    line = {"type": "line", "x0": here, "x1": here, "yref": "paper", "y0": 0, "y1": 1}
    figure = {
        "data": data,
        "layout": layout(
            margin={"l": 70, "r": 12, "t": 56, "b": 48, "pad": 4},
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.01, "yanchor": "bottom"},
            shapes=[{**line, "line": {"color": ACCENT, "width": 2, "dash": "dot"}}],
            xaxis=_axis(across),
            yaxis=_axis("operations"),
        ),
    }
    said = ", ".join(f"{name} {times * here**power:,}" for name, (times, power) in curves.items())
    return Panel(figure, "", f"Operations at this net's {here:,} {across}: {said}.")


def _axis(title: str) -> dict:
    title = {"text": title, "font": {"color": QUIET, "size": LETTER}, "standoff": 6}
    return number_axis(type="log", title=title, exponentformat="power", dtick=1)
