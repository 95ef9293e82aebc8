"""The MLP beside the RNN: their losses on one chart, and their predictions row by row under the labels."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nets.comparison.standing import Compared, Standing
from nets.figures.colours import ACCENT, BACKGROUND, CLASS_COLOURS, CURVE_COLOURS, QUIET, TEXT, class_colour, steps
from nets.figures.curve import thin
from nets.figures.grid import UNDEFINED, Column, Grid
from nets.figures.layout import CLEAR, LETTER, layout, name_axis, names, number_axis
from nets.figures.panel import Panel
from nets.figures.text import plot_text, shorten

COLOURS = {"mlp": CURVE_COLOURS[0], "rnn": ACCENT}
MOST_ROWS = 200  # that are drawn; of more, those about the first place where the nets differ
BEFORE = 20  # rows before that place
CROSSED = 60  # rows, of which wrong predictions can be crossed
MOST_STARTS = 40  # of sequences, that are marked

MOST_NAMED = 8  # classes that the legend names
LEGEND = {
    "orientation": "h",
    "x": 1,
    "y": 1,
    "yref": "container",
    "xanchor": "right",
    "yanchor": "top",
    "bgcolor": CLEAR,
    "font": {"color": QUIET, "size": LETTER},
    "itemclick": False,
    "itemdoubleclick": False,
}

ABOUT = {
    "epoch": "How many epochs it has had.",
    "loss": "Mean of −log p(label) over the training rows, in nats.",
    "accuracy": "The share of the training rows that is predicted right.",
    "validation": "The accuracy on rows it was not trained on, the same for all.",
}


def pair_loss_figure(standings: Sequence[Standing], *, n_epochs: int, validation: bool, log: bool, tape: str) -> Panel:
    """The panel of all nets' losses, of the training rows or with `validation` of the validation rows; those of the
    shuffled rows are dashed. A zoom is kept while `tape` and the axis stay the same.
    """
    data, words = [], []
    end = max([n_epochs, *(len(each.losses) - 1 for each in standings)])
    for standing in standings:
        losses = standing.validation if validation else standing.losses
        losses = np.zeros(0) if losses is None else np.asarray(losses, np.float64)
        drawn = np.flatnonzero(np.isfinite(losses) & ((losses > 0) | (not log)))
        kept = drawn[thin(losses[drawn])] if len(drawn) else drawn
        data.append(_curve(standing, kept, losses[kept]))
        if len(kept):
            words.append(f"{standing.name} from {losses[kept[0]]:.4g} to {losses[kept[-1]]:.4g}")
    figure = {
        "data": data,
        "layout": layout(
            uirevision=f"{tape}/{'log' if log else 'linear'}/{validation}",
            hovermode="x",
            dragmode="zoom",
            margin={"l": 60, "r": 16, "t": 10, "b": 46, "pad": 4},
            xaxis=number_axis(
                range=[0, end],
                showgrid=False,
                separatethousands=True,
                **({"nticks": 8} if end > 8 else {"dtick": 1}),
                automargin=False,
                title={"text": "epoch", "standoff": 10, "font": {"color": QUIET, "size": LETTER}},
            ),
            yaxis=number_axis(
                **({"type": "log", "exponentformat": "power"} if log else {"rangemode": "tozero"}),
                autorange=True,
                nticks=6,
                automargin=False,
            ),
            showlegend=True,
            legend={
                "x": 1,
                "y": 1,
                "xanchor": "right",
                "yanchor": "top",
                "bgcolor": CLEAR,
                "font": {"color": TEXT, "size": LETTER},
                "itemdoubleclick": False,
            },
        ),
    }
    rows = "validation rows" if validation else "training rows"
    return Panel(figure, "", f"Loss of the {rows} by epoch: {'; '.join(words) or 'none yet'}.")


def _curve(standing: Standing, epochs: np.ndarray, losses: np.ndarray) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers" if len(epochs) == 1 else "lines",
        "x": epochs.astype(np.int32),
        "y": losses,
        "name": standing.name,
        "line": {
            "color": COLOURS[standing.net],
            "width": 2.5 if standing.is_shuffled else 3,
            "dash": "dash" if standing.is_shuffled else "solid",
            "simplify": False,
        },
        "hovertemplate": f"{standing.name}: %{{y:.6~g}}<extra></extra>",
    }


def pair_rows_figure(
    standings: Sequence[Standing],
    found: Compared | None,
    labels: np.ndarray,
    *,
    classes: Sequence[str],
    starts: np.ndarray | None = None,
) -> Panel:
    """The panel of the labels (B,), and under them each net's predicted class of the same rows.

    The first row that MLP and RNN predict differently is marked. Of more than 200 rows some are drawn, that one among
    them. `starts` (B,) is True where a sequence begins.
    """
    first = found.first if found else None
    window = _window(len(labels), first)
    lines = [("label", labels)]
    lines += [(each.name, each.predicted) for each in standings if each.predicted is not None]
    figure = strips_figure(lines, window, classes=classes, truth=labels)
    if starts is not None:
        _mark_starts(figure["layout"], np.flatnonzero(starts[window]) + window.start)
    if first is not None:
        told = ", ".join(f"{each.name} {classes[each.predicted[first]]}" for each in standings[:2])
        _mark_row(figure["layout"], first, f"first difference, row {first + 1:,}", window)
        label = f"The first row they predict differently is {first + 1:,}: {told}."
    else:
        label = "Both predict the same class in every row." if found else "No predictions yet."
    note = ""
    if window.stop - window.start < len(labels):
        note = f"Rows {window.start + 1:,} to {window.stop:,} of {len(labels):,} are drawn."
    return Panel(figure, note, f"Predicted classes of the rows under their labels. {label}")


def strips_figure(
    lines: Sequence[tuple[str, np.ndarray]], window: slice, *, classes: Sequence[str], truth: np.ndarray
) -> dict[str, Any]:
    """Plotly's {data, layout} of one strip of classes (B,) over another, of the rows in the window, numbered from 1.

    What is another class than the truth (B,) is crossed, where there is room for that.
    """
    shown = np.stack([np.asarray(values)[window].astype(np.int64) for _, values in lines])
    wrong = shown != np.asarray(truth)[window]
    n_rows = shown.shape[1]
    titles = [title for title, _ in lines]
    strip = {
        "type": "heatmap",
        "x": np.arange(window.start + 1, window.start + n_rows + 1),
        "y": names(titles),
        "z": (shown % len(CLASS_COLOURS)).astype(np.int8),
        "zmin": -0.5,
        "zmax": len(CLASS_COLOURS) - 0.5,
        "zauto": False,
        "colorscale": steps(tuple(class_colour(k) for k in range(len(CLASS_COLOURS)))),
        "showscale": False,
        "hovertext": _told(shown, wrong, classes),
        "hovertemplate": "row %{x:,}<br>%{y}: <b>%{hovertext}</b><extra></extra>",
        "ygap": 4,
        "xgap": 1 if n_rows <= CROSSED else 0,
    }
    if n_rows <= CROSSED:
        strip |= {
            "text": np.where(wrong, "✗", "").tolist(),
            "texttemplate": "%{text}",
            "textfont": {"color": "#FFFFFF", "size": LETTER},
        }
    parts = layout(
        xaxis=number_axis(
            range=[window.start + 0.5, window.start + n_rows + 0.5],
            showgrid=False,
            separatethousands=True,
            **({"nticks": 12} if n_rows > 12 else {"dtick": 1}),
            fixedrange=True,
            title={"text": "row", "standoff": 8, "font": {"color": QUIET, "size": LETTER}},
        ),
        yaxis=name_axis(titles, room=12, limit=16, autorange="reversed"),
        margin={"l": 8, "r": 12, "t": 52, "b": 46, "pad": 4},
        shapes=[],
        annotations=[],
    )
    if 1 < len(classes) <= MOST_NAMED:
        parts |= {"showlegend": True, "legend": LEGEND}
    return {"data": [strip, *(_named(name, k) for k, name in enumerate(classes[:MOST_NAMED]))], "layout": parts}


def _named(name: str, k: int) -> dict[str, Any]:
    """An entry of the legend, and nothing on the chart."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [None],
        "y": [None],
        "marker": {"color": class_colour(k), "size": 11, "symbol": "square"},
        "name": plot_text(name),
        "hoverinfo": "skip",
    }


def _told(shown: np.ndarray, wrong: np.ndarray, classes: Sequence[str]) -> list[list[str]]:
    """What the pointer says of each place (m, n): its class, and whether that is wrong."""
    spelt = [(plot_text(name), f"{plot_text(name)}, wrong") for name in classes]
    return [[spelt[k][no] for k, no in zip(*line, strict=True)] for line in zip(shown, wrong.astype(int), strict=True)]


def _window(n_rows: int, first: int | None) -> slice:
    """The rows that are drawn; while a difference stays within half of them they stay the same."""
    if n_rows <= MOST_ROWS:
        return slice(0, n_rows)
    half = MOST_ROWS // 2
    begin = max(0, (first or 0) - BEFORE) // half * half
    begin = min(begin, n_rows - MOST_ROWS)
    return slice(begin, begin + MOST_ROWS)


def _mark_starts(parts: dict[str, Any], rows: np.ndarray) -> None:
    if len(rows) <= MOST_STARTS:
        parts["shapes"] += [_upright(row + 0.5, {"color": BACKGROUND, "width": 3}) for row in rows.tolist() if row]


def _mark_row(parts: dict[str, Any], row: int, words: str, window: slice) -> None:
    """A frame about the row, with words above it."""
    middle = (window.start + window.stop) / 2
    frame = {"type": "rect", "xref": "x", "yref": "paper", "x0": row + 0.5, "x1": row + 1.5, "y0": 0, "y1": 1}
    parts["shapes"].append(frame | {"line": {"color": TEXT, "width": 2}})
    parts["annotations"].append(
        {
            "text": words,
            "xref": "x",
            "yref": "paper",
            "x": row + 0.5 if row < middle else row + 1.5,
            "y": 1,
            "xanchor": "left" if row < middle else "right",
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"color": TEXT, "size": LETTER},
        }
    )


def _upright(at: float, line: dict[str, Any]) -> dict[str, Any]:
    return {"type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": line}


def pair_grid(standings: Sequence[Standing]) -> Grid:
    """A line for each net: its epochs, its loss, and its accuracies."""
    with_validation = any(each.validation is not None for each in standings)
    columns = ["epoch", "loss", "accuracy", *(["validation"] if with_validation else [])]
    rows = []
    for each in standings:
        cells = [f"{each.epoch:,}", f"{each.losses[-1]:.4f}" if len(each.losses) else UNDEFINED, _share(each.accuracy)]
        rows.append((each.name, *cells, *([_share(each.validation_accuracy)] if with_validation else [])))
    return Grid(
        "How each net stands",
        (Column(""), *(Column(name, ABOUT[name]) for name in columns)),
        tuple(rows),
        colours=tuple(COLOURS[each.net] for each in standings),
    )


def difference_words(standings: Sequence[Standing], found: Compared | None, *, classes: Sequence[str]) -> str:
    """A sentence on the rows that MLP and RNN predict differently; "" where they are not evaluated yet."""
    if found is None:
        return ""
    if found.first is None:
        return f"MLP and RNN predict the same class in all {found.n_rows:,} rows."
    mlp, rnn = (shorten(classes[each.predicted[found.first]], 30) for each in standings[:2])
    return (
        f"MLP and RNN differ in {len(found.rows):,} of {found.n_rows:,} rows, first in row {found.first + 1:,}: "
        f"the MLP predicts {mlp}, the RNN {rnn}."
    )


def _share(value: float | None) -> str:
    return UNDEFINED if value is None else f"{value:.1%}"
