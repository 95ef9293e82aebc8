"""What each net of a sweep decides: a small decision map in every cell of the grid, or a row of predictions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from nets.figures.colours import BACKGROUND, QUIET, TEXT, class_colour
from nets.figures.explore.grid import cell_axis, outline, veil
from nets.figures.explore.picture import CLEAR, data_address, dots, enlarged, shade_of
from nets.figures.layout import LETTER, in_the_middle, layout
from nets.figures.panel import Panel
from nets.figures.text import plot_text
from nets.sweep.panels.cells import CellAxis

PIXELS = 800  # of the picture across
TILE = (24, 140)  # the fewest and the most pixels of one map across
WIDTH, MARGINS, HIGHEST = 560, 70, 640  # px of the panel
EMPTY = "The map of each net appears here"
GAP = 2  # pixels between maps
ROW_GAP = 8  # and between rows of predictions
MOST_NAMED, KEY_PX = 6, 34  # classes that have a key, and how high it is


@dataclass(frozen=True, eq=False)
class Tiles:
    """What the nets of cells `at` (m, 2), row and column, predict: `predicted` and `probability`, as maps (m, s, s)
    whose first row is the lowest, or as rows of the table (m, B).
    """

    at: np.ndarray
    predicted: np.ndarray
    probability: np.ndarray


@dataclass(frozen=True, eq=False)
class TileRows:
    """Rows of the table: their classes (B,), and for maps where they are on the plane, `points` (B, 2) from 0 to 1."""

    labels: np.ndarray
    points: np.ndarray | None = None


@dataclass(frozen=True)
class Words:
    """What is said of each cell under the pointer, what is written into some by their row and column, and in the middle
    of those without a picture why they have none; what the classes are called.
    """

    hover: list[list[str]]
    captions: Mapping[tuple[int, int], str]
    reasons: Mapping[tuple[int, int], str] = field(default_factory=dict)
    classes: Sequence[str] = ()


@dataclass(frozen=True, eq=False)
class Standing:
    """Where a cell stands out, `picked`, its row and column; and those (rows, columns) that step back, `paler`."""

    picked: tuple[int, int] | None = None
    paler: np.ndarray | None = None


NOWHERE = Standing()


def maps_figure(
    tiles: Tiles | None,
    axes: tuple[CellAxis, CellAxis],
    rows: TileRows,
    *,
    n_classes: int,
    words: Words,
    standing: Standing = NOWHERE,
) -> Panel:
    """The panel of all maps over columns and rows; None: no map has come yet."""
    x, y = axes
    n_down, n_across = len(y.names), len(x.names)
    width = int(np.clip(PIXELS // n_across, *TILE))
    height = width if rows.points is not None else max(14, width // 3)
    images = []
    if tiles is not None and len(tiles.at):
        images.append(
            {
                "source": data_address(_picture(tiles, rows, (n_down, n_across), (height, width), n_classes)),
                "xref": "x",
                "yref": "y",
                "x": -0.5,
                "y": n_down - 0.5,
                "sizex": n_across,
                "sizey": n_down,
                "sizing": "stretch",
                "layer": "below",
            }
        )
    keys = _keys(words.classes)
    figure = {
        "data": [
            {
                "type": "heatmap",
                "x": list(range(n_across)),
                "y": list(range(n_down)),
                "z": np.zeros((n_down, n_across), np.int8),
                "opacity": 0,
                "showscale": False,
                "customdata": [[plot_text(text, 200) for text in line] for line in words.hover],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
            *veil(standing.paler),
            *keys,
        ],
        "layout": layout(
            uirevision="maps",
            margin={"l": 8, "r": 8, "t": KEY_PX if keys else 8, "b": 8, "pad": 4},
            showlegend=bool(keys),
            legend={
                "orientation": "h",
                "x": 0,
                "y": 1.01,
                "yanchor": "bottom",
                "itemclick": False,
                "itemdoubleclick": False,
            },
            xaxis=cell_axis(x),
            yaxis=cell_axis(y),
            images=images,
            annotations=[
                *(_caption(place, text) for place, text in words.captions.items()),
                *(_reason(place, text) for place, text in words.reasons.items()),
            ]
            if images or words.reasons
            else [in_the_middle(EMPTY)],
            shapes=[] if standing.picked is None else [outline(*standing.picked)],
        ),
    }
    what = "A decision map" if rows.points is not None else "The predicted classes under the labels"
    return Panel(figure, "", f"{what} of the net in each cell, over {x.title} and {y.title or 'one row'}.")


def _caption(place: tuple[int, int], text: str) -> dict:
    return {
        "x": place[1] - 0.47,
        "y": place[0] + 0.47,
        "xanchor": "left",
        "yanchor": "top",
        "text": plot_text(text, 16),
        "showarrow": False,
        "bgcolor": BACKGROUND,
        "opacity": 0.85,
        "borderpad": 1,
        "font": {"color": TEXT, "size": LETTER - 1},
    }


def _reason(place: tuple[int, int], text: str) -> dict:
    """Why there is no picture here."""
    return {
        "x": place[1],
        "y": place[0],
        "text": plot_text(text, 16),
        "showarrow": False,
        "font": {"color": QUIET, "size": LETTER},
    }


def _keys(classes: Sequence[str]) -> list[dict]:
    """A line in the key for each class, if they are so few that it has room."""
    if len(classes) > MOST_NAMED:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [0],
            "y": [None],
            "name": plot_text(name, 16),
            "marker": {"color": class_colour(k), "size": 10, "symbol": "square"},
            "hoverinfo": "skip",
            "showlegend": True,
        }
        for k, name in enumerate(classes)
    ]


def panel_height(x: CellAxis, y: CellAxis, *, as_rows: bool, n_classes: int) -> int:
    """About as high, in px, as makes each map a square in a panel of a desktop's width, or rows of predictions flat."""
    side = min(WIDTH / len(x.names), TILE[1])
    one = max(26.0, side / 3) if as_rows else side
    margins = MARGINS + (KEY_PX if n_classes <= MOST_NAMED else 0)
    return round(min(max(one * len(y.names), 40) + margins, HIGHEST))


def _picture(tiles: Tiles, rows: TileRows, shape: tuple[int, int], size: tuple[int, int], n_classes: int) -> np.ndarray:
    """The colour numbers of all pixels."""
    height, width = size
    shades = shade_of(tiles.predicted, tiles.probability, n_classes=n_classes)
    if rows.points is not None:
        drawn = enlarged(shades[:, ::-1], height, width)
        where, inks = dots(rows.points, rows.labels, size=width, radius=max(1.0, width / 64))
        drawn[:, where] = inks[where]
    else:
        drawn = _under_labels(shades, shade_of(rows.labels, np.ones(len(rows.labels)), n_classes=n_classes), size)
    gap = GAP if rows.points is not None else ROW_GAP
    whole = np.full((shape[0] * (height + gap), shape[1] * (width + gap)), CLEAR, np.uint8)
    for (row, column), tile in zip(tiles.at.tolist(), drawn, strict=True):
        top, left = (shape[0] - 1 - row) * (height + gap) + gap // 2, column * (width + gap) + gap // 2
        whole[top : top + height, left : left + width] = tile
    return whole


def _under_labels(predicted: np.ndarray, labels: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Tiles (m, height, width): the labels above, the predicted classes below them."""
    height, width = size
    upper = height * 2 // 5
    wide = max(width, predicted.shape[1])
    tiles = np.full((len(predicted), height, wide), CLEAR, np.uint8)
    columns = np.arange(wide) * predicted.shape[1] // wide
    tiles[:, :upper] = labels[columns]
    tiles[:, upper + 1 :] = predicted[:, None, columns]
    return enlarged(tiles, height, width)
