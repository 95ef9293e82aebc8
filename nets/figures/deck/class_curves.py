"""Curves of each class against all others, training beside validation: ROC, precision-recall and calibration."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.figures.colours import BACKGROUND, QUIET, class_colour
from nets.figures.grid import UNDEFINED, Column, Grid, three_places
from nets.figures.layout import LETTER, layout, number_axis
from nets.figures.panel import Panel
from nets.figures.text import plot_text
from nets.metrics import ClassCurves, Curve, Curves, Split

SIDE = 300  # px, of the square in which a curve is drawn
NOT_BOTH = "Not defined: none of these rows has this label, or all have it."
AMID = {
    "xref": "paper",
    "yref": "paper",
    "x": 0.5,
    "y": 0.5,
    "showarrow": False,
    "bgcolor": BACKGROUND,
    "font": {"color": QUIET, "size": LETTER},
}


@dataclass(frozen=True)
class CurveKind:
    """`field` is that of `ClassCurves`; `title` names the curve, `x` and `y` what is along its axes; `score` is the
    number that sums it up; a `diagonal` is drawn where it means something, as points or as a line.
    """

    field: str
    title: str
    x: str
    y: str
    score: Column
    diagonal: bool = True

    def of(self, curves: ClassCurves | None) -> Curve | None:
        """This curve of a class, if it is defined."""
        return None if curves is None else getattr(curves, self.field)


ROC = CurveKind(
    "roc",
    "ROC",
    "false positive rate",
    "true positive rate",
    Column("AUC", "The area under the ROC curve: 0.5 for guessing, 1 at best.", NOT_BOTH),
)
PRECISION_RECALL = CurveKind(
    "precision_recall",
    "Precision-recall",
    "recall",
    "precision",
    Column("AP", "The average precision: the class's share of the rows for guessing, 1 at best.", NOT_BOTH),
    diagonal=False,
)
CALIBRATION = CurveKind(
    "calibration",
    "Calibration",
    "mean probability",
    "share with the label",
    Column("Brier", "The mean squared difference of probability and label (0 or 1): 0 at best.", NOT_BOTH),
)


def score_grid(split: Split[Curves], kind: CurveKind, *, classes: Sequence[str], why: str = "") -> Grid:
    """A line for each class that has curves, in the colour of its curves: the number that sums each up.

    `why` is the reason for all that is missing, where it is not that of each class.
    """
    columns = [
        [UNDEFINED if curve is None else three_places(curve.score) for curve in map(kind.of, curves)]
        for _, curves in split.parts
    ]
    shown, score = classes[: len(split.training)], kind.score
    return Grid(
        f"{score.name} of each class",
        (Column("class"), *(Column(name, score.about, why or NOT_BOTH) for name, _ in split.parts)),
        tuple(zip(shown, *columns, strict=True)),
        groups=(("", 1), (score.name, len(split.parts))),
        colours=tuple(class_colour(k) for k in range(len(shown))),
    )


def curves_figure(split: Split[Curves], kind: CurveKind, *, classes: Sequence[str], why: str = "") -> Panel:
    """Each class against all others: solid lines for the training rows, dotted ones for the validation rows.

    `why` stands in the figure where there are no curves.
    """
    ends = [0, 1] if kind.diagonal else []
    diagonal = {
        "type": "scatter",
        "mode": "lines",
        "x": ends,
        "y": ends,
        "line": {"color": QUIET, "width": 1},
        "hoverinfo": "skip",
    }
    lines = [
        _line(curve, kind, f"{plot_text(classes[k])}, {name}", number=k, is_dotted=name != "training")
        for name, curves in split.parts
        for k, curve in enumerate(map(kind.of, curves))
        if curve is not None
    ]
    title = {"standoff": 8, "font": {"color": QUIET, "size": LETTER}}
    axis = {"range": [-0.02, 1.02], "dtick": 0.5, "fixedrange": True}
    figure = {
        "data": [diagonal, *lines],
        "layout": layout(
            annotations=[{**AMID, "text": plot_text(why, 60)}] if why else [],
            xaxis=number_axis(**axis, title={"text": kind.x, **title}, constrain="domain"),
            yaxis=number_axis(**axis, title={"text": kind.y, **title}, scaleanchor="x", constrain="domain"),
        ),
    }
    n_shown = len(split.training)
    note = f"The curves of the first {n_shown} of {len(classes)} classes are drawn." if n_shown < len(classes) else ""
    return Panel(figure, note, f"{kind.title} curves of {n_shown} classes, each against all others.")


def no_curves(split: Split[Curves]) -> Split[Curves]:
    """As many classes and parts, none of which has a curve."""
    training, validation = ((None,) * len(curves or ()) for curves in (split.training, split.validation))
    return Split(training, None if split.validation is None else validation)


def _line(curve: Curve, kind: CurveKind, name: str, *, number: int, is_dotted: bool) -> dict:
    """One curve; where a point stands for rows it is a mark, and the pointer tells how many."""
    colour, has_rows = class_colour(number), curve.n_rows is not None
    rows = {"customdata": curve.n_rows.astype(np.int32)} if has_rows else {}
    marks = {"symbol": "circle-open" if is_dotted else "circle", "size": 8}
    return {
        "type": "scatter",
        "mode": "lines+markers" if has_rows else "lines",
        "x": curve.x.astype(np.float32),
        "y": curve.y.astype(np.float32),
        **rows,
        "marker": marks if has_rows else {},
        "line": {"color": colour, "width": 3 if is_dotted else 2, "dash": "dot" if is_dotted else "solid"},
        "hovertemplate": f"{name}<br>{kind.x} %{{x:.1%}}<br>{kind.y} %{{y:.1%}}"
        f"{'<br>%{customdata:,} rows' if has_rows else ''}<extra></extra>",
    }
