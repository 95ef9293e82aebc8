"""A map of what the net decides over two features, with the rows of the table on it."""

from collections.abc import Sequence

import numpy as np

from nets.figures.colours import BACKGROUND, QUIET, class_colour
from nets.figures.layout import LETTER, exactly, layout, number_axis
from nets.figures.panel import Panel
from nets.figures.text import plot_text

MOST_POINTS = 2000


def decision_figure(
    probs: np.ndarray,
    *,
    x: np.ndarray,
    y: np.ndarray,
    features: tuple[str, str],
    points: np.ndarray,
    labels: np.ndarray,
    classes: Sequence[str],
    tape: str = "",
) -> Panel:
    """The panel of `probs` (len(y), len(x), K) on an even grid, and of the rows `points` (B, 2) with `labels` (B,).

    A place has the colour of its likeliest class, fading into the page as the probability falls to 1/K. At most
    2,000 points are drawn, spread evenly over the table. A zoom is kept while `tape` stays the same.
    """
    probs = np.asarray(probs, dtype=np.float64)
    points, labels = np.asarray(points, dtype=np.float64), np.asarray(labels, dtype=np.int64)
    n_all, n_classes = len(points), len(classes)
    if n_all > MOST_POINTS:
        drawn = np.linspace(0, n_all - 1, MOST_POINTS).astype(int)
        points, labels = points[drawn], labels[drawn]
    shown = plot_text(features[0]), plot_text(features[1])
    data = [_map(probs, x, y, n_classes)]
    for k, name in enumerate(classes):
        of_class = points[labels == k]
        if not len(of_class):
            continue
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": of_class[:, 0],
                "y": of_class[:, 1],
                "marker": {
                    "color": class_colour(k),
                    "size": 13 if n_all <= 60 else 9 if n_all <= 500 else 6,
                    "line": {"color": BACKGROUND, "width": 2 if n_all <= 500 else 1},
                },
                "hovertemplate": (
                    f"{shown[0]} %{{x:.6~g}}<br>{shown[1]} %{{y:.6~g}}<br><b>{plot_text(name)}</b><extra></extra>"
                ),
            }
        )
    title = {"standoff": 8, "font": {"color": QUIET, "size": LETTER}}
    figure = {
        "data": data,
        "layout": layout(
            uirevision=f"{tape}/map",  # an empty one would keep nothing
            margin={"l": 56, "r": 8, "t": 8, "b": 46, "pad": 4},
            xaxis=number_axis(
                **exactly(float(x[0]), float(x[-1])), nticks=6, automargin=False, title={"text": shown[0], **title}
            ),
            yaxis=number_axis(
                **exactly(float(y[0]), float(y[-1])), nticks=6, automargin=False, title={"text": shown[1], **title}
            ),
        ),
    }
    note = f"{len(points):,} of {n_all:,} rows are drawn." if len(points) < n_all else ""
    return Panel(figure, note, f"What the net decides over {features[0]} and {features[1]}, with {n_all} rows.")


def _map(probs: np.ndarray, x: np.ndarray, y: np.ndarray, n_classes: int) -> dict:
    """Class k fills the stretch k .. k+1 of one colour scale, from the page's background to its own colour."""
    likeliest = probs.argmax(axis=2)
    least = 1 / n_classes
    sure = (probs.max(axis=2) - least) / (1 - least) if n_classes > 1 else np.ones(likeliest.shape)
    scale = [
        [(k + end) / n_classes, colour]
        for k in range(n_classes)
        for end, colour in ((0, BACKGROUND), (1, class_colour(k)))
    ]
    return {
        "type": "heatmap",
        "x0": float(x[0]),
        "dx": float(x[1] - x[0]),
        "y0": float(y[0]),
        "dy": float(y[1] - y[0]),
        "z": (likeliest + 0.001 + 0.998 * np.clip(sure, 0, 1)).astype(np.float32),
        "zmin": 0,
        "zmax": n_classes,
        "zauto": False,
        "zsmooth": False,
        "opacity": 0.8,
        "colorscale": scale,
        "showscale": False,
        "hoverinfo": "skip",
    }
