"""The scores of a classifier as tables, training beside validation, and its ROC curves."""

from collections.abc import Sequence

import numpy as np

from nets.figures.colours import BACKGROUND, QUIET, class_colour
from nets.figures.grid import UNDEFINED, Column, Grid
from nets.figures.layout import LETTER, layout, number_axis
from nets.figures.panel import Panel
from nets.figures.text import plot_text
from nets.metrics import Curves, Scores, Split

PRECISION = "Of the rows that are predicted as this class, the share whose label it is."
RECALL = "Of the rows with this label, the share that is predicted as this class."
F1 = "The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN)."
PER_CLASS = (
    Column("rows", "How many rows have this label."),
    Column("precision", PRECISION, "Not defined: no row is predicted as this class."),
    Column("recall", RECALL, "Not defined: no row has this label."),
    Column("F1", F1, "Not defined: no row has this label, and none is predicted as this class."),
)
AUC = Column("AUC", "The area under the ROC curve.", "Not defined: none of these rows has this label, or all have it.")
SIDE = 300  # px, of the square in which a ROC curve is drawn
AMID = {
    "xref": "paper",
    "yref": "paper",
    "x": 0.5,
    "y": 0.5,
    "showarrow": False,
    "bgcolor": BACKGROUND,
    "font": {"color": QUIET, "size": LETTER},
}


def overall_grid(split: Split[Scores], *, classes: Sequence[str]) -> Grid:
    """A line for each part: accuracy, balanced accuracy, and the accuracy of always saying the commonest class."""
    columns = (
        Column(""),
        Column("accuracy", "The share of these rows that is predicted right."),
        Column("balanced accuracy", "The mean recall of the classes: each class counts the same, however rare."),
        Column(
            f"always saying “{classes[split.training.majority]}”",
            "The baseline: the accuracy of a net that has learnt nothing but the commonest label of the training rows.",
        ),
    )
    rows = tuple(
        (_title(part), _counted(part[1]), *(f"{share:.1%}" for share in (part[1].balanced_accuracy, part[1].baseline)))
        for part in split.parts
    )
    return Grid("Scores over all classes", columns, rows)


def class_grid(split: Split[Scores], *, classes: Sequence[str]) -> Grid:
    """A line for each class: rows, precision, recall and F1 of each part, side by side."""
    numbers = [
        (
            [f"{n:,}" for n in scores.n_rows.tolist()],
            *([_three(value) for value in values.tolist()] for values in (scores.precision, scores.recall, scores.f1)),
        )
        for _, scores in split.parts
    ]
    columns = [column for part in numbers for column in part]
    return Grid(
        "Scores of each class",
        (Column("class"), *PER_CLASS * len(split.parts)),
        tuple(zip(classes, *columns, strict=True)),
        groups=(("", 1), *((_title(part), len(PER_CLASS)) for part in split.parts)),
    )


def auc_grid(split: Split[Curves], *, classes: Sequence[str], why: str = "") -> Grid:
    """A line for each class that has curves, in the colour of its curves: the areas under them.

    `why` is the reason for all that is missing, where it is not that of each class.
    """
    columns = [[UNDEFINED if curve is None else _three(curve.auc) for curve in curves] for _, curves in split.parts]
    shown = classes[: len(split.training)]
    return Grid(
        "Areas under the ROC curves",
        (Column("class"), *(Column(f"AUC, {name}", AUC.about, why or AUC.undefined) for name, _ in split.parts)),
        tuple(zip(shown, *columns, strict=True)),
        colours=tuple(class_colour(k) for k in range(len(shown))),
    )


def roc_figure(split: Split[Curves], *, classes: Sequence[str], why: str = "") -> Panel:
    """Each class against all others: solid lines for the training rows, dotted ones for the validation rows.

    The diagonal is what guessing gives. `why` stands in the figure where there are no curves.
    """
    diagonal = {
        "type": "scatter",
        "mode": "lines",
        "x": [0, 1],
        "y": [0, 1],
        "line": {"color": QUIET, "width": 1},
        "hoverinfo": "skip",
    }
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": curve.false_positive.astype(np.float32),
            "y": curve.true_positive.astype(np.float32),
            "line": {"color": class_colour(k), "width": 3 if dash == "dot" else 2, "dash": dash},
            "hovertemplate": f"{plot_text(classes[k])}, {name}<br>false positives %{{x:.1%}}"
            "<br>true positives %{y:.1%}<extra></extra>",
        }
        for (name, curves), dash in zip(split.parts, ("solid", "dot"), strict=False)
        for k, curve in enumerate(curves)
        if curve is not None
    ]
    title = {"standoff": 8, "font": {"color": QUIET, "size": LETTER}}
    axis = {"range": [-0.02, 1.02], "dtick": 0.5, "fixedrange": True}
    figure = {
        "data": [diagonal, *lines],
        "layout": layout(
            annotations=[{**AMID, "text": plot_text(why, 60)}] if why else [],
            xaxis=number_axis(**axis, title={"text": "false positive rate", **title}, constrain="domain"),
            yaxis=number_axis(
                **axis, title={"text": "true positive rate", **title}, scaleanchor="x", constrain="domain"
            ),
        ),
    }
    n_shown = len(split.training)
    note = f"The curves of the first {n_shown} of {len(classes)} classes are drawn." if n_shown < len(classes) else ""
    return Panel(figure, note, f"ROC curves of {n_shown} classes, each against all others.")


def no_curves(split: Split[Curves]) -> Split[Curves]:
    """As many classes and parts, none of which has a curve."""
    training, validation = ((None,) * len(curves or ()) for curves in (split.training, split.validation))
    return Split(training, None if split.validation is None else validation)


def _title(part: tuple[str, Scores]) -> str:
    """The part's name, and how many rows it has."""
    n_rows = int(part[1].n_rows.sum())
    return f"{part[0]}, {n_rows:,} row{'s' if n_rows != 1 else ''}"


def _counted(scores: Scores) -> str:
    n_rows = int(scores.n_rows.sum())
    return f"{scores.accuracy:.1%}, {round(scores.accuracy * n_rows):,} of {n_rows:,}"


def _three(value: float) -> str:
    return UNDEFINED if np.isnan(value) else f"{value:.3f}"
