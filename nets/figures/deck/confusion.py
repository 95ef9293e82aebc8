"""The confusion matrix: right predictions on the diagonal bear a check, wrong ones beside it a cross."""

from collections.abc import Sequence

import numpy as np

from nets.figures.colours import QUIET, RIGHT_TO_WRONG, TEXT
from nets.figures.layout import LETTER, layout, name_axis, names
from nets.figures.marks import RIGHT_MARK, WRONG_MARK
from nets.figures.panel import Panel

MOST_CLASSES = 40
MOST_PRINTED = 12
LONG = 12  # characters of a name
ACROSS, DOWN = 30, 10  # in a narrow panel: of all names side by side, and of one beside its row


def confusion_figure(counts: np.ndarray, *, classes: Sequence[str], narrow: bool = False) -> Panel:
    """The panel of `counts` (K, K): rows are labels, columns what was predicted; a row's shares are its colours.

    A count that is not 0 has a check or a cross before it. A `narrow` panel spares the width that names take.
    """
    counts = np.asarray(counts, dtype=np.int64)
    n_right, n_all = int(np.trace(counts)), int(counts.sum())
    label = f"{n_right} of {n_all} rows are predicted right, over {len(classes)} classes."
    per_label = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    percents = [[f"{share:.0%}" for share in row] for row in (counts / per_label)[:MOST_CLASSES, :MOST_CLASSES]]
    shares = np.where(np.eye(len(counts), dtype=bool), -1.0, 1.0) * counts / per_label
    counts, shares = counts[:MOST_CLASSES, :MOST_CLASSES], shares[:MOST_CLASSES, :MOST_CLASSES]
    shown, rows = classes[:MOST_CLASSES], list(enumerate(counts.tolist()))

    heatmap = {
        "type": "heatmap",
        "x": names(shown),
        "y": names(shown),
        "z": shares.astype(np.float32),
        "text": [[_marked(count, is_right=label == column) for column, count in enumerate(row)] for label, row in rows],
        "zmin": -1,
        "zmax": 1,
        "zauto": False,
        "colorscale": [list(stop) for stop in RIGHT_TO_WRONG],
        "showscale": False,
        "customdata": [
            [[f"{count:,}", share] for count, share in zip(row, percents[label], strict=True)] for label, row in rows
        ],
        "hovertemplate": (
            "label %{y}<br>predicted %{x}<br>"
            "<b>%{customdata[0]} rows</b>, %{customdata[1]} of the label's<extra></extra>"
        ),
        "xgap": 2,
        "ygap": 2,
    }
    if len(shown) <= MOST_PRINTED:
        heatmap["texttemplate"] = "%{text}"
        heatmap["textfont"] = {"color": TEXT, "size": 16 if len(shown) <= 6 else 14}
    across, down = (min(LONG, ACROSS // max(1, len(shown))), DOWN) if narrow else (LONG, LONG)
    xaxis = name_axis(shown, room=12, limit=across, title=_title("predicted"))
    yaxis = name_axis(shown, room=12, limit=down, autorange="reversed")
    if narrow:
        xaxis |= {"tickangle": 0}
    else:
        yaxis |= {"title": _title("label")}
    figure = {"data": [heatmap], "layout": layout(xaxis=xaxis, yaxis=yaxis)}
    note = f"The first {MOST_CLASSES} of {len(classes)} classes are drawn." if len(classes) > len(shown) else ""
    return Panel(figure, note, label)


def _marked(count: int, *, is_right: bool) -> str:
    return f"{RIGHT_MARK if is_right else WRONG_MARK} {count:,}" if count else "0"


def _title(text: str) -> dict:
    return {"text": text, "standoff": 8, "font": {"color": QUIET, "size": LETTER}}
