"""The numbers of one matrix as a histogram: violet below zero, green above."""

import numpy as np

from nets.figures.colours import ABOVE_ZERO, BELOW_ZERO
from nets.figures.deck.weights import Scale, bound_for
from nets.figures.layout import exactly, layout, number_axis
from nets.figures.panel import Panel

N_BINS = 30  # an even number: none has zero inside


def histogram_figure(values: np.ndarray, *, scale: Scale) -> Panel:
    """The panel of all numbers of a matrix, counted in bins of one width that meet at zero.

    The bins reach as far as the colours of the matrix by this `scale` do. Numbers that are not finite are in no bin,
    and the note says how many they are.
    """
    values = np.asarray(values, np.float64).ravel()
    finite = values[np.isfinite(values)]
    bound = bound_for(max(float(np.abs(finite).max(initial=0.0)), scale.reach), before=scale.before)
    counts, edges = np.histogram(finite, bins=N_BINS, range=(-bound, bound))
    centres = (edges[:-1] + edges[1:]) / 2
    figure = {
        "data": [
            {
                "type": "bar",
                "x": centres.astype(np.float32),
                "y": counts.astype(np.int32),
                "width": float(2 * bound / N_BINS),
                "marker": {"color": [BELOW_ZERO if centre < 0 else ABOVE_ZERO for centre in centres]},
                "customdata": np.stack([edges[:-1], edges[1:]], axis=1).astype(np.float32),
                "hovertemplate": "%{customdata[0]:.4~g} to %{customdata[1]:.4~g}<br><b>%{y}</b><extra></extra>",
            }
        ],
        "layout": layout(
            bargap=0,
            xaxis=number_axis(**exactly(-bound, bound), zeroline=True, nticks=5, tickformat="~g"),
            yaxis=number_axis(rangemode="tozero", nticks=4, tickformat="~d"),
        ),
    }
    n_lost = len(values) - len(finite)
    note = f"{n_lost} of these numbers are no longer finite, and in no bin." if n_lost else ""
    spread = f"from {finite.min():.4g} to {finite.max():.4g}, median {np.median(finite):.4g}" if len(finite) else "none"
    return Panel(figure, note, f"Histogram of {len(values)} numbers, {spread}.")


def end_of(panel: Panel) -> float:
    """Where its bins end."""
    return panel.figure["layout"]["xaxis"]["autorangeoptions"]["maxallowed"]
