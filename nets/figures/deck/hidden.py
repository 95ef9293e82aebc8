"""The hidden state of an RNN over time, one line a unit, and under it the labels."""

from collections.abc import Sequence

import numpy as np

from nets.figures.colours import (
    CLASS_COLOURS,
    OUTPUT_ABOUT_ZERO,
    OUTPUT_FROM_ZERO,
    QUIET,
    class_colour,
    steps,
)
from nets.figures.layout import LETTER, layout, name_axis, names, number_axis
from nets.figures.panel import Panel
from nets.figures.text import plot_text

MOST_COLUMNS = 400
MOST_UNITS = 64


def hidden_figure(
    hidden: np.ndarray,
    *,
    units: Sequence[str],
    labels: np.ndarray | None = None,
    classes: Sequence[str] = (),
) -> Panel:
    """The panel of `hidden` (T, H), time from left to right, counted from 1, unit 0 at the top.

    Colours run from 0 to 1, or beyond if the state does; if it has values below zero, evenly about zero.
    `labels` (T,) are class numbers: they make a thin strip in the classes' colours, named by `classes` under
    the pointer. More than 400 steps are averaged in stretches of one length (the strip shows each one's most
    frequent class), and the note says so.
    """
    hidden = np.asarray(hidden, dtype=np.float64)
    n_steps, n_units = hidden.shape
    hidden, units = hidden[:, :MOST_UNITS], units[:MOST_UNITS]
    stretch = max(1, -(-n_steps // MOST_COLUMNS))
    mean = _mean_of_stretches(hidden, stretch)
    finite = np.isfinite(mean)
    low, high = float(mean[finite].min(initial=0.0)), float(mean[finite].max(initial=1.0))
    time = {"x0": (stretch + 1) / 2, "dx": stretch}
    when = "step %{x}" if stretch == 1 else f"{stretch} steps about %{{x:.0f}}"

    data = [
        {
            "type": "heatmap",
            "y": names(units),
            "z": np.where(finite, mean, np.nan).T.astype(np.float32),
            **time,
            "zmin": -max(high, -low) if low < 0 else 0.0,
            "zmax": max(high, -low) if low < 0 else high,
            "zauto": False,
            "colorscale": [list(stop) for stop in (OUTPUT_ABOUT_ZERO if low < 0 else OUTPUT_FROM_ZERO)],
            "showscale": False,
            "hovertemplate": f"{when}<br>%{{y}}<br><b>%{{z:.6~g}}</b><extra></extra>",
            "hoverongaps": False,
            "ygap": 2 if len(units) <= 32 else 0,
            "xgap": 1 if len(mean) <= 60 else 0,
        }
    ]
    parts = layout(
        xaxis=number_axis(
            range=[0.5, n_steps + 0.5],
            showgrid=False,
            separatethousands=True,
            nticks=10,
            fixedrange=True,
            title={"text": "time step", "standoff": 8, "font": {"color": QUIET, "size": LETTER}},
        ),
        yaxis=name_axis(units, room=12, autorange="reversed"),
        margin={"l": 8, "r": 12, "t": 8, "b": 46, "pad": 4},
    )
    if labels is not None:
        parts["yaxis"]["domain"] = [0.14, 1]
        parts["yaxis2"] = name_axis(["label"], room=1, domain=[0, 0.09], anchor="x")
        parts["xaxis"]["anchor"] = "y2"
        data.append({**_strip(np.asarray(labels, dtype=np.int64), stretch, classes, when), **time})
    return Panel(
        {"data": data, "layout": parts},
        _note(n_units, len(units), stretch),
        f"Hidden state of {n_units} units over {n_steps} time steps, from {low:.3g} to {high:.3g}.",
    )


def _mean_of_stretches(hidden: np.ndarray, stretch: int) -> np.ndarray:
    """The mean over each `stretch` steps, the last over what is left: (T, H) -> (ceil(T / stretch), H)."""
    starts = np.arange(0, len(hidden), stretch)
    lengths = np.diff(np.append(starts, len(hidden)))
    return np.add.reduceat(hidden, starts, axis=0) / lengths[:, None]


def _strip(labels: np.ndarray, stretch: int, classes: Sequence[str], when: str) -> dict:
    shown = np.array(
        [np.bincount(labels[start : start + stretch]).argmax() for start in range(0, len(labels), stretch)]
    )
    spelt = [plot_text(name) for name in classes]
    strip = {
        "type": "heatmap",
        "yaxis": "y2",
        "y": names(["label"]),
        "z": (shown % len(CLASS_COLOURS)).astype(np.int8)[None, :],
        "zmin": -0.5,
        "zmax": len(CLASS_COLOURS) - 0.5,
        "zauto": False,
        "colorscale": steps(tuple(class_colour(k) for k in range(len(CLASS_COLOURS)))),
        "showscale": False,
        "hovertemplate": f"{when}<extra></extra>",
    }
    if spelt:
        strip["text"] = [[spelt[k] for k in shown]]
        strip["hovertemplate"] = f"{when}<br>label %{{text}}<extra></extra>"
    return strip


def _note(n_units: int, n_drawn: int, stretch: int) -> str:
    parts = []
    if n_drawn < n_units:
        parts.append(f"The first {n_drawn} of {n_units} units are drawn.")
    if stretch > 1:
        parts.append(f"Each column is the mean of {stretch} time steps.")
    return " ".join(parts)
