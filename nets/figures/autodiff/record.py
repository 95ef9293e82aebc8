"""The record of a tape as a graph: operations from left to right, coloured by how far the replay has come."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from nets.figures.autodiff.product import numbers
from nets.figures.colours import ACCENT, BACKGROUND, CURVE_COLOURS, GRID, TEXT
from nets.figures.layout import layout
from nets.figures.panel import Panel
from nets.figures.text import plot_text
from nets.queries.autodiff.record import Operation

COLOURS = (GRID, *CURVE_COLOURS[:2])
NAMES = ("not there yet", "value known", "gradient known")
LEVELS_IN_VIEW = 11
ROW_PX, AROUND_PX, MOST_PX = 58, 190, 720
MOST_NAMED = 16  # levels, if the whole graph is in view; of more only the one looked at has its name


@dataclass(frozen=True)
class Node:
    """An operation: what it is called, what it does, its shape, the places of its inputs, and its state, 0 not yet
    reached, 1 value known, 2 gradient known too.
    """

    title: str
    name: str
    shape: str
    inputs: tuple[int, ...]
    state: int


def record_nodes(operations: Sequence[Operation], states: Sequence[int], places: Sequence[int]) -> list[Node]:
    """The nodes of the operations at these places, in their order, with the state of each operation."""
    node_of = {place: n for n, place in enumerate(places)}
    nodes = []
    for place in places:
        operation = operations[place]
        title = operation.name if operation.kind == "weights" else operation.kind
        inputs = tuple(node_of[each] for each in operation.inputs if each in node_of)
        nodes.append(Node(title, operation.name, operation.shape, inputs, states[place]))
    return nodes


def record_table(operations: Sequence[Operation], states: Sequence[int], *, current: int) -> pd.DataFrame:
    """All operations as a list that begins a few before the current one, so that it is in view."""
    lines = list(zip(operations, states, strict=True))
    table = pd.DataFrame(
        {
            "": ["▶" if n == current else "" for n in range(len(lines))],
            "nr": range(1, len(lines) + 1),
            "operation": [operation.kind for operation, _ in lines],
            "of": [", ".join(str(place + 1) for place in operation.inputs) for operation, _ in lines],
            "gives": [operation.shape for operation, _ in lines],
            "value": [numbers(operation.value) if state else "" for operation, state in lines],
            "gradient": [numbers(operation.gradient) if state > 1 else "" for operation, state in lines],
            "name": [operation.name for operation, _ in lines],
        }
    )
    first = max(0, min(current - 3, len(lines) - 8))
    return pd.concat([table[first:], table[:first]])


def record_figure(nodes: Sequence[Node], *, current: int, whole: bool) -> Panel:
    """The panel of these, `current` being the place of the one that is looked at; only the neighbourhood of that is
    in view, unless the `whole` is wanted, which leaves no room for all names.
    """
    x, y = _places([node.inputs for node in nodes])
    all_named = not whole or np.ptp(x) <= MOST_NAMED
    figure = {
        "data": [*_edges(nodes, x, y), *_legend(), _dots(nodes, x, y, current, all_named=all_named)],
        "layout": layout(
            margin={"l": 16, "r": 16, "t": 34, "b": 8},
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.01, "yanchor": "bottom"},
            xaxis={"visible": False, "range": _view(x, x[current], whole=whole)},
            yaxis={"visible": False, "range": [y.min() - 0.4, y.max() + 0.9]},
        ),
    }
    known, reached = sum(node.state > 0 for node in nodes), sum(node.state > 1 for node in nodes)
    return Panel(figure, "", f"{len(nodes)} operations; {known} have a value and {reached} a gradient.")


def record_height(nodes: Sequence[Node]) -> int:
    """How high the figure is to be, in px, for its names to stand clear of one another."""
    return round(min(MOST_PX, AROUND_PX + ROW_PX * np.ptp(_places([node.inputs for node in nodes])[1])))


def _dots(nodes: Sequence[Node], x: np.ndarray, y: np.ndarray, current: int, *, all_named: bool) -> dict:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": x,
        "y": y,
        "text": [
            f"{plot_text(node.title, 14)}<br>{node.shape}" if all_named or n == current else ""
            for n, node in enumerate(nodes)
        ],
        "textposition": "top center",
        "textfont": {"color": TEXT, "size": 13},
        "customdata": [f"{plot_text(node.title)}, {node.shape}<br>{plot_text(node.name, 60)}" for node in nodes],
        "marker": {
            "color": [COLOURS[node.state] for node in nodes],
            "size": [26 if n == current else 16 for n in range(len(nodes))],
            "line": {"color": [ACCENT if n == current else BACKGROUND for n in range(len(nodes))], "width": 3},
        },
        "hovertemplate": "%{customdata}<extra></extra>",
        "showlegend": False,
    }


def _edges(nodes: Sequence[Node], x: np.ndarray, y: np.ndarray) -> list[dict]:
    """From every operation to those it feeds, in the colour of what has passed there; three lines, one a state."""
    ends = [(a, b) for b, node in enumerate(nodes) for a in node.inputs]
    states = [2 if nodes[a].state == nodes[b].state == 2 else min(nodes[b].state, 1) for a, b in ends]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": _broken([(x[a], x[b]) for (a, b), each in zip(ends, states, strict=True) if each == state]),
            "y": _broken([(y[a], y[b]) for (a, b), each in zip(ends, states, strict=True) if each == state]),
            "line": {"color": COLOURS[state], "width": 2 + state},
            "hoverinfo": "skip",
            "showlegend": False,
        }
        for state in range(3)
    ]


def _legend() -> list[dict]:
    marks = zip(COLOURS, NAMES, strict=True)
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [None],
            "y": [None],
            "name": name,
            "marker": {"color": colour, "size": 14},
        }
        for colour, name in marks
    ]


def _broken(pairs: list[tuple[float, float]]) -> np.ndarray:
    """The pairs one after the other, with a gap after each."""
    return np.array([(one, other, np.nan) for one, other in pairs]).ravel()


def _view(x: np.ndarray, middle: float, *, whole: bool) -> list[float]:
    low, high = float(x.min()), float(x.max())
    if not whole and high - low > LEVELS_IN_VIEW:
        low = min(max(low, middle - LEVELS_IN_VIEW / 2), high - LEVELS_IN_VIEW)
        high = low + LEVELS_IN_VIEW
    return [low - 0.7, high + 0.7]


def _places(inputs: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Left to right by the longest way from a beginning, and the beginnings just before what they feed first."""
    depth = np.zeros(len(inputs), int)
    for n, given in enumerate(inputs):
        depth[n] = 1 + max((depth[a] for a in given), default=-1)
    feeds: dict[int, int] = {}
    for n, given in enumerate(inputs):
        for a in given:
            feeds[a] = min(feeds.get(a, depth[n]), depth[n])
    for n, given in enumerate(inputs):
        if not given and n in feeds:
            depth[n] = feeds[n] - 1
    height = np.zeros(len(inputs))
    for level in np.unique(depth):
        of_level = np.flatnonzero(depth == level)
        # whole and half heights in turn, so that labels of neighbours never stand side by side
        height[of_level] = np.arange(len(of_level)) - (len(of_level) - 1) // 2 + 0.5 * (level % 2)
    return depth.astype(float), -height
