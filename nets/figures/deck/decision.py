"""The decision map: the predicted class over two features, with rows of the table on it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.figures.axis import Axis, to_one_scale
from nets.figures.colours import BACKGROUND, CLASS_COLOURS, TEXT, class_colour, class_symbol
from nets.figures.layout import LETTER, layout
from nets.figures.panel import Panel
from nets.figures.text import plot_text, told_apart
from nets.queries.decision import Decision

MOST_NAMED = len(CLASS_COLOURS)  # classes in the legend: of more, two have one colour
FEW = 6  # classes whose names stand in letters of the common size beside the map
SMALL = 12  # px, of letters
NAME = 10  # characters of a class in the legend
LINE = 32  # characters that a line above the map has room for, beside the chart's tools
KEY = 6  # what the mark before a name takes of them
ABOVE = {"orientation": "h", "x": 0, "y": 1.01, "yanchor": "bottom"}
BESIDE = {"x": 1.02, "y": 0.88, "yanchor": "top"}  # below the chart's tools
SHADES = 1000  # of each colour: a place is then two bytes on the wire


@dataclass(frozen=True, eq=False)
class Grid:
    """The places x (n,) and y (m,) of a map, evenly spaced, and the axes they are on."""

    x: np.ndarray
    y: np.ndarray
    axes: tuple[Axis, Axis]


@dataclass(frozen=True, eq=False)
class MapRows:
    """Rows of the table at `points` (B, 2), with the numbers of their classes (B,), drawn as rings where
    `is_validation` (B,). They may be some of `n_all`.
    """

    points: np.ndarray
    labels: np.ndarray
    is_validation: np.ndarray | None = None
    n_all: int | None = None


@dataclass(frozen=True, eq=False)
class NewMarks:
    """New rows at `points` (m, 2), and the number of the class that is predicted for each (m,)."""

    points: np.ndarray
    predicted: np.ndarray


def decision_figure(
    found: Decision | None,
    grid: Grid,
    rows: MapRows,
    *,
    classes: Sequence[str],
    tape: str = "",
    new: NewMarks | None = None,
) -> Panel:
    """The panel of what the net predicts at each place of the grid, with the rows on it; None: no map, only rows.

    A place has the colour of its predicted class, fading into the page as the probability falls to 1/K. New rows are
    diamonds in the colour of theirs. A zoom is kept while `tape` and the axes stay the same.
    """
    points, labels = np.asarray(rows.points, dtype=np.float64), np.asarray(rows.labels, dtype=np.int64)
    is_validation = np.zeros(len(points), bool) if rows.is_validation is None else rows.is_validation
    axes, n_all, n_classes = grid.axes, rows.n_all or len(points), len(classes)
    data = [] if found is None else [_map(found, n_classes) | _told(found, axes, classes)]
    for trace in data:
        trace |= {"x": axes[0].placed(grid.x), "y": axes[1].placed(grid.y)}
    in_legend, short = set(), [plot_text(name, NAME) for name in told_apart(classes, NAME)]
    for rings in (False, True):
        for colour in range(min(n_classes, len(CLASS_COLOURS))):
            chosen = (labels % len(CLASS_COLOURS) == colour) & (is_validation == rings)
            if chosen.any():
                data.append(_points(points[chosen], [classes[k] for k in labels[chosen]], axes, n_all=n_all))
                data[-1]["name"] = short[colour]
                data[-1]["marker"] |= {"symbol": class_symbol(colour)} | _inks(
                    class_colour(colour), rings=rings, width=2 if n_all <= 500 else 1
                )
                data[-1]["showlegend"] = colour not in in_legend
                in_legend.add(colour)
    is_above = n_classes <= FEW and sum(len(name) + KEY for name in short) <= LINE
    outside = 0
    if new is not None:
        data += _diamonds(new, axes, classes)
        ends = np.array([[grid.x[0], grid.y[0]], [grid.x[-1], grid.y[-1]]])
        outside = int(((new.points < ends[0]) | (new.points > ends[1])).any(axis=1).sum())
    figure = {
        "data": data,
        "layout": layout(
            uirevision=f"{tape}/map of {[axis.title for axis in axes]}",  # an empty one would keep nothing
            margin={"l": 60, "r": 8, "t": 30 if is_above else 8, "b": 46, "pad": 4},
            showlegend=n_classes <= MOST_NAMED,
            legend={
                **(ABOVE if is_above else BESIDE),
                "font": {"color": TEXT, "size": LETTER if n_classes <= FEW else SMALL},
                "itemclick": False,
                "itemdoubleclick": False,
                "itemsizing": "constant",
            },
            **_axes(grid, points),
        ),
    }
    notes = [f"{len(points):,} of {n_all:,} rows are drawn."] if len(points) < n_all else []
    if outside:
        notes.append(f"Outside the map: {outside:,} of {len(new.points):,} new rows.")
    label = f"The predicted class over {axes[0].name} and {axes[1].name}, with {n_all} rows."
    return Panel(figure, " ".join(notes), label)


def _axes(grid: Grid, points: np.ndarray) -> dict[str, dict]:
    """Both axes, just as long as the map; a square of it is square where that leaves it most of its room."""
    ends = [(places[0], places[-1]) for places in (grid.x, grid.y)]
    if to_one_scale(grid.axes, tuple(float(high - low) for low, high in ends)):
        # Plotly fits two axes to each other only where it is told their ranges.
        ways = [{"range": axis.ends(*span)} for axis, span in zip(grid.axes, ends, strict=True)]
        ways = [way | {"constrain": "domain"} for way in ways]
        ways[1]["scaleanchor"] = "x"
    else:
        ways = [axis.exactly(*span) for axis, span in zip(grid.axes, ends, strict=True)]
    return {
        name: axis.drawn(points[:, k], nticks=6, **ways[k])
        for k, (name, axis) in enumerate(zip(("xaxis", "yaxis"), grid.axes, strict=True))
    }


def _points(points: np.ndarray, names: Sequence[str], axes: tuple[Axis, Axis], *, n_all: int) -> dict:
    """Rows drawn in one colour; their names are all the same, but where colours come round."""
    one = len(set(names)) == 1
    spelt = plot_text(names[0]) if one else "%{text}"
    return {
        "type": "scatter",
        "mode": "markers",
        "name": plot_text(names[0], 16),
        "x": axes[0].placed(points[:, 0]),
        "y": axes[1].placed(points[:, 1]),
        **({} if one else {"text": [plot_text(name) for name in names]}),
        "marker": {"size": 13 if n_all <= 60 else 9 if n_all <= 500 else 6},
        "hovertemplate": (
            f"{axes[0].title} %{{x{axes[0].hover}}}<br>{axes[1].title} %{{y{axes[1].hover}}}<br>"
            f"<b>{spelt}</b><extra></extra>"
        ),
    }


def _diamonds(new: NewMarks, axes: tuple[Axis, Axis], classes: Sequence[str]) -> list[dict]:
    """A trace for each predicted class; the first stands for all in the legend."""
    traces = []
    for k in np.unique(new.predicted):
        trace = _points(new.points[new.predicted == k], [classes[k]], axes, n_all=len(new.points))
        marker = {
            "symbol": "diamond",
            "size": 15 if len(new.points) <= 60 else 11,
            "color": class_colour(k),
            "line": {"color": TEXT, "width": 2},
        }
        shown = {"name": "new rows", "marker": marker, "showlegend": not traces}
        traces.append(trace | shown | {"hovertemplate": "new row, predicted:<br>" + trace["hovertemplate"]})
    return traces


def _inks(colour: str, *, rings: bool, width: int) -> dict:
    if rings:
        return {"color": BACKGROUND, "line": {"color": colour, "width": width + 1}}
    return {"color": colour, "line": {"color": BACKGROUND, "width": width}}


def _map(found: Decision, n_classes: int) -> dict:
    """Colour k fills the stretch k .. k+1, in shades, of one scale: from the page's background to the full colour."""
    n_colours = min(n_classes, len(CLASS_COLOURS))
    least = 1 / n_classes
    probability = np.asarray(found.probability, np.float64)
    sure = np.ones(probability.shape) if n_classes == 1 else (probability - least) / (1 - least)
    sure = np.nan_to_num(np.clip(sure, 0, 1))
    scale = [
        [(k + end) / n_colours, colour]
        for k in range(n_colours)
        for end, colour in ((0, BACKGROUND), (1, class_colour(k)))
    ]
    return {
        "type": "heatmap",
        "z": (found.predicted % n_colours * SHADES + 1 + np.round(sure * (SHADES - 2))).astype(np.int16),
        "zmin": 0,
        "zmax": n_colours * SHADES,
        "zauto": False,
        "zsmooth": False,
        "opacity": 0.8,
        "colorscale": scale,
        "showscale": False,
    }


def _told(found: Decision, axes: tuple[Axis, Axis], classes: Sequence[str]) -> dict:
    """What the pointer tells of a place: where it is, and each class's probability there."""
    if found.percents is None:
        return {"hoverinfo": "skip"}
    lines = [
        f"{axes[0].title} %{{x{axes[0].hover}}}",
        f"{axes[1].title} %{{y{axes[1].hover}}}",
        *(f"{plot_text(name)} %{{customdata[{k}]}} %" for k, name in enumerate(classes)),
    ]
    return {"customdata": found.percents, "hovertemplate": "<br>".join(lines) + "<extra></extra>"}
