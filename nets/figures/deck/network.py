"""The net drawn: its layers as columns of nodes, its weights as lines, and a picture of what each hidden unit says."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from nets.figures.colours import ABOVE_ZERO_LINE, BELOW_ZERO_LINE, CLASS_COLOURS, class_colour
from nets.figures.deck.output_ends import output_ends
from nets.figures.deck.twins import twins_note
from nets.figures.deck.weights import bound_for
from nets.figures.text import shorten
from nets.models.parameters import Weight
from nets.settings import Settings

MOST_LINES = 300
MOST_NODES = 32  # of a column
MOST_WITHIN = 0.9  # of the outputs of an activation without bounds
SHADES = 254  # of a picture; 255 is no number
NAME = 60  # characters


@dataclass(frozen=True, eq=False)
class Pictures:
    """Of each hidden layer the outputs (H, m n) of its units, as pictures of `shape` (m, n), the first row the lowest.

    Where each place is one of the table's `n_rows` rows, `row_labels` (n,) are their classes.
    """

    layers: Sequence[np.ndarray]
    shape: tuple[int, int]
    row_labels: np.ndarray | None = None
    n_rows: int = 0


@dataclass(frozen=True, eq=False)
class Bounds:
    """Where the scales end: the width of lines at the weight `line`, the colours of outputs at `low` and `high`.

    `beyond`: outputs further from zero are possible, and are drawn as those at the ends.
    """

    line: float
    low: float
    high: float
    beyond: bool


@dataclass(frozen=True, eq=False)
class Column:
    """Nodes above each other, from the inputs to the outputs. `pictures` (H, m n) are the shades of its units."""

    kind: str
    names: tuple[str, ...]
    colours: tuple[str, ...] = ()
    pictures: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class Matrix:
    """The weights (rows, columns) between two columns, a row for each node they lead to; of those the `lines` (n,),
    numbered row by row, are drawn. Of the whole matrix they are the rows from `first_row` on, and these `columns`,
    counted from 0.
    """

    name: str
    values: np.ndarray
    lines: np.ndarray
    first_row: int
    columns: np.ndarray


@dataclass(frozen=True, eq=False)
class NetDrawing:
    """What the browser draws; the notes are sentences to stand below it. `quantity` is what the lines are."""

    columns: tuple[Column, ...]
    matrices: tuple[Matrix, ...]
    bounds: Bounds
    shape: tuple[int, int]
    row_labels: np.ndarray | None
    notes: tuple[str, ...]
    label: str
    quantity: Literal["weight", "gradient"] = "weight"

    def data(self) -> dict[str, Any]:
        """As the component draws it, with arrays in it."""
        return {
            "columns": [
                {"kind": one.kind, "names": one.names, "colours": one.colours, "pictures": one.pictures}
                for one in self.columns
            ],
            "matrices": [
                {
                    "name": one.name,
                    "values": one.values,
                    "lines": one.lines,
                    "first_row": one.first_row,
                    "columns": one.columns,
                }
                for one in self.matrices
            ],
            "bounds": vars(self.bounds),
            "shape": self.shape,
            "row_labels": self.row_labels,
            "notes": self.notes,
            "label": self.label,
            "quantity": self.quantity,
            "colours": {
                "negative": BELOW_ZERO_LINE,
                "positive": ABOVE_ZERO_LINE,
                "low": class_colour(0),
                "high": class_colour(1),
                "classes": CLASS_COLOURS,
            },
        }


def net_drawing(
    settings: Settings,
    weights: Sequence[Weight],
    params: Mapping[str, np.ndarray],
    *,
    n_classes: int,
    pictures: Pictures | None = None,
    before: Bounds | None = None,
) -> NetDrawing:
    """The drawing of a net with these weights, each (rows, columns), from the inputs to the outputs; of a cell with
    gates those of one gate.

    At most 32 nodes of a column are drawn and the bias, and at most 300 lines, the strongest; a weight that
    is no finite number has none, nor has one of 0 where not all have room. Scales end where those of the drawing
    `before` did, if that will do.
    """
    kept = _kept(weights)
    values = [
        _finite(params[weight.name])[np.ix_(_units(kept[k + 1], weight), kept[k])] for k, weight in enumerate(weights)
    ]
    lines = _strongest(values)
    peak = max(float(np.abs(one[np.isfinite(one)]).max(initial=0.0)) for one in values)
    ends = output_ends(settings)
    low, high = ends or _ends_of(pictures, before)
    bounds = Bounds(bound_for(peak, before=before and before.line), low, high, beyond=ends is None)
    columns = []
    for k, weight in enumerate(weights):
        is_input = k == 0
        shades = None if is_input or pictures is None else _shades(pictures, k - 1, bounds)
        columns.append(Column("inputs" if is_input else "units", _names(weight.columns, kept[k]), pictures=shades))
    outputs = weights[-1].rows
    first = n_classes - len(outputs)  # a sigmoid's one output is the second class's
    colours = tuple(class_colour(first + place) for place in kept[-1])
    columns.append(Column("classes", _names(outputs, kept[-1]), colours))
    n_all = sum(math.prod(weight.shape) for weight in weights)
    return NetDrawing(
        columns=tuple(columns),
        matrices=tuple(
            Matrix(weight.name, each, drawn, weight.first_row, nodes.astype(np.int32))
            for weight, each, drawn, nodes in zip(weights, values, lines, kept[:-1], strict=True)
        ),
        bounds=bounds,
        shape=pictures.shape if pictures else (1, 1),
        row_labels=None if pictures is None or pictures.row_labels is None else _colour_numbers(pictures.row_labels),
        notes=(
            *_notes(weights, params, n_all, sum(map(len, lines))),
            *_rows_note(pictures),
            *twins_note(weights, params, most=MOST_NODES),
        ),
        label=_label(weights, n_all),
    )


def gradient_drawing(
    settings: Settings,
    weights: Sequence[Weight],
    gradients: Mapping[str, np.ndarray],
    *,
    n_classes: int,
    pictures: Pictures | None = None,
    before: Bounds | None = None,
) -> NetDrawing:
    """`net_drawing` with the gradient of each weight as its line, on a scale of their own."""
    before = before and replace(before, line=0.0)
    drawing = net_drawing(settings, weights, gradients, n_classes=n_classes, pictures=pictures, before=before)
    twins = twins_note(weights, gradients, most=MOST_NODES)  # of units with equal weights, not gradients
    notes = tuple(note.replace("weights", "gradients") for note in drawing.notes if note not in twins)
    label = drawing.label.replace("weights between them", "gradients of the weights between them")
    return replace(drawing, notes=notes, label=label, quantity="gradient")


def n_drawn(weights: Sequence[Weight]) -> list[int]:
    """How many nodes of each column are drawn."""
    return [len(nodes) for nodes in _kept(weights)]


def _kept(weights: Sequence[Weight]) -> list[np.ndarray]:
    """The nodes of each column that are drawn: the first, and the bias, which is the last. Of an RNN the state before
    leaves room for what is read, half of it at most.
    """
    kept = []
    for weight in weights:
        n_nodes, n_before = len(weight.columns) - weight.has_bias, weight.n_recurrent
        n_read = min(n_nodes - n_before, MOST_NODES // 2) if n_before else 0
        before = np.arange(min(n_before, MOST_NODES - n_read))
        read = np.arange(n_before, min(n_nodes, n_before + MOST_NODES - len(before)))
        kept.append(np.concatenate([before, read, np.arange(n_nodes, len(weight.columns))]))
    return [*kept, np.arange(min(MOST_NODES, len(weights[-1].rows)))]


def _units(nodes: np.ndarray, weight: Weight) -> np.ndarray:
    """Those of the nodes that the weight leads to: not the bias of the next layer."""
    return nodes[nodes < weight.shape[0]]


def _names(names: Sequence[str], kept: np.ndarray) -> tuple[str, ...]:
    return tuple(shorten(names[place], NAME) for place in kept)


def _finite(values: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        values = np.asarray(values).astype(np.float32)
    return np.where(np.isfinite(values), values, np.float32(np.nan))


def _strongest(matrices: Sequence[np.ndarray]) -> list[np.ndarray]:
    """The numbers of the weights that are drawn, of each matrix (rows, columns) row by row."""
    sizes = np.concatenate([np.nan_to_num(np.abs(one), nan=-1.0).ravel() for one in matrices])
    has_line = sizes >= 0 if len(sizes) <= MOST_LINES else sizes > 0
    n_drawn = min(MOST_LINES, np.count_nonzero(has_line))
    drawn = np.sort(np.argsort(-sizes, kind="stable")[:n_drawn])
    starts = np.cumsum([0, *(one.size for one in matrices)])
    return [(drawn[(drawn >= start) & (drawn < end)] - start).astype(np.int32) for start, end in pairwise(starts)]


def _ends_of(pictures: Pictures | None, before: Bounds | None) -> tuple[float, float]:
    """Even about zero. Beyond them are a tenth of the outputs at most: a few large ones would make the others pale."""
    outputs = np.concatenate([one.ravel() for one in pictures.layers]) if pictures else np.zeros(1)
    sizes = np.abs(outputs[np.isfinite(outputs)])
    high = bound_for(float(np.quantile(sizes, MOST_WITHIN)) if len(sizes) else 0.0, before=before and before.high)
    return -high, high


def _shades(pictures: Pictures, layer: int, bounds: Bounds) -> np.ndarray:
    """The outputs from 0 at `low` to 254 at `high`, (H, m n), the highest y first."""
    outputs = np.asarray(pictures.layers[layer], np.float64)
    shares = (outputs - bounds.low) / (bounds.high - bounds.low)
    shades = np.where(np.isfinite(shares), np.round(np.clip(np.nan_to_num(shares), 0, 1) * SHADES), SHADES + 1)
    upright = shades.reshape(len(outputs), *pictures.shape)[:, ::-1]
    return upright.reshape(len(outputs), -1).astype(np.uint8)


def _colour_numbers(labels: np.ndarray) -> np.ndarray:
    return (np.asarray(labels) % len(CLASS_COLOURS)).astype(np.uint8)


def _label(weights: Sequence[Weight], n_all: int) -> str:
    layers = [f"{len(weight.rows)} hidden units" for weight in weights[:-1]]
    parts = [f"{len(weights[0].columns)} inputs", *layers, f"{len(weights[-1].rows)} outputs"]
    keys = "Arrow keys go from unit to unit, Enter changes a weight."
    return f"The net: {', '.join(parts)}, and {n_all:,} weights between them. {keys}"


def _notes(weights: Sequence[Weight], params: Mapping[str, np.ndarray], n_all: int, n_drawn: int) -> list[str]:
    parts = []
    if n_drawn == MOST_LINES < n_all:
        panels = ", ".join(weight.name for weight in weights)
        parts.append(
            f"The {n_drawn} strongest of {n_all:,} weights are drawn; the heatmaps {panels} have all. Point at a unit "
            "for its own."
        )
    n_nodes = [len(weight.columns) - weight.has_bias for weight in weights] + [len(weights[-1].rows)]
    if max(n_nodes) > MOST_NODES:
        parts.append(f"Of more than {MOST_NODES} inputs, units or outputs {MOST_NODES} are drawn.")
    n_lost = sum(int((~np.isfinite(params[weight.name])).sum()) for weight in weights)
    if n_lost:
        parts.append(f"{n_lost:,} weights are no longer finite numbers and have no line.")
    return parts


def _rows_note(pictures: Pictures | None) -> list[str]:
    if pictures is None or pictures.row_labels is None or len(pictures.row_labels) >= pictures.n_rows:
        return []
    return [f"A unit's strip has {len(pictures.row_labels)} of the {pictures.n_rows:,} rows, spread evenly."]
