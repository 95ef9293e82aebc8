"""One weight over the epochs, as a curve."""

from dataclasses import dataclass

import numpy as np

from nets.figures.colours import ACCENT, QUIET
from nets.figures.layout import LETTER, layout, number_axis
from nets.figures.panel import Panel


@dataclass(frozen=True, eq=False)
class WeightHistory:
    """The `values` (n,) of a weight called `name` at the rising `epochs` (n,) that are kept of `n_epochs`; it is looked
    at epoch `at`, where it is `now`.
    """

    name: str
    epochs: np.ndarray
    values: np.ndarray
    n_epochs: int
    at: int
    now: float


def history_figure(history: WeightHistory) -> Panel:
    """The panel of the curve, with a dot on the epoch that is looked at. Values that are not finite are left out.

    Where not every epoch is kept, straight lines join those that are, and the note says how many.
    """
    finite = np.isfinite(history.values)
    epochs, values = history.epochs[finite], history.values[finite].astype(np.float32)
    n_dots = int(np.isfinite(history.now))
    hover = "epoch %{x}<br>%{y:.6~g}<extra></extra>"
    figure = {
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": epochs.astype(np.int32),
                "y": values,
                "line": {"color": QUIET, "width": 2},
                "marker": {"color": QUIET, "size": 5},
                "hovertemplate": hover,
            },
            {
                "type": "scatter",
                "mode": "markers",
                "x": np.array([history.at][:n_dots], np.int32),
                "y": np.array([history.now][:n_dots], np.float32),
                "marker": {"color": ACCENT, "size": 11},
                "cliponaxis": False,
                "hovertemplate": hover,
            },
        ],
        "layout": layout(
            xaxis=number_axis(title=_title("epoch"), rangemode="tozero"),
            yaxis=number_axis(zeroline=True),
        ),
    }
    n = len(history.epochs)
    label = f"{history.name}: {history.now:.4g} at epoch {history.at:,}; a curve through {n} epochs."
    return Panel(figure, _note(n, history.n_epochs), label)


def _title(text: str) -> dict:
    return {"text": text, "standoff": 4, "font": {"color": QUIET, "size": LETTER}}


def _note(n_kept: int, n_epochs: int) -> str:
    if n_kept > n_epochs:  # the initial weights are one more
        return ""
    return f"The points are the {n_kept:,} epochs whose weights are kept, of {n_epochs:,}; straight lines join them."
