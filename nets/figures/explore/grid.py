"""The grid: one score over two settings, a cell a combination; cells that learned nothing look so."""

import numpy as np

from nets.figures.colours import ACCENT, BACKGROUND, GRID, QUIET, TEXT
from nets.figures.layout import LETTER, in_the_middle, layout, number_axis
from nets.figures.panel import Panel
from nets.figures.text import plot_text
from nets.sweep.panels.cells import CellAxis, Cells
from nets.sweep.panels.grid import GridValues

# Pale on a light page and deep on a dark one, so that the page's own text is legible on it.
GREEN = "light-dark(#4fc29a, #00694c)"
SCALE = ((0.0, BACKGROUND), (1.0, GREEN))
DIVERGED, MAJORITY = "✕", "═"
EMPTY = "The score of each cell appears here"
ROOM = 16  # names along an axis that are legible


def grid_figure(found: GridValues, cells: Cells, *, picked: tuple[int, int] | None = None) -> Panel:
    """The panel of these cells; the deeper the colour the better. `picked` is the row and column of a run."""
    values = np.where(found.is_diverged, np.nan, found.values)
    texts = [["" if not np.isfinite(value) else value_text(value, found.score.kind) for value in row] for row in values]
    shade = _shades(values, found)
    figure = {
        "data": [
            {
                "type": "heatmap",
                "x": list(range(cells.shape[1])),
                "y": list(range(cells.shape[0])),
                "z": shade.astype(np.float32),
                "zmin": 0,
                "zmax": 1,
                "zauto": False,
                "colorscale": [list(each) for each in SCALE],
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "text": texts,
                "texttemplate": "%{text}",
                "textfont": {"color": TEXT, "size": LETTER},
                "customdata": _sentences(found, cells),
                "hovertemplate": "%{customdata}<extra></extra>",
                "hoverongaps": True,
            },
            _marks(found),
        ],
        "layout": layout(
            uirevision="grid",
            margin={"l": 8, "r": 8, "t": 8, "b": 8, "pad": 4},
            xaxis=cell_axis(cells.x),
            yaxis=cell_axis(cells.y),
            annotations=[] if (np.isfinite(values) | found.is_diverged).any() else [in_the_middle(EMPTY)],
            shapes=[*_greyed(found), *([] if picked is None else [outline(*picked)])],
        ),
    }
    return Panel(figure, _note(found), f"{found.score.title} over {cells.x.title} and {cells.y.title or 'one row'}.")


def cell_axis(axis: CellAxis) -> dict:
    """Plotly's axis of columns or rows that are numbered from 0, with their names."""
    n = len(axis.names)
    shown = np.unique(np.linspace(0, n - 1, min(ROOM, n)).astype(int)).tolist()
    title = {"text": plot_text(axis.title), "standoff": 8, "font": {"color": QUIET, "size": LETTER}}
    return number_axis(
        range=[-0.5, n - 0.5],
        tickmode="array",
        tickvals=shown,
        ticktext=[plot_text(axis.names[k], 12) for k in shown],
        showgrid=False,
        fixedrange=True,
        **({"title": title} if axis.title else {}),
    )


def outline(row: int, column: int) -> dict:
    """A frame around a cell."""
    places = {"x0": column - 0.5, "x1": column + 0.5, "y0": row - 0.5, "y1": row + 0.5}
    return {"type": "rect", "xref": "x", "yref": "y", **places, "line": {"color": ACCENT, "width": 3}}


def value_text(value: float, kind: str) -> str:
    """A value as it stands in a cell."""
    if kind == "share":
        return f"{value:.0%}"
    return f"{value:,.0f}" if kind == "epoch" else f"{value:.3g}"


def _shades(values: np.ndarray, found: GridValues) -> np.ndarray:
    """How good each value is (rows, columns), from 0 to 1 between the worst and the best there is."""
    known = np.isfinite(values)
    if not known.any():
        return values
    if found.score.kind == "share":
        scaled, low, high = values, min(0.5, float(values[known].min())), 1.0
        if found.score.better == "lower":
            low, high = 0.0, 1.0
    else:
        scaled = np.log(np.maximum(values, 1e-12)) if found.score.kind == "number" else values
        low, high = float(scaled[known].min()), float(scaled[known].max())
    share = np.full(values.shape, 1.0) if high == low else (scaled - low) / (high - low)
    share = np.where(known, share, np.nan)
    return 1 - share if found.score.better == "lower" else share


def _marks(found: GridValues) -> dict:
    """A mark in each cell that diverged or never moved from the majority class."""
    rows, columns = np.nonzero((found.is_diverged | found.is_majority) & (found.n_runs > 0))
    return {
        "type": "scatter",
        "mode": "text",
        "x": columns.astype(np.int32),
        "y": rows.astype(np.float32) + 0.28 * ~found.is_diverged[rows, columns],
        "text": [DIVERGED if found.is_diverged[place] else MAJORITY for place in zip(rows, columns, strict=True)],
        "textfont": {"color": QUIET, "size": LETTER},
        "hoverinfo": "skip",
    }


def _greyed(found: GridValues) -> list[dict]:
    bare = {"type": "rect", "xref": "x", "yref": "y", "layer": "below", "line": {"width": 0}, "fillcolor": GRID}
    return [
        {**bare, "x0": column - 0.48, "x1": column + 0.48, "y0": row - 0.48, "y1": row + 0.48}
        for row, column in np.argwhere(found.is_diverged & (found.n_runs > 0)).tolist()
    ]


def _sentences(found: GridValues, cells: Cells) -> list[list[str]]:
    return [[_sentence(found, cells, row, column) for column in range(cells.shape[1])] for row in range(cells.shape[0])]


def _sentence(found: GridValues, cells: Cells, row: int, column: int) -> str:
    n_runs = int(found.n_runs[row, column])
    where = [f"{axis.title} {axis.names[k]}" for axis, k in ((cells.x, column), (cells.y, row)) if axis.title]
    name = plot_text(", ".join(where), 100)
    if not n_runs:
        return f"{name}<br>no such net"
    value = found.values[row, column]
    title = found.score.title
    parts = [f"{title}: {value_text(value, found.score.kind)}" if np.isfinite(value) else f"{title}: none"]
    of = "" if n_runs == 1 else f" {{}} of {n_runs}"
    for count, what in ((found.n_diverged, "diverged"), (found.n_majority, "never moved from the majority class")):
        if n := int(count[row, column]):
            parts.append(f"{of.format(n)} {what}".strip())
    return "<br>".join([name, *parts])


def _note(found: GridValues) -> str:
    """What the marks mean that are there."""
    parts = []
    if (found.is_diverged & (found.n_runs > 0)).any():
        parts.append(f"{DIVERGED} diverged: the loss ran away")
    if (found.is_majority & (found.n_runs > 0)).any():
        parts.append(f"{MAJORITY} never moved from the majority class: it predicts that for every row")
    return "; ".join(parts) + "." if parts else ""


def cell_at(cells: Cells, x: float, y: float) -> tuple[int, int] | None:
    """The row and column of the cell at this place of the figure; None outside."""
    row, column = round(y), round(x)
    return (row, column) if 0 <= row < cells.shape[0] and 0 <= column < cells.shape[1] else None
