"""The record of a tape as a graph: operations from left to right, coloured by how far the play has come."""

from collections.abc import Sequence

import numpy as np

from nets.figures.colours import ACCENT, BACKGROUND, BLUE, GRID, ORANGE, QUIET
from nets.figures.layout import layout
from nets.figures.panel import Panel
from nets.figures.text import plot_text

WAITING, KNOWN, REACHED = GRID, BLUE, ORANGE


def record_figure(
    kinds: Sequence[str], inputs: Sequence[Sequence[int]], *, states: Sequence[int], current: int, names: Sequence[str]
) -> Panel:
    """The panel of operations by kind, each with the places of its inputs; `states` are 0 not yet reached,
    1 value known, 2 gradient known; `current` is the place of the one that is looked at.
    """
    x, y = _places(inputs)
    ends = [(x[a], x[b], y[a], y[b]) for b, given in enumerate(inputs) for a in given]
    lines = np.array([(a, b, np.nan) for a, b, _, _ in ends]).ravel()
    heights = np.array([(a, b, np.nan) for _, _, a, b in ends]).ravel()
    colours = [(WAITING, KNOWN, REACHED)[state] for state in states]
    nodes = {
        "type": "scatter",
        "mode": "markers+text",
        "x": x,
        "y": y,
        "text": [plot_text(name if kind == "weights" else kind, 14) for name, kind in zip(names, kinds, strict=True)],
        "textposition": "top center",
        "textfont": {"color": QUIET, "size": 12},
        "customdata": [plot_text(name, 60) for name in names],
        "marker": {
            "color": colours,
            "size": [22 if n == current else 14 for n in range(len(kinds))],
            "line": {"color": [ACCENT if n == current else BACKGROUND for n in range(len(kinds))], "width": 3},
        },
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    edges = {
        "type": "scatter",
        "mode": "lines",
        "x": lines,
        "y": heights,
        "line": {"color": GRID, "width": 2},
        "hoverinfo": "skip",
    }
    hidden = {"visible": False}
    figure = {
        "data": [edges, nodes],
        "layout": layout(
            margin={"l": 16, "r": 16, "t": 24, "b": 8},
            xaxis={**hidden, "range": [x.min() - 0.6, x.max() + 0.6]},
            yaxis={**hidden, "range": [y.min() - 0.6, y.max() + 0.8]},
        ),
    }
    known, reached = sum(state > 0 for state in states), sum(state > 1 for state in states)
    return Panel(figure, "", f"{len(kinds)} operations; {known} have a value and {reached} a gradient.")


def _places(inputs: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Left to right by the longest way from a beginning, and the beginnings just before what they feed."""
    depth = np.zeros(len(inputs), int)
    for n, given in enumerate(inputs):
        depth[n] = 1 + max((depth[a] for a in given), default=-1)
    feeds = {a: min(depth[b] for b, given in enumerate(inputs) if a in given) for given in inputs for a in given}
    for n, given in enumerate(inputs):
        if not given and n in feeds:
            depth[n] = feeds[n] - 1
    height = np.zeros(len(inputs))
    for level in np.unique(depth):
        of_level = np.flatnonzero(depth == level)
        height[of_level] = np.arange(len(of_level)) - (len(of_level) - 1) / 2 + 0.25 * (level % 2)
    return depth.astype(float), height
