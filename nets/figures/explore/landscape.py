"""The loss over a plane through a net's weights, as contours or as a surface, with the paths of runs on it."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from nets.figures.colours import ACCENT, GRID, QUIET, TEXT
from nets.figures.layout import CLEAR, LETTER, layout, number_axis
from nets.figures.panel import Panel
from nets.figures.text import plot_text, shorten
from nets.queries.landscape import Directions, Landscape, Path

SCALE = "Viridis"
PATHS = ("#CC79A7", "#56B4E9", "#E69F00", "#8A8A8A", "#882255", "#44AA99", "#F0E442", "#6699CC")  # of kept runs
LEAST = 1e-12  # nats: the logarithm of 0 has no place on the scale
AXES = {"path": "principal component", "random": "random direction"}
TICKS = 10.0 ** np.arange(-12, 31) * np.array([[1.0], [2.0], [5.0]])  # losses that a colour bar may name
MOST_TICKS = 8
MOST_NAMED = 36


def landscape_figure(
    found: Landscape, *, names: Sequence[str], directions: Directions, surface: bool, at: int, tape: str
) -> Panel:
    """The panel of the plane's losses, on a logarithmic scale of colours, with the paths on it.

    `names` are those of the paths after the first, which is the tape's; the dot on that stands at epoch `at`, or the
    moment next to it. A zoom, or the surface's view, is kept while `tape` and the directions stay the same.
    """
    log = _log(found.losses)
    own, *others = found.paths
    titles = [f"{AXES[directions]} {n}" for n in (1, 2)]
    view = f"{tape}/{directions}"
    bar = _bar(log)
    if surface:
        data = [_surface(found, log, bar)]
        data += [_line_3d(own, "this tape", ACCENT)]
        data += [_line_3d(path, name, PATHS[k]) for k, (path, name) in enumerate(zip(others, names, strict=True))]
        data += [_dot_3d(own, at), *_lowest_3d(found, log)]
        parts = {"scene": _scene(titles, bar, view), "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0}}
    else:
        data = [_contours(found, log, bar)]
        data += [_line(own, "this tape", ACCENT)]
        data += [_line(path, name, PATHS[k]) for k, (path, name) in enumerate(zip(others, names, strict=True))]
        data += [_dot(own, at), *_lowest(found)]
        parts = {
            "xaxis": _axis(titles[0], found.x),
            "yaxis": _axis(titles[1], found.y),
            "margin": {"l": 60, "r": 8, "t": 8, "b": 46, "pad": 4},
        }
    legend = {"x": 0, "y": 1, "bgcolor": "light-dark(#ffffffb0, #000000b0)"}
    parts |= {"showlegend": bool(others), "legend": legend | {"font": {"size": LETTER - 1}, "itemdoubleclick": False}}
    figure = {"data": data, "layout": layout(uirevision=view, dragmode="orbit" if surface else "zoom", **parts)}
    return Panel(figure, _note(found, names), _label(found, names))


def _log(losses: np.ndarray) -> np.ndarray:
    """log10 of losses, NaN where they are not finite."""
    losses = np.asarray(losses, np.float64)
    return np.where(np.isfinite(losses), np.log10(np.maximum(losses, LEAST)), np.nan)


def _bar(log: np.ndarray) -> dict[str, Any]:
    """The ticks of a logarithmic scale, by the losses they stand for."""
    low, high = (np.nanmin(log), np.nanmax(log)) if np.isfinite(log).any() else (0.0, 1.0)
    for rows in (3, 1):
        ticks = np.sort(TICKS[:rows].ravel())
        ticks = ticks[(np.log10(ticks) >= low) & (np.log10(ticks) <= high)]
        if len(ticks) <= MOST_TICKS:
            break
    ticks = ticks[:: -(-len(ticks) // MOST_TICKS) or 1] if len(ticks) > 1 else 10 ** np.linspace(low, high, 4)
    return {"tickvals": np.log10(ticks).tolist(), "ticktext": [f"{tick:.3g}" for tick in ticks]}


def _contours(found: Landscape, log: np.ndarray, bar: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "contour",
        "x": found.x,
        "y": found.y,
        "z": log,
        "customdata": np.asarray(found.losses, np.float64),
        "colorscale": SCALE,
        "ncontours": 24,
        "contours": {"coloring": "heatmap"},
        "line": {"width": 0.6, "color": "rgba(255,255,255,0.35)"},
        "colorbar": _colour_bar(bar),
        "hovertemplate": "loss <b>%{customdata:.4~g}</b><extra></extra>",
        "hoverongaps": False,
        "showlegend": False,
    }


def _surface(found: Landscape, log: np.ndarray, bar: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "surface",
        "x": found.x,
        "y": found.y,
        "z": log,
        "customdata": np.asarray(found.losses, np.float64),
        "colorscale": SCALE,
        "colorbar": _colour_bar(bar),
        "opacity": 0.95,
        "hovertemplate": "loss <b>%{customdata:.4~g}</b><extra></extra>",
        "showlegend": False,
    }


def _colour_bar(bar: dict[str, Any]) -> dict[str, Any]:
    return {
        **bar,
        "title": {"text": "loss", "font": {"color": QUIET, "size": LETTER}},
        "tickfont": {"color": QUIET, "size": LETTER - 1},
        "thickness": 12,
        "outlinewidth": 0,
    }


def _told(path: Path) -> list[str]:
    """What the pointer says of each moment of a path."""
    moments = zip(path.epochs.tolist(), path.losses.tolist(), path.on_plane.tolist(), strict=True)
    return [
        f"epoch {epoch:,}<br>loss <b>{own:.4g}</b><br>the plane's there {there:.4g}" for epoch, own, there in moments
    ]


def _line(path: Path, name: str, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": path.places[:, 0],
        "y": path.places[:, 1],
        "line": {"color": colour, "width": 4 if colour == ACCENT else 2.5, "simplify": False},
        "marker": {"color": colour, "size": 6 if colour == ACCENT else 5}
        | {"line": {"color": "#FFFFFF", "width": int(colour == ACCENT)}},
        "name": plot_text(name, MOST_NAMED),
        "text": _told(path),
        "hovertemplate": f"{plot_text(name, MOST_NAMED)}<br>%{{text}}<extra></extra>",
    }


def _dot(path: Path, at: int) -> dict[str, Any]:
    place = _moment(path, at)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": path.places[[place], 0],
        "y": path.places[[place], 1],
        "marker": {"color": ACCENT, "size": 14, "line": {"color": "#FFFFFF", "width": 2}},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _lowest(found: Landscape) -> list[dict[str, Any]]:
    if found.lowest is None:
        return []
    line, column = found.lowest
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": found.x[[column]],
            "y": found.y[[line]],
            "cliponaxis": False,
            "marker": {"color": "#FFFFFF", "size": 15, "symbol": "star", "line": {"color": "#000000", "width": 1}},
            "hovertemplate": f"lowest on the plane<br>loss <b>{found.losses[line, column]:.4g}</b><extra></extra>",
            "showlegend": False,
        }
    ]


def _line_3d(path: Path, name: str, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter3d",
        "mode": "lines+markers",
        "x": path.places[:, 0],
        "y": path.places[:, 1],
        "z": _log(path.on_plane),
        "line": {"color": colour, "width": 7},
        "marker": {"color": colour, "size": 2.5},
        "name": plot_text(name, MOST_NAMED),
        "text": _told(path),
        "hovertemplate": f"{plot_text(name, MOST_NAMED)}<br>%{{text}}<extra></extra>",
    }


def _dot_3d(path: Path, at: int) -> dict[str, Any]:
    place = _moment(path, at)
    return {
        "type": "scatter3d",
        "mode": "markers",
        "x": path.places[[place], 0],
        "y": path.places[[place], 1],
        "z": _log(path.on_plane[[place]]),
        "marker": {"color": ACCENT, "size": 7, "line": {"color": "#FFFFFF", "width": 1}},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _lowest_3d(found: Landscape, log: np.ndarray) -> list[dict[str, Any]]:
    if found.lowest is None:
        return []
    line, column = found.lowest
    return [
        {
            "type": "scatter3d",
            "mode": "markers",
            "x": found.x[[column]],
            "y": found.y[[line]],
            "z": log[[line], [column]],
            "marker": {"color": "#FFFFFF", "size": 6, "symbol": "diamond", "line": {"color": "#000000", "width": 1}},
            "hovertemplate": f"lowest on the plane<br>loss <b>{found.losses[line, column]:.4g}</b><extra></extra>",
            "showlegend": False,
        }
    ]


def _moment(path: Path, at: int) -> int:
    return int(np.abs(path.epochs - at).argmin())


def _axis(title: str, values: np.ndarray) -> dict[str, Any]:
    return number_axis(
        range=[float(values[0]), float(values[-1])],
        showgrid=False,
        automargin=False,
        nticks=7,
        title={"text": title, "standoff": 8, "font": {"color": QUIET, "size": LETTER}},
    )


def _scene(titles: Sequence[str], bar: dict[str, Any], view: str) -> dict[str, Any]:
    common = {"color": TEXT, "gridcolor": GRID, "backgroundcolor": CLEAR, "showbackground": False, "zeroline": False}
    letters = {"tickfont": {"size": LETTER - 3, "color": QUIET}}

    def named(text: str) -> dict[str, Any]:
        return {"title": {"text": text, "font": {"size": LETTER - 1, "color": QUIET}}, **common, **letters}

    return {
        "xaxis": named(titles[0]) | {"nticks": 5},
        "yaxis": named(titles[1]) | {"nticks": 5},
        "zaxis": named("loss") | bar,
        "aspectmode": "manual",
        "aspectratio": {"x": 1.5, "y": 1.1, "z": 0.7},
        "camera": {"eye": {"x": -0.9, "y": -1.5, "z": 0.95}, "center": {"x": 0, "y": 0, "z": -0.2}},
        "uirevision": view,
    }


def _note(found: Landscape, names: Sequence[str]) -> str:
    own, *others = found.paths
    words = []
    if found.is_moved:
        away = np.abs(own.losses - own.on_plane)
        furthest = int(np.nanargmax(np.where(np.isfinite(away), away, -1)))
        words.append(
            f"The plane holds {own.held:.1%} of the variance of this tape's path. Each moment of it is drawn at the "
            "nearest place on the plane, where the loss is not quite its own: furthest apart at epoch "
            f"{own.epochs[furthest]:,}, where it is {own.on_plane[furthest]:.4g} on the plane and its own "
            f"{own.losses[furthest]:.4g}."
        )
    held = [f"{shorten(name, MOST_NAMED)} {path.held:.1%}" for name, path in zip(names, others, strict=True)]
    if held:
        words.append(f"Of kept runs from the same start it holds: {'; '.join(held)}.")
    if found.lowest is not None:
        line, column = found.lowest
        words.append(f"The star is the lowest place drawn, {found.losses[line, column]:.4g}.")
        if line in (0, len(found.y) - 1) or column in (0, len(found.x) - 1):
            words.append("It is at the edge: the loss goes on falling beyond.")
    return " ".join(words)


def _label(found: Landscape, names: Sequence[str]) -> str:
    own = found.paths[0]
    words = f"Loss over a plane through the weights, with the path of {len(own.epochs)} moments"
    if names:
        words += f" and {len(names)} paths of kept runs"
    return f"{words}: from {own.losses[0]:.4g} to {own.losses[-1]:.4g}."
