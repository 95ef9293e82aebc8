"""What an RNN reads and answers over time: inputs, true and predicted classes as strips, and the hidden state."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.figures.colours import (
    BACKGROUND,
    CLASS_COLOURS,
    OUTPUTS,
    QUIET,
    SIZES,
    TEXT,
    class_colour,
    steps,
)
from nets.figures.deck.stretches import Stretches
from nets.figures.layout import LETTER, exactly, layout, name_axis, names, number_axis
from nets.figures.panel import Panel
from nets.figures.text import plot_text, told_apart

MOST_COLUMNS = 400
MOST_UNITS = 64
MOST_INPUTS = 8
MOST_MARKS = 120  # columns that are wide enough for the mark of a wrong prediction
NAME = 12  # characters of a class in the legend
INPUT_PX, STRIP_PX, GAP_PX, AROUND_PX = 17, 19, 8, 88
LEAST_STATE_PX, MOST_STATE_PX = 100, 300


@dataclass(frozen=True, eq=False)
class Moments:
    """Consecutive time steps of one sequence, the first of them number `first` (1 up).

    hidden (T, H) is the state after each; labels and predicted (T,) are class numbers, a label -1 where a step has
    none; inputs (T, D) enter the net; is_validation (T,) is True for validation rows. What is None is
    not drawn. A state lies between its `ends`, None where it has no bound.
    """

    hidden: np.ndarray
    labels: np.ndarray | None = None
    predicted: np.ndarray | None = None
    inputs: np.ndarray | None = None
    is_validation: np.ndarray | None = None
    first: int = 1
    ends: tuple[float, float] | None = None

    @property
    def n_inputs(self) -> int:
        """How many inputs are drawn."""
        return 0 if self.inputs is None else min(MOST_INPUTS, self.inputs.shape[1])

    @property
    def strips(self) -> list[tuple[str, np.ndarray]]:
        """The strips of classes by name, those there are."""
        both = (("label", self.labels), ("predicted", self.predicted))
        return [(name, np.asarray(values, np.int64)) for name, values in both if values is not None]

    @property
    def has_validation(self) -> bool:
        """Whether some of these are validation rows."""
        return self.is_validation is not None and bool(self.is_validation.any())


def recurrence_height(n_units: int, n_inputs: int) -> int:
    """How many px the panel of so many units and inputs takes."""
    state = min(max(20 * n_units, LEAST_STATE_PX), MOST_STATE_PX)
    return AROUND_PX + state + INPUT_PX * min(n_inputs, MOST_INPUTS) + 3 * STRIP_PX + 2 * GAP_PX


def recurrence_figure(
    moments: Moments,
    *,
    units: Sequence[str],
    features: Sequence[str] = (),
    classes: Sequence[str] = (),
    chosen: int | None = None,
    shown: str = "",
) -> Panel:
    """The panel, time from left to right: inputs, each on a scale of its own, the darker the larger; the strips; and
    below them the hidden state, unit 0 at the top.

    Colours of the state run from 0 to 1, or beyond if it does; if it has values below zero, evenly about zero. A
    cross marks a wrong prediction. `chosen` is the number of the step with a frame around it. More than 400 steps
    are averaged in stretches of one length (a strip shows each one's most frequent class), and the note says so. A zoom
    is kept while `shown` stays the same.
    """
    n_steps, n_units = moments.hidden.shape
    units, last = units[:MOST_UNITS], moments.first + n_steps - 1
    length = max(1, -(-n_steps // MOST_COLUMNS))
    columns = Stretches(length, moments.first + (length - 1) / 2)
    data = [_state(np.asarray(moments.hidden, np.float64)[:, :MOST_UNITS], units, columns, ends=moments.ends)]
    parts = layout(
        uirevision=f"{shown}/{moments.first}/{last}",
        xaxis=number_axis(
            **exactly(moments.first - 0.5, last + 0.5),
            showgrid=False,
            separatethousands=True,
            nticks=10,
            title={"text": "time step", "standoff": 8, "font": {"color": QUIET, "size": LETTER}},
        ),
        margin={"l": 8, "r": 12, "t": 34 if classes else 8, "b": 46, "pad": 4},
        shapes=[] if chosen is None or not moments.first <= chosen <= last else [_frame(chosen)],
    )
    rows = [name for name, _ in moments.strips]
    if rows and moments.has_validation:
        rows.append("validation")
    domains = _domains(len(units), len(rows), moments.n_inputs)
    parts["yaxis"] = name_axis(units, room=12, autorange="reversed", domain=domains[0])
    if rows:
        parts["yaxis2"] = name_axis(rows, room=3, autorange="reversed", domain=domains[1], anchor="x")
        data += _strips(moments, columns, classes)
        data += _key(moments, classes)
        parts |= {"showlegend": len(data) > 1 and 0 < len(classes) <= len(CLASS_COLOURS), "legend": _legend()}
    if moments.n_inputs:
        named = list(features[:MOST_INPUTS])
        parts["yaxis3"] = name_axis(named, room=MOST_INPUTS, autorange="reversed", domain=domains[2], anchor="x")
        data.append(_inputs(np.asarray(moments.inputs, np.float64)[:, :MOST_INPUTS], named, columns))
    finite = np.asarray(moments.hidden)[np.isfinite(moments.hidden)]
    low, high = finite.min(initial=0.0), finite.max(initial=0.0)
    label = f"Hidden state of {n_units} units over {n_steps} time steps, from {low:.3g} to {high:.3g}."
    return Panel({"data": data, "layout": parts}, _note(moments, columns), label + _counted(moments))


def _domains(n_units: int, n_strips: int, n_inputs: int) -> tuple[list[float], ...]:
    """From the bottom up: what share of the height the state, the strips and the inputs have."""
    px = [min(max(20 * n_units, LEAST_STATE_PX), MOST_STATE_PX), STRIP_PX * n_strips, INPUT_PX * n_inputs]
    whole, at, domains = sum(px) + GAP_PX * sum(part > 0 for part in px[1:]), 0.0, []
    for part in px:
        domains.append([at / whole, min(1.0, (at + part) / whole)])
        at += part + GAP_PX * (part > 0)
    return tuple(domains)


def _state(hidden: np.ndarray, units: Sequence[str], columns: Stretches, *, ends: tuple[float, float] | None) -> dict:
    """In the colours that a unit's output has in the drawn net."""
    mean = columns.means(hidden)
    bound = float(np.abs(mean[np.isfinite(mean)]).max(initial=1.0))
    low, high = ends or (-bound, bound)
    return {
        "type": "heatmap",
        "y": names(units),
        "z": np.where(np.isfinite(mean), mean, np.nan).T.astype(np.float32),
        **columns.parts,
        "zmin": low,
        "zmax": high,
        "zauto": False,
        "colorscale": [list(stop) for stop in OUTPUTS],
        "hovertemplate": f"{columns.when}<br>%{{y}}<br><b>%{{z:.6~g}}</b><extra></extra>",
        "ygap": 2 if len(units) <= 16 else 0,
        "xgap": 1 if len(mean) <= 60 else 0,
    }


def _inputs(inputs: np.ndarray, features: Sequence[str], columns: Stretches) -> dict:
    """Each input from its least to its largest; what is under the pointer is the number itself."""
    mean = columns.means(inputs)
    low = np.nan_to_num(mean.min(axis=0))
    span = np.nan_to_num(mean.max(axis=0)) - low
    share = np.divide(mean - low, span, out=np.full(mean.shape, 0.5), where=span > 0)
    return {
        "type": "heatmap",
        "yaxis": "y3",
        "y": names(features),
        "z": np.round(100 * share.T).astype(np.int8),
        "customdata": mean.T.astype(np.float32),
        **columns.parts,
        "zmin": 0,
        "zmax": 100,
        "zauto": False,
        "colorscale": [list(stop) for stop in SIZES],
        "hovertemplate": f"{columns.when}<br>%{{y}}<br><b>%{{customdata:.6~g}}</b><extra></extra>",
        "ygap": 1,
    }


def _strips(moments: Moments, columns: Stretches, classes: Sequence[str]) -> list[dict]:
    """The classes and the validation rows, and a cross on each wrong prediction where there is room for it.

    All strips are one heatmap: of a heatmap on an axis of names plotly expects a line for each name.
    """
    names_, numbers = zip(*moments.strips, strict=True)
    shown = [columns.commonest(each) for each in numbers]
    codes = [np.where(each < 0, len(CLASS_COLOURS), each % len(CLASS_COLOURS)) for each in shown]
    spelt = [plot_text(each) for each in classes]
    text = [[spelt[k] if k >= 0 else "none" for k in each] for each in shown] if spelt else []
    if moments.has_validation:
        held_out = columns.commonest(np.asarray(moments.is_validation, np.int64))
        codes.append(len(CLASS_COLOURS) + held_out)
        text.append([("no", "yes")[each] for each in held_out])
        names_ = (*names_, "validation")
    n_codes = len(CLASS_COLOURS) + 2
    strips = [
        {
            "type": "heatmap",
            "yaxis": "y2",
            "y": list(names_),
            "z": np.stack(codes).astype(np.int8),
            **columns.parts,
            "zmin": -0.5,
            "zmax": n_codes - 0.5,
            "zauto": False,
            "colorscale": steps((*CLASS_COLOURS, BACKGROUND, QUIET)),
            **({"text": text, "hovertemplate": f"{columns.when}<br>%{{y}}: %{{text}}<extra></extra>"} if spelt else {}),
            "ygap": 2,
        }
    ]
    if len(numbers) == 2 and columns.length == 1 and len(moments.hidden) <= MOST_MARKS:
        wrong = np.flatnonzero((numbers[0] != numbers[1]) & (numbers[0] >= 0))
        strips.append(
            {
                "type": "scatter",
                "mode": "markers",
                "yaxis": "y2",
                "x": (wrong + moments.first).tolist(),
                "y": ["predicted"] * len(wrong),
                "marker": {"symbol": "x-thin", "size": 8, "line": {"color": TEXT, "width": 2}},
                "hoverinfo": "skip",
                "name": "wrong",
                "showlegend": len(wrong) > 0,
            }
        )
    return strips


def _key(moments: Moments, classes: Sequence[str]) -> list[dict]:
    """What stands in the legend: a square in the colour of each class that the strips have."""
    there = set(np.concatenate([values for _, values in moments.strips]).tolist())
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "yaxis": "y2",
            "x": [None],
            "y": [None],
            "name": plot_text(name, NAME),
            "marker": {"symbol": "square", "size": 12, "color": class_colour(k)},
            "hoverinfo": "skip",
        }
        for k, name in enumerate(told_apart(classes, NAME))
        if k in there
    ]


def _legend() -> dict:
    return {
        **{"orientation": "h", "x": 0, "y": 1.01, "yanchor": "bottom"},
        "font": {"color": TEXT, "size": LETTER},
        "itemclick": False,
        "itemdoubleclick": False,
    }


def _frame(step: int) -> dict:
    ends = {"x0": step - 0.5, "x1": step + 0.5, "y0": 0, "y1": 1}
    return {"type": "rect", "xref": "x", "yref": "paper", **ends, "line": {"color": TEXT, "width": 2}}


def _note(moments: Moments, columns: Stretches) -> str:
    parts, n_units = [], moments.hidden.shape[1]
    if n_units > MOST_UNITS:
        parts.append(f"The first {MOST_UNITS} of {n_units} units are drawn.")
    if moments.inputs is not None and moments.inputs.shape[1] > MOST_INPUTS:
        parts.append(f"The first {MOST_INPUTS} of {moments.inputs.shape[1]} inputs are drawn.")
    if columns.length > 1:
        parts.append(f"Each column is the mean of {columns.length} time steps.")
    return " ".join(parts)


def _counted(moments: Moments) -> str:
    """How many are predicted right, for those who do not see it."""
    if len(moments.strips) < 2:
        return ""
    (_, labels), (_, predicted) = moments.strips
    return f" {int((labels == predicted).sum()):,} of {int((labels >= 0).sum()):,} steps are predicted right."
