"""The grid: one score over two settings, a cell a combination; cells that learned nothing look so."""

import numpy as np

from nets.figures.colours import ACCENT, BACKGROUND, GRID, QUIET, SIZE, TEXT
from nets.figures.layout import LETTER, in_the_middle, layout, number_axis
from nets.figures.panel import Panel
from nets.figures.text import plot_text
from nets.sweep.panels.cells import CellAxis, Cells
from nets.sweep.panels.grid import GridValues

EMPTY = "The score of each cell appears here"
GREYED = -1.0  # the shade of a cell that has no value since it diverged; others are from 0 to 1
DIVERGED, MAJORITY, NONE = "✕", "=", "–"
OF_FATE = ("diverged", "diverged_at")  # scores that tell of diverging itself: a cell that did has a value
SPARSE = (*OF_FATE, "spread", "epochs_to_goal")  # scores that no cell may have, however far the runs have come
ROOM = 16  # names along an axis that are legible
WIDE, HIGH = 340, 230  # px that all cells have at least on a laptop
LETTER_WIDE, SMALL = 7.5, 13  # px: about how wide a letter is at this size
NO_BETTER = "no better than one class for every row"
MOST_UPRIGHT = 128  # texts that stand upright: each is drawn by itself


def grid_figure(
    found: GridValues, cells: Cells, *, picked: tuple[int, int] | None = None, paler: np.ndarray | None = None
) -> Panel:
    """The panel of these cells; the deeper the colour the better, or of a score that tells of diverging the more that
    did. `picked` is the row and column of a run; `paler` (rows, columns) are cells that step back.
    """
    crossed = _crossed(found)
    nothing = found.score.name not in SPARSE and not (np.isfinite(found.values) | found.is_diverged).any()
    texts, way = ([], "not") if nothing else _texts(found, crossed)
    end = GRID if found.score.name in OF_FATE else SIZE
    figure = {
        "data": [
            {
                "type": "heatmap",
                "x": list(range(cells.shape[1])),
                "y": list(range(cells.shape[0])),
                "z": np.where(crossed, GREYED, _shades(found)).astype(np.float32),
                "zmin": GREYED,
                "zmax": 1,
                "zauto": False,
                "colorscale": [[0.0, GRID], [0.25, GRID], [0.5, BACKGROUND], [1.0, end]],
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                **({"text": texts, "texttemplate": "%{text}"} if way == "across" else {}),
                "textfont": {"color": TEXT, "size": LETTER},
                "customdata": _sentences(found, cells),
                "hovertemplate": "%{customdata}<extra></extra>",
                "hoverongaps": True,
            },
            _marks(found, crossed, way),
            *veil(paler),
        ],
        "layout": layout(
            uirevision="grid",
            margin={"l": 8, "r": 8, "t": 8, "b": 8, "pad": 4},
            xaxis=cell_axis(cells.x),
            yaxis=cell_axis(cells.y),
            annotations=[in_the_middle(EMPTY)] if nothing else _upright(texts) if way == "upright" else [],
            shapes=[] if picked is None else [outline(*picked)],
        ),
    }
    note = _note(found, crossed)
    return Panel(figure, note, f"{found.score.title} over {cells.x.title} and {cells.y.title or 'one row'}.")


def veil(paler: np.ndarray | None) -> list[dict]:
    """What lies over the cells (rows, columns) that step back, if any do."""
    if paler is None or not paler.any():
        return []
    return [
        {
            "type": "heatmap",
            "x": list(range(paler.shape[1])),
            "y": list(range(paler.shape[0])),
            "z": np.where(paler, 1.0, np.nan).astype(np.float32),
            "zmin": 0,
            "zmax": 1,
            "zauto": False,
            "colorscale": [[0.0, BACKGROUND], [1.0, BACKGROUND]],
            "opacity": 0.75,
            "showscale": False,
            "hoverinfo": "skip",
        }
    ]


def cell_axis(axis: CellAxis) -> dict:
    """Plotly's axis of columns or rows that are numbered from 0, with their names."""
    n = len(axis.names)
    shown = np.unique(np.linspace(0, n - 1, min(ROOM, n)).astype(int)).tolist()
    title = {"text": plot_text(axis.title, 40), "standoff": 8, "font": {"color": QUIET, "size": LETTER}}
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


def value_text(value: float, kind: str, digits: int = 3) -> str:
    """A value as it stands in a cell."""
    if kind == "share":
        return f"{value:.0%}"
    return f"{value:,.0f}" if kind == "epoch" else f"{value:.{digits}g}"


def _crossed(found: GridValues) -> np.ndarray:
    """Which cells have no value, only a mark: their runs diverged."""
    return found.is_diverged & (found.n_runs > 0) & (found.score.name not in OF_FATE)


def _texts(found: GridValues, crossed: np.ndarray) -> tuple[list[list[str]], str]:
    """What is written into each cell; and which way that has room: across, upright or not at all."""
    n_rows, n_columns = crossed.shape
    wide, high = WIDE / n_columns, HIGH / n_rows
    texts: list[list[str]] = []
    for digits in (3, 2):
        texts = [[_text(found, crossed, (i, k), digits) for k in range(n_columns)] for i in range(n_rows)]
        longest = max(len(text) for row in texts for text in row) * LETTER_WIDE + 2
        if longest <= wide:
            return texts, "across"
        if longest <= high and wide > SMALL and crossed.size <= MOST_UPRIGHT:
            return texts, "upright"
    return texts, "not"


def _text(found: GridValues, crossed: np.ndarray, place: tuple[int, int], digits: int) -> str:
    if crossed[place] or not found.n_runs[place]:
        return ""
    value = found.values[place]
    return value_text(value, found.score.kind, digits) if np.isfinite(value) else NONE


def _upright(texts: list[list[str]]) -> list[dict]:
    return [
        {
            "x": column,
            "y": row,
            "text": text,
            "textangle": 0 if text == NONE else -90,
            "showarrow": False,
            "font": {"color": TEXT, "size": SMALL},
        }
        for row, line in enumerate(texts)
        for column, text in enumerate(line)
        if text
    ]


def _shades(found: GridValues) -> np.ndarray:
    """How deep the colour of each value is (rows, columns): how good it is, from 0 to 1 between the worst and the best
    there is; of a score that tells of diverging how many did.
    """
    values, score = found.values, found.score
    known = np.isfinite(values)
    if not known.any():
        return values
    if score.name in OF_FATE:
        return values if score.kind == "share" else np.where(known, 1.0, np.nan)
    if score.kind == "share":
        scaled, low, high = values, min(0.5, float(values[known].min())), 1.0
    else:
        scaled = np.log(np.maximum(values, 1e-12)) if score.kind == "number" else values
        low, high = float(scaled[known].min()), float(scaled[known].max())
    share = np.full(values.shape, 1.0) if high == low else (scaled - low) / (high - low)
    share = np.where(known, share, np.nan)
    return 1 - share if score.better == "lower" else share


def _marks(found: GridValues, crossed: np.ndarray, way: str) -> dict:
    """A mark in each cell that diverged or is no better than one class, above what is written there."""
    has_mark = crossed | (found.is_majority & (found.n_runs > 0))
    rows, columns = np.nonzero(has_mark)
    above = {"across": 0.28, "upright": 0.4, "not": 0.0}[way]
    room = min(WIDE / crossed.shape[1], HIGH / crossed.shape[0])
    return {
        "type": "scatter",
        "mode": "text",
        "x": columns.astype(np.int32),
        "y": rows.astype(np.float32) + above * ~crossed[has_mark],
        "text": [DIVERGED if is_crossed else MAJORITY for is_crossed in crossed[has_mark]],
        "textfont": {"color": QUIET, "size": int(np.clip(room, 6, LETTER))},
        "hoverinfo": "skip",
    }


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
    for count, what in ((found.n_diverged, "diverged"), (found.n_majority, NO_BETTER)):
        if n := int(count[row, column]):
            parts.append(f"{of.format(n)} {what}".strip())
    return "<br>".join([name, *parts])


def _note(found: GridValues, crossed: np.ndarray) -> str:
    """What the marks mean that are there."""
    parts = []
    if crossed.any():
        parts.append(f"{DIVERGED} diverged: the loss ran away")
    if (found.is_majority & (found.n_runs > 0)).any():
        parts.append(f"{MAJORITY} {NO_BETTER}")
    return "; ".join(parts) + "." if parts else ""


def cell_at(cells: Cells, x: float, y: float) -> tuple[int, int] | None:
    """The row and column of the cell at this place of the figure; None outside."""
    row, column = round(y), round(x)
    return (row, column) if 0 <= row < cells.shape[0] and 0 <= column < cells.shape[1] else None
