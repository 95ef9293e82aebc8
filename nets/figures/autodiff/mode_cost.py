"""The operations of a gradient in both modes as a net grows."""

from collections.abc import Mapping

import numpy as np

from nets.figures.colours import ACCENT, CURVE_COLOURS, QUIET
from nets.figures.layout import LETTER, layout, number_axis
from nets.figures.panel import Panel
from nets.queries.autodiff.modes import Modes

STYLES = ((CURVE_COLOURS[1], "solid"), (CURVE_COLOURS[0], "solid"), (CURVE_COLOURS[0], "dot"))


def counts_table(modes: Modes) -> dict[str, list]:
    """The columns of a table with a line for each mode: passes, operations and time."""
    forward = ("Forward", modes.n_weights, modes.forward_operations, modes.forward_s)
    lines = (forward, ("Reverse", 1, modes.reverse_operations, modes.reverse_s))
    return {
        "mode": [mode for mode, *_ in lines],
        "passes": [passes for _, passes, _, _ in lines],
        "operations a pass": [operations for _, _, operations, _ in lines],
        "operations in all": [passes * operations for _, passes, operations, _ in lines],
        "ms a pass": [f"{seconds * 1e3:.2f}" for *_, seconds in lines],
        "ms in all": [f"{passes * seconds * 1e3:,.1f}" for _, passes, _, seconds in lines],
    }


def growth_by_weights(modes: Modes) -> Panel:
    """The panel of operations against the number of weights, for the loss and for the Jacobian of several outputs."""
    curves = {
        "forward mode": (modes.forward_operations, 1),
        "reverse mode, the loss": (modes.reverse_operations, 0),
    }
    if modes.n_outputs > 1:
        curves[f"reverse mode, {modes.n_outputs} outputs"] = (modes.reverse_operations * modes.n_outputs, 0)
    return growth_figure("weights", here=modes.n_weights, curves=curves)


def growth_by_outputs(modes: Modes) -> Panel:
    """The panel of operations against the number of outputs, for their whole Jacobian."""
    curves = {
        "forward mode": (modes.forward_operations * modes.n_weights, 0),
        "reverse mode": (modes.reverse_operations, 1),
    }
    return growth_figure("outputs", here=modes.n_outputs, curves=curves)


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
