"""One matrix, of weights or their gradients, as a heatmap: violet below zero, green above, the background at zero."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from nets.figures.colours import QUIET, SIGNED, SIGNED_BARE, TEXT
from nets.figures.layout import LETTER, in_the_middle, layout, name_axis, names
from nets.figures.panel import Panel
from nets.figures.text import plot_text

MOST_ROWS = 64
MOST_COLUMNS = 128
MOST_PRINTED_ROWS = 20
MOST_PRINTED_COLUMNS = 16
NAME_PX = 20  # about what a name takes, upright or in its line
NUMBER_PX = 33  # what a number takes that stands in its cell
LEAST_CELL_PX = 10  # beside a gap
MOST_GAPS = 24  # cells in a row that a phone draws at least so wide
SMALL = 12  # px, of the letters beside the scale
TITLE_PX, KEY_PX = 18, 32
WITHIN = 0.95  # of the numbers of a matrix that is a picture: a few large ones would make all others pale
BOUNDS = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)  # where scales end, times a power of ten


class Scale(NamedTuple):
    """Where colours end: at a round number beyond the largest number and `reach`; at `before`, where those of the
    drawing before this one did, if that will do (see `bound_for`).
    """

    before: float | None = None
    reach: float = 0.0


AS_FAR_AS_NEEDED = Scale()


class Room(NamedTuple):
    """What there is for the names of a matrix: how many rows' and columns', and the characters of each."""

    rows: int = 12
    columns: int = 16
    letters: int = 12


COMMON = Room()


def weight_figure(
    values: np.ndarray,
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    scale: Scale = AS_FAR_AS_NEEDED,
    room: Room = COMMON,
) -> Panel:
    """The panel of one matrix `values` (len(rows), len(columns)), row 0 at the top.

    The colours run as far as the `scale` says, so that a colour means the same number while weights move. Values stand
    in the cells while there are at most 20 by 16; else a key says what the colours mean, and beyond their ends may be
    a twentieth of the numbers. At most 64 by 128 cells are drawn, the first ones, and the note says so. Cells that are
    not finite stay empty.
    """
    full = np.shape(values)
    with np.errstate(over="ignore"):
        values = np.asarray(values)[:MOST_ROWS, :MOST_COLUMNS].astype(np.float32)
    rows, columns = rows[:MOST_ROWS], columns[:MOST_COLUMNS]
    finite = np.isfinite(values)
    values = np.where(finite, values, np.float32(np.nan))
    peak = float(np.abs(values[finite]).max(initial=0.0))
    is_printed = has_numbers(full)
    bound = bound_for(max(extent(values, full), scale.reach), before=scale.before)

    heatmap = {
        "type": "heatmap",
        "x": names(columns),
        "y": names(rows),
        "z": values,
        "zmin": -bound,
        "zmax": bound,
        "zauto": False,
        "colorscale": [list(stop) for stop in (SIGNED if is_printed else SIGNED_BARE)],
        "showscale": False,
        "hovertemplate": "row %{y}<br>column %{x}<br><b>%{z:.6~g}</b><extra></extra>",
        "hoverongaps": False,
        "xgap": _gap(len(columns), room.columns),
        "ygap": _gap(len(rows), room.rows),
    }
    power = 0
    if is_printed:
        power = power_of(peak)
        heatmap |= _printed(values, power) if power else {"texttemplate": f"%{{z:{number_format(peak)}}}"}
        heatmap["textfont"] = {"color": TEXT, "size": 16 if len(columns) <= 6 else 14}
    if not is_printed or len(columns) * NUMBER_PX > room.columns * NAME_PX:
        heatmap |= {"showscale": True, "colorbar": _key(bound, is_exceeded=peak > bound)}
    figure = {
        "data": [heatmap],
        "layout": layout(
            minreducedwidth=16,  # px of cells, beside which names are still whole
            xaxis=name_axis(columns, room=room.columns, limit=room.letters, **_unit(power)),
            yaxis=name_axis(rows, room=room.rows, limit=room.letters, autorange="reversed"),
        ),
    }
    label = f"{full[0]} by {full[1]} numbers, the largest {peak:.4g} away from zero."
    return Panel(figure, _note(full, values.shape, int((~finite).sum())), label)


def has_numbers(shape: tuple[int, int]) -> bool:
    """Whether a matrix of so many rows and columns has its numbers in its cells; else it is a picture."""
    return shape[0] <= MOST_PRINTED_ROWS and shape[1] <= MOST_PRINTED_COLUMNS


def extent(values: np.ndarray, shape: tuple[int, int] | None = None) -> float:
    """How far the colours of a matrix have to reach for these values of it: to the largest, in a picture to all but a
    twentieth. `shape` is that of the whole matrix.
    """
    sizes = np.abs(values[np.isfinite(values)])
    peak = float(sizes.max(initial=0.0))
    if not peak or has_numbers(shape or values.shape):
        return peak
    return float(np.quantile(sizes, WITHIN)) or peak


def bound_for(peak: float, *, before: float | None = None) -> float:
    """Where a scale for values up to `peak` away from zero ends: at a round number not below it.

    At `before` still, if the peak is not above that and not under a tenth of it.
    """
    if before is not None and before / 10 <= peak <= before:
        return before
    if peak == 0:
        return before or 1.0
    power = 10.0 ** math.floor(math.log10(peak))
    return next((bound * power for bound in BOUNDS if bound * power >= peak), peak)


def titled(panel: Panel, title: str) -> Panel:
    """The panel with this text at its top, and in its label."""
    if not title:
        return panel
    above = KEY_PX if panel.figure["data"][0].get("showscale") else 0
    place = {"x": 1, "xref": "paper", "xanchor": "right", "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": above}
    text = {"text": plot_text(title, 60), "showarrow": False, "font": {"color": QUIET, "size": LETTER}}
    looks = panel.figure["layout"]
    margin = looks["margin"] | {"t": looks["margin"]["t"] + above + TITLE_PX}
    figure = panel.figure | {"layout": looks | {"annotations": [text | place], "margin": margin}}
    return replace(panel, figure=figure, label=f"{title}. {panel.label}")


def awaited_figure(sentence: str) -> Panel:
    """A panel without numbers yet, and this sentence in its middle."""
    nothing = {"type": "scatter", "x": [], "y": [], "mode": "markers"}
    axis = {"visible": False}
    looks = layout(xaxis=axis, yaxis=axis, annotations=[in_the_middle(sentence)])
    return Panel({"data": [nothing], "layout": looks}, "", sentence)


def bound_of(panel: Panel) -> float:
    """Where the colours of this panel end."""
    return panel.figure["data"][0]["zmax"]


def number_format(peak: float) -> str:
    """How numbers up to `peak` are printed in a cell: in at most about five characters (a d3 format)."""
    if power_of(peak):
        return ".1e"
    return ".2f" if peak < 99.995 else ".1f" if peak < 999.95 else ".0f"


def power_of(peak: float) -> int:
    """The power of ten of numbers up to `peak` that are not short as they are, else 0."""
    return math.floor(math.log10(peak)) if peak and (peak < 0.095 or peak >= 99_999.5) else 0


def _printed(values: np.ndarray, power: int) -> dict:
    """The numbers in this power of ten, as texts."""
    texts = [["" if np.isnan(value) else f"{value / 10.0**power:.2f}" for value in row] for row in values]
    return {"text": texts, "texttemplate": "%{text}"}


def _unit(power: int) -> dict:
    """What the printed numbers are to be multiplied by."""
    if not power:
        return {}
    spelt = str(power).replace("-", "−")
    text = f"numbers × 10<sup>{spelt}</sup>"
    return {"title": {"text": text, "standoff": 2, "font": {"color": QUIET, "size": SMALL}}}


def _gap(n: int, room: int) -> int:
    """px between n cells where there is room for so many names: none where a cell is under 10 px."""
    if n > MOST_GAPS or n * LEAST_CELL_PX > room * NAME_PX:
        return 0
    return 2 if n <= MOST_GAPS // 2 else 1


def _key(bound: float, *, is_exceeded: bool) -> dict:
    """What the colours mean, where no numbers stand in the cells."""
    return {
        "orientation": "h",
        "thickness": 6,
        "len": 0.85,
        "y": 1.03,
        "yanchor": "bottom",
        "outlinewidth": 0,
        "xpad": 0,
        "ypad": 2,
        "tickvals": [-bound, bound],
        "ticktext": [f"≤ −{bound:g}", f"≥ {bound:g}"] if is_exceeded else [f"−{bound:g}", f"{bound:g}"],
        "tickfont": {"color": QUIET, "size": SMALL},
    }


def _note(full: tuple[int, int], drawn: tuple[int, int], n_lost: int) -> str:
    parts = []
    if drawn != full:
        parts.append(f"The first {drawn[0]} of {full[0]} rows and {drawn[1]} of {full[1]} columns are drawn.")
    if n_lost:
        parts.append(f"{n_lost} of these numbers are no longer finite; their cells are empty.")
    return " ".join(parts)
