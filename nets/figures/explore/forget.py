"""An RNN that forgets: its predictions before and after, and how much they change from row to row."""

from collections.abc import Sequence

import numpy as np

from nets.figures.colours import ACCENT, GRID, QUIET
from nets.figures.explore.comparison import MOST_ROWS, strips_figure
from nets.figures.layout import LETTER, number_axis
from nets.figures.panel import Panel
from nets.queries.forget import GONE, Forgotten

MOST_TICKS = 12
LEAST = 1e-8  # of a change that is drawn: less is rounding


def forget_figure(found: Forgotten, labels: np.ndarray, *, classes: Sequence[str]) -> Panel:
    """The panel of the labels of the rows from the chosen one on, the predicted classes with the state and without it,
    and under them the largest change of a probability, on a logarithmic axis. `labels` (B,) are the dataset's.
    """
    n_drawn = min(MOST_ROWS, len(found.rows))
    truth = labels[found.rows]
    lines = [("label", truth), ("remembers", found.with_state), ("forgets", found.without)]
    figure = strips_figure(lines, slice(0, n_drawn), classes=classes, truth=truth)
    (strip, *_), parts = figure["data"], figure["layout"]
    numbers = (found.rows[:n_drawn] + 1).astype(np.int32)
    strip |= {"customdata": np.tile(numbers, (len(lines), 1))}
    strip["hovertemplate"] = "row %{customdata:,}<br>%{y}: <b>%{hovertext}</b><extra></extra>"
    figure["data"].append(
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": strip["x"],
            "y": np.maximum(found.change[:n_drawn], LEAST),
            "yaxis": "y2",
            "customdata": np.stack([numbers, *found.of_label[:n_drawn].T], axis=1),
            "line": {"color": ACCENT, "width": 2.5},
            "marker": {"color": ACCENT, "size": 5},
            "showlegend": False,
            "hovertemplate": (
                "row %{customdata[0]:,}<br>a probability changes by <b>%{y:.3~g}</b><br>"
                "p(label) %{customdata[1]:.3f}, without the state %{customdata[2]:.3f}<extra></extra>"
            ),
        }
    )
    parts["yaxis"]["domain"] = [0.52, 1]
    parts["yaxis2"] = number_axis(
        type="log",
        domain=[0, 0.44],
        range=[float(np.log10(LEAST)), 0.2],
        dtick=2,
        exponentformat="power",
        title={"text": "change", "standoff": 4, "font": {"color": QUIET, "size": LETTER}},
        anchor="x",
        fixedrange=True,
    )
    every = -(-n_drawn // MOST_TICKS)
    parts["xaxis"] |= {
        "anchor": "y2",
        "tickmode": "array",
        "tickvals": strip["x"][::every],
        "ticktext": [f"{number:,}" for number in numbers[::every].tolist()],
    }
    parts["margin"]["t"] = 28
    parts["shapes"].append(
        {
            "type": "line",
            "xref": "paper",
            "yref": "y2",
            "x0": 0,
            "x1": 1,
            "y0": GONE,
            "y1": GONE,
            "line": {"color": GRID, "width": 2, "dash": "dot"},
        }
    )
    note = "" if n_drawn == len(found.rows) else f"The first {n_drawn:,} of {len(found.rows):,} rows are drawn."
    return Panel(figure, note, f"Predictions with the state and without it. {forget_words(found)}")


def forget_words(found: Forgotten) -> str:
    """What forgetting changes, and for how long."""
    row = int(found.rows[0]) + 1
    if found.step == 0:
        return f"Row {row:,} begins a sequence: the state before it is zero anyway, and nothing changes."
    if not found.lasts:
        return f"Forgetting before row {row:,} changes no probability by {GONE:g} or more."
    rows = "1 row" if found.lasts == 1 else f"{found.lasts:,} rows"
    if found.lasts_to_the_end:
        lasts = f"The change lasts to the end of the sequence, {rows} on"
    else:
        lasts = f"The change lasts {rows}: from row {int(found.rows[found.lasts]) + 1:,} on no probability differs by "
        lasts += f"{GONE:g} or more"
    if found.last_changed is None:
        return f"{lasts}. No predicted class changes."
    classes = "1 predicted class changes" if found.n_changed == 1 else f"{found.n_changed:,} predicted classes change"
    return f"{lasts}. {classes}, the last in row {found.last_changed + 1:,}."
