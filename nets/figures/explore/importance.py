"""Which setting mattered how much: a bar for each, with its interval and what chance would give."""

import numpy as np

from nets.figures.colours import ACCENT, QUIET, TEXT
from nets.figures.layout import LETTER, layout, name_axis, number_axis
from nets.figures.panel import Panel
from nets.settings import fields
from nets.sweep.study.importance import Importance


def importance_figure(found: Importance) -> Panel:
    """The panel of these bars, the longest on top."""
    titles = {field.name: field.title for field in fields()}
    settings = found.settings[::-1]
    names = [
        titles[each.setting].lower() if titles[each.setting][1:2].islower() else titles[each.setting]
        for each in settings
    ]
    shares = np.array([each.share for each in settings])
    axis = name_axis(names, room=len(names), limit=20)
    figure = {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": shares,
                "y": axis["categoryarray"],
                "width": 0.5,
                "marker": {"color": ACCENT},
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": np.array([each.high for each in settings]) - shares,
                    "arrayminus": shares - np.array([each.low for each in settings]),
                    "color": TEXT,
                    "thickness": 1.5,
                    "width": 5,
                },
                "hovertemplate": "%{y}: %{x:.0%}<extra></extra>",
            },
            {
                "type": "scatter",
                "mode": "markers",
                "x": np.array([each.chance for each in settings]),
                "y": axis["categoryarray"],
                "marker": {"symbol": "line-ns-open", "size": 20, "color": QUIET, "line": {"width": 3}},
                "hovertemplate": "chance alone reaches %{x:.0%} in one of twenty cases<extra></extra>",
            },
        ],
        "layout": layout(
            margin={"l": 8, "r": 8, "t": 4, "b": 8, "pad": 4},
            xaxis=number_axis(range=[0, 1.16], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1], fixedrange=True),
            yaxis=axis,
            annotations=[
                {
                    "x": 1.03,
                    "y": name,
                    "text": f"{each.share:.0%}",
                    "showarrow": False,
                    "xanchor": "left",
                    "font": {"color": TEXT, "size": LETTER},
                }
                for each, name in zip(settings, axis["categoryarray"], strict=True)
            ],
        ),
    }
    words = ", ".join(f"{name} {each.share:.0%}" for each, name in zip(found.settings, names[::-1], strict=True))
    return Panel(figure, "", f"Importance of each setting, from {found.n_runs:,} runs: {words}.")
