"""Matrices side by side as they are multiplied, each a heatmap with its name above and its shape below."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.figures.colours import ACCENT, GRID, QUIET, SIGNED, TEXT
from nets.figures.deck.weights import number_format, weight_figure
from nets.figures.layout import CLEAR, LETTER, layout
from nets.figures.panel import Panel

MOST_ACROSS = 160  # columns of all matrices together
MOST_PRINTED = 26
GAP = 1.0  # columns
NAME_SHARE = 0.06  # of the whole width
LEAST_ACROSS = 14  # columns a figure has room for, so that a few are not drawn out
ROW_PX, MOST_PX, LABEL_PX = 32, 520, 28


@dataclass(frozen=True)
class Matrix:
    """`values` (rows, columns), what it is called, the sign in front of it in a product, and names of its rows and
    columns, where they have any.
    """

    values: np.ndarray
    name: str = ""
    sign: str = "·"
    rows: Sequence[str] = ()
    columns: Sequence[str] = ()


def matrix_figure(matrix: Matrix) -> Panel:
    """The panel of this one alone, its rows and columns numbered where they have no names."""
    n_rows, n_columns = matrix.values.shape
    rows = matrix.rows or [str(n + 1) for n in range(n_rows)]
    return weight_figure(matrix.values, rows=rows, columns=matrix.columns or [str(n + 1) for n in range(n_columns)])


def numbers(values: np.ndarray, most: int = 4) -> str:
    """The first of them in a line."""
    flat = np.ravel(values)
    return ", ".join(f"{value:.3g}" for value in flat[:most]) + (" …" if len(flat) > most else "")


def fits(matrices: Sequence[Matrix]) -> bool:
    """Whether these can be drawn side by side."""
    return across(matrices) <= MOST_ACROSS and max(len(each.values) for each in matrices) <= MOST_ACROSS // 2


def product_height(matrices: Sequence[Matrix]) -> int:
    """How high the figure is to be, in px."""
    rows = max(len(each.values) for each in matrices)
    return round(_row_px(rows) * rows) + 2 * LABEL_PX + 8


def product_figure(matrices: Sequence[Matrix], *, current: int = -1) -> Panel:
    """The panel of these, each framed, `current` most clearly; values stand in the cells while they fit.

    Each has its own colour scale.
    """
    width_of_all, highest = across(matrices), max(len(each.values) for each in matrices)
    room = LABEL_PX / _row_px(highest)  # for names and shapes, in rows
    data, notes, frames, left = [], [], [], 0.0
    for n, matrix in enumerate(matrices):
        n_rows, n_columns = matrix.values.shape
        top = (highest - n_rows) / 2
        width = _slot(n_columns, matrices)
        start = left + (width - n_columns) / 2
        data.append(_heatmap(matrix.values, start, top, printed=width_of_all <= MOST_PRINTED))
        middle = left + width / 2
        notes.append(_note(middle, top, matrix.name, anchor="bottom", colour=TEXT))
        notes.append(_note(middle, top + n_rows, f"{n_rows} × {n_columns}", anchor="top", colour=QUIET))
        if n:
            notes.append(_note(left - GAP / 2, highest / 2, matrix.sign, anchor="middle", colour=TEXT, size=20))
        frames.append(_frame(start, top, n_columns, n_rows, is_current=n == current))
        left += width + GAP
    spare = max(0.0, LEAST_ACROSS - width_of_all) / 2
    hidden = {"visible": False, "fixedrange": True}
    figure = {
        "data": data,
        "layout": layout(
            margin={"l": 4, "r": 4, "t": 4, "b": 4},
            annotations=notes,
            shapes=frames,
            xaxis={**hidden, "range": [-0.2 - spare, width_of_all + 0.2 + spare]},
            yaxis={**hidden, "range": [highest + room, -room]},
        ),
    }
    label = " ".join(f"{each.name}, {each.values.shape[0]} by {each.values.shape[1]}." for each in matrices)
    return Panel(figure, "", label)


def _row_px(n_rows: int) -> float:
    return min(ROW_PX, MOST_PX / n_rows)


def across(matrices: Sequence[Matrix]) -> float:
    """How wide they are side by side, in columns."""
    return sum(_slot(each.values.shape[1], matrices) + GAP for each in matrices) - GAP


def _slot(n_columns: int, matrices: Sequence[Matrix]) -> float:
    """The columns kept free for a matrix, at least as many as its name takes."""
    return max(n_columns, 1.5, NAME_SHARE * sum(each.values.shape[1] for each in matrices))


def _heatmap(values: np.ndarray, left: float, top: float, *, printed: bool) -> dict:
    finite = np.where(np.isfinite(values), values, np.nan)
    peak = float(np.nanmax(np.abs(finite), initial=0.0))
    n_rows, n_columns = values.shape
    heatmap = {
        "type": "heatmap",
        "x": left + np.arange(n_columns + 1.0),
        "y": top + np.arange(n_rows + 1.0),
        "z": finite,
        "zmin": -(peak or 1.0),
        "zmax": peak or 1.0,
        "zauto": False,
        "colorscale": [list(stop) for stop in SIGNED],
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "customdata": np.stack(np.indices(values.shape) + 1, axis=-1).tolist(),
        "hovertemplate": "row %{customdata[0]}, column %{customdata[1]}<br><b>%{z:.6~g}</b><extra></extra>",
        "hoverongaps": False,
    }
    if printed:
        heatmap["texttemplate"] = f"%{{z:{number_format(peak)}}}"
        heatmap["textfont"] = {"color": TEXT, "size": LETTER}
    return heatmap


def _note(x: float, y: float, text: str, *, anchor: str, colour: str, size: int = LETTER) -> dict:
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "yanchor": anchor,
        "font": {"color": colour, "size": size},
    }


def _frame(left: float, top: float, n_columns: int, n_rows: int, *, is_current: bool) -> dict:
    place = {"x0": left, "x1": left + n_columns, "y0": top, "y1": top + n_rows}
    line = {"color": ACCENT, "width": 3} if is_current else {"color": GRID, "width": 1}
    return {"type": "rect", **place, "line": line, "fillcolor": CLEAR}
