"""Each row's contribution to the step of one weight, from the largest increase to the largest decrease."""

from collections.abc import Sequence

import numpy as np

from nets.figures.colours import QUIET, class_colour
from nets.figures.layout import LETTER, layout, number_axis
from nets.figures.panel import Panel
from nets.figures.text import plot_text

MOST_BARS = 400


def row_contributions_figure(
    terms: np.ndarray, *, rows: np.ndarray, labels: np.ndarray, classes: Sequence[str]
) -> Panel:
    """The panel of the gradient's terms (n,) of rows (n,) (0 up) whose class numbers are `labels` (n,).

    A step goes against the gradient, so the bars are the terms with the sign turned: up is more weight. Where
    there are more than 400, the strongest on either side are drawn.
    """
    order = np.argsort(terms, kind="stable")
    left_out = max(0, len(order) - MOST_BARS)
    drawn = np.delete(order, slice(MOST_BARS // 2, MOST_BARS // 2 + left_out)) if left_out else order
    data = []
    for k, name in enumerate(classes):
        places = np.flatnonzero(labels[drawn] == k)
        if not len(places):
            continue
        data.append(
            {
                "type": "bar",
                "name": plot_text(name),
                "x": places,
                "y": -terms[drawn][places],
                "customdata": rows[drawn][places] + 1,
                "marker": {"color": class_colour(k)},
                "hovertemplate": f"row %{{customdata}}<br><b>%{{y:.4~g}}</b><br>{plot_text(name)}<extra></extra>",
            }
        )
    figure = {
        "data": data,
        "layout": layout(
            barmode="overlay",
            bargap=0.1,
            margin={"l": 70, "r": 8, "t": 36, "b": 30, "pad": 4},
            showlegend=len(classes) <= 12,
            legend={"orientation": "h", "x": 0, "y": 1.01, "yanchor": "bottom", "itemsizing": "constant"},
            xaxis=number_axis(
                showgrid=False,
                showticklabels=False,
                title={"text": "rows, sorted", "font": {"color": QUIET, "size": LETTER}},
            ),
            yaxis=number_axis(zeroline=True, zerolinecolor=QUIET, tickformat=".2~g"),
        ),
    }
    note = f"The strongest {MOST_BARS} of {len(order):,} rows are drawn." if left_out else ""
    up, down = int((terms < 0).sum()), int((terms > 0).sum())
    return Panel(figure, note, f"{up} rows push the weight up and {down} push it down.")
