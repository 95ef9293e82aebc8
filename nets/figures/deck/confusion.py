"""The confusion matrix: right predictions in blue on the diagonal, wrong ones in orange beside it."""

from collections.abc import Sequence

import numpy as np

from nets.figures.colours import DIVERGING, QUIET, TEXT
from nets.figures.layout import LETTER, layout, name_axis, names
from nets.figures.panel import Panel

MOST_CLASSES = 40
MOST_PRINTED = 12


def confusion_figure(counts: np.ndarray, *, classes: Sequence[str], narrow: bool = False) -> Panel:
    """The panel of `counts` (K, K): rows are labels, columns what was predicted; a row's shares are its colours.

    A `narrow` one spares the width that names take.
    """
    counts = np.asarray(counts, dtype=np.int64)
    n_right, n_all = int(np.trace(counts)), int(counts.sum())
    label = f"{n_right} of {n_all} rows are predicted right, over {len(classes)} classes."
    per_label = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    percents = [[f"{share:.0%}" for share in row] for row in (counts / per_label)[:MOST_CLASSES, :MOST_CLASSES]]
    shares = np.where(np.eye(len(counts), dtype=bool), -1.0, 1.0) * counts / per_label
    counts, shares = counts[:MOST_CLASSES, :MOST_CLASSES], shares[:MOST_CLASSES, :MOST_CLASSES]
    shown = classes[:MOST_CLASSES]

    heatmap = {
        "type": "heatmap",
        "x": names(shown),
        "y": names(shown),
        "z": shares.astype(np.float32),
        "text": [[f"{count:,}" for count in row] for row in counts],
        "zmin": -1,
        "zmax": 1,
        "zauto": False,
        "colorscale": [list(stop) for stop in DIVERGING],
        "showscale": False,
        "customdata": percents,
        "hovertemplate": (
            "label %{y}<br>predicted %{x}<br><b>%{text} rows</b>, %{customdata} of the label's<extra></extra>"
        ),
        "xgap": 2,
        "ygap": 2,
    }
    if len(shown) <= MOST_PRINTED:
        heatmap["texttemplate"] = "%{text}"
        heatmap["textfont"] = {"color": TEXT, "size": 16 if len(shown) <= 6 else 14}
    names_of = {"room": 12, "limit": max(5, 26 // len(shown)) if narrow else 12}
    title = {"standoff": 8, "font": {"color": QUIET, "size": LETTER}}
    figure = {
        "data": [heatmap],
        "layout": layout(
            xaxis=name_axis(shown, **names_of, title={"text": "predicted", **title}, tickangle=0 if narrow else "auto"),
            yaxis=name_axis(
                shown,
                **names_of,
                autorange="reversed",
                title={"text": "label", **title},
                tickangle=-90 if narrow else "auto",
            ),
        ),
    }
    note = f"The first {MOST_CLASSES} of {len(classes)} classes are drawn." if len(classes) > len(shown) else ""
    return Panel(figure, note, label)
