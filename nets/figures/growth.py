"""What a gradient costs in both modes as a net grows: a line that rises with the weights, and one that does not."""

import numpy as np

from nets.figures.colours import ACCENT, CLASS_COLOURS, QUIET
from nets.figures.layout import LETTER, layout, number_axis
from nets.figures.panel import Panel


def growth_figure(*, forward: int, reverse: int, n_weights: int, n_outputs: int) -> Panel:
    """The panel of operations against weights, from those of one pass in each mode; this net is marked.

    Width changes what an operation works on and not how many there are, so passes alone grow: forward mode's with
    the weights, reverse mode's with the outputs (1 for a loss, K for a Jacobian of the outputs).
    """
    weights = np.unique(np.logspace(0, max(4, np.ceil(np.log10(n_weights)) + 1), 41).round())
    curves = (
        ("forward mode", weights * forward, CLASS_COLOURS[1], "solid"),
        ("reverse mode, the loss", np.full(len(weights), reverse), CLASS_COLOURS[0], "solid"),
        (f"reverse mode, {n_outputs} outputs", np.full(len(weights), reverse * n_outputs), CLASS_COLOURS[0], "dot"),
    )
    data = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": weights,
            "y": operations,
            "line": {"color": colour, "width": 3, "dash": dash},
            "hovertemplate": f"{name}<br>%{{x:,}} weights<br><b>%{{y:,.0f}} operations</b><extra></extra>",
        }
        for name, operations, colour, dash in curves
    ]
    here = {"type": "line", "x0": n_weights, "x1": n_weights, "yref": "paper", "y0": 0, "y1": 1}
    figure = {
        "data": data,
        "layout": layout(
            margin={"l": 70, "r": 12, "t": 36, "b": 48, "pad": 4},
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.01, "yanchor": "bottom"},
            shapes=[{**here, "line": {"color": ACCENT, "width": 2, "dash": "dot"}}],
            xaxis=_axis("weights"),
            yaxis=_axis("operations"),
        ),
    }
    label = f"At {n_weights} weights forward mode takes {n_weights * forward} operations, reverse mode {reverse}."
    return Panel(figure, "", label)


def _axis(title: str) -> dict:
    title = {"text": title, "font": {"color": QUIET, "size": LETTER}, "standoff": 6}
    return number_axis(type="log", title=title, exponentformat="power", dtick=1)
