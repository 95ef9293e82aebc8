"""The layout all figures share: no title, a light grid, small margins, letters legible from the back of a room."""

import math
from collections.abc import Sequence
from typing import Any

from nets.figures.colours import ACCENT, FONT, GRID, QUIET, TEXT
from nets.figures.text import distinct, middle_cut, plot_text

LETTER = 14  # px
CLEAR = "rgba(0,0,0,0)"


def layout(**parts: Any) -> dict[str, Any]:
    """A plotly layout. `parts` replace its defaults."""
    return {
        "autosize": True,
        "font": {"family": FONT, "size": LETTER, "color": TEXT},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8, "pad": 4},
        "showlegend": False,
        "hoverlabel": {"font": {"family": FONT, "size": LETTER}, "align": "left"},
        "hovermode": "closest",
        "modebar": {"bgcolor": CLEAR, "color": QUIET, "activecolor": ACCENT},
        **parts,
    }


def number_axis(**parts: Any) -> dict[str, Any]:
    """A plotly axis of numbers, with quiet ticks and a light grid."""
    return {
        "type": "linear",
        "showgrid": True,
        "gridcolor": GRID,
        "gridwidth": 1,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"color": QUIET, "size": LETTER},
        "automargin": True,
        **parts,
    }


def in_the_middle(text: str) -> dict[str, Any]:
    """A sentence in the middle of a panel that has nothing to show yet."""
    at = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5}
    return {"text": text, **at, "showarrow": False, "font": {"color": QUIET, "size": LETTER + 2}}


def exactly(low: float, high: float) -> dict[str, Any]:
    """The range of an axis that may change without undoing a zoom. Plotly undoes it when `range` itself changes."""
    return {"autorange": True, "autorangeoptions": {"minallowed": low, "maxallowed": high}}


def names(texts: Sequence[str]) -> list[str]:
    """The categories of a name axis, all different."""
    return distinct([plot_text(text, 60) for text in texts])


def name_axis(texts: Sequence[str], *, room: int, limit: int = 12, **parts: Any) -> dict[str, Any]:
    """A plotly axis of names. About `room` of them are labelled, in at most `limit` characters, the middle
    left out: names of one table often begin alike.
    """
    categories = names(texts)
    every = max(1, math.ceil(len(categories) / room))
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": categories,
        "tickmode": "array",
        "tickvals": categories[::every],
        "ticktext": [plot_text(middle_cut(text, limit), limit) for text in texts[::every]],
        "tickfont": {"color": QUIET, "size": LETTER},
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "fixedrange": True,
        "automargin": True,
        **parts,
    }
