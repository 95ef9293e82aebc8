"""The scores of a classifier as tables, training beside validation."""

from collections.abc import Sequence

from nets.figures.grid import Column, Grid, three_places
from nets.metrics import Scores, Split

PRECISION = "Of the rows that are predicted as this class, the share whose label it is."
RECALL = "Of the rows with this label, the share that is predicted as this class."
F1 = "The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN)."
PER_CLASS = (
    Column("rows", "How many rows have this label."),
    Column("precision", PRECISION, "Not defined: no row is predicted as this class."),
    Column("recall", RECALL, "Not defined: no row has this label."),
    Column("F1", F1, "Not defined: no row has this label, and none is predicted as this class."),
)


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
            *(
                [three_places(value) for value in values.tolist()]
                for values in (scores.precision, scores.recall, scores.f1)
            ),
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


def _title(part: tuple[str, Scores]) -> str:
    """The part's name, and how many rows it has."""
    n_rows = int(part[1].n_rows.sum())
    return f"{part[0]}, {n_rows:,} row{'s' if n_rows != 1 else ''}"


def _counted(scores: Scores) -> str:
    n_rows = int(scores.n_rows.sum())
    return f"{scores.accuracy:.1%}, {round(scores.accuracy * n_rows):,} of {n_rows:,}"
