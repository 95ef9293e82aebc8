"""The fan: the curves of all runs of a sweep as they fall, coloured along one setting."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.figures.colours import ACCENT, BACKGROUND, QUIET, TEXT
from nets.figures.explore.over_seeds import band, by_combination, over_seeds
from nets.figures.explore.scale import colours_along
from nets.figures.layout import CLEAR, LETTER, exactly, in_the_middle, layout, number_axis
from nets.figures.panel import Panel
from nets.figures.text import plot_text
from nets.sweep.axis import Axis
from nets.sweep.names import run_name, title_of, value_names
from nets.sweep.sweep import Sweep
from nets.sweep.view import SweepView

MOST_POINTS = 24_000  # of all curves: more take a browser longer to draw than the next ones are waited for
POINTS = (8, 320)  # the fewest and the most of one curve
FEW = 60  # points of a curve that look like fewer than there are
MOST_KEYS = 12  # values that get a line in the key
MOST_BANDS = 16  # combinations whose range over seeds is legible
MOST_ABOVE = 3  # times the highest first loss: what runs away above that would press all else together
CURVES = ("Loss", "Validation loss", "Validation accuracy")  # by their place in the scores
EMPTY = "The curve of each run appears here"
READY = f"Press Play: {EMPTY[0].lower()}{EMPTY[1:]}"


@dataclass(frozen=True, eq=False, kw_only=True)
class Look:
    """How the fan is looked at: which score (0 loss, 1 validation loss, 2 validation accuracy), on which axis, coloured
    along axis number `by` (None: all in one colour), every run or the median of each combination over its seeds.

    `picked` is a run that stands out, `chosen` (N,) those that do not recede; None: all.
    """

    score: int = 0
    log: bool = True
    by: int | None = 0
    medians: bool = False
    picked: int | None = None
    chosen: np.ndarray | None = None


def fan_figure(view: SweepView, look: Look, *, tape: str) -> Panel:
    """The panel of all curves; a zoom is kept while `tape` and the look's axes stay the same."""
    drawn = drawn_epochs(view.kept, n_runs=len(view.members))
    epochs, curves = view.kept[drawn], _drawable(view, look)[:, drawn]
    is_chosen = np.ones(len(curves), bool) if look.chosen is None else look.chosen
    axis = None if look.by is None or look.by >= len(view.sweep.axes) else view.sweep.axes[look.by]
    groups = _groups(view, look.by if axis else None)
    colours = colours_along(axis) if axis else [ACCENT if look.medians else "light-dark(#b12a90, #e16a9c)"]
    data = []
    if not is_chosen.all():
        data.append(_lines(epochs, curves, np.flatnonzero(~is_chosen)) | {"line": _line(QUIET, 1), "opacity": 0.25})
    if look.medians:
        data += _medians(view, epochs, np.where(is_chosen[:, None], curves, np.nan), groups, colours)
    else:
        width, codes = 2.0 if len(curves) <= 64 else 1.2, name_codes(view)
        for k, colour in enumerate(colours):
            runs = np.flatnonzero((groups == k) & is_chosen)
            if len(runs):
                data.append(_named(epochs, curves, runs, codes) | {"line": _line(colour, width), "opacity": 0.85})
        data += _ends(view, epochs, curves, np.flatnonzero((view.diverged_at >= 0) & is_chosen))
    if look.picked is not None and look.picked < len(curves):
        data += _picked(view, look)
    keys = [] if axis is None else _keys(axis, colours)
    title = CURVES[look.score].lower()
    end = view.sweep.base.epochs
    is_empty = not np.isfinite(curves).any()
    figure = {
        "data": data + keys or [{"type": "scatter", "x": [], "y": []}],
        "names": name_parts(view.sweep),
        "layout": layout(
            uirevision=f"{tape}/{look.score}/{look.log}",
            hovermode="closest",
            dragmode="zoom",
            margin={"l": 64, "r": 12, "t": 10, "b": 46, "pad": 4},
            xaxis=number_axis(
                **exactly(0, end),
                showgrid=False,
                separatethousands=True,
                nticks=8,
                automargin=False,
                title={"text": "epoch", "standoff": 10, "font": {"color": QUIET, "size": LETTER}},
            ),
            yaxis=_value_axis(look, title) | ({"showticklabels": False, "showgrid": False} if is_empty else {}),
            shapes=_playhead(view),
            annotations=[in_the_middle(READY if view.state == "ready" else EMPTY)] if is_empty else [],
            showlegend=bool(keys),
            legend={
                "title": {"text": plot_text(title_of(axis)), "font": {"color": QUIET, "size": LETTER - 1}}
                if axis
                else {},
                "bgcolor": CLEAR,
                "font": {"size": LETTER - 1},
                "itemclick": False,
                "itemdoubleclick": False,
                "tracegroupgap": 0,
                "traceorder": "reversed",
            },
        ),
    }
    note = (
        ""
        if len(drawn) == len(view.kept) or len(drawn) >= FEW
        else f"Each curve is drawn at {len(drawn)} of its epochs."
    )
    along = f", coloured by {title_of(axis)}" if axis else ""
    return Panel(figure, note, f"The {title} of {len(curves):,} runs over the epochs{along}.")


def drawn_epochs(kept: np.ndarray, *, n_runs: int) -> np.ndarray:
    """Which of the kept epochs (K,) are drawn of each curve: all, or so many that all curves together stay drawable."""
    most = int(np.clip(MOST_POINTS // max(n_runs, 1), *POINTS))
    return np.unique(np.linspace(0, len(kept) - 1, min(most, len(kept))).astype(int))


def name_parts(sweep: Sweep) -> list[list[str]]:
    """What the parts of a run's name can be: for each axis its values, then the seeds. The browser joins them."""
    parts = [[plot_text(f"{title_of(axis)} {name}", 60) for name in value_names(axis)] for axis in sweep.axes]
    return parts + ([[f"seed {k}" for k in range(sweep.n_seeds)]] if sweep.n_seeds else [])


def name_codes(view: SweepView) -> np.ndarray:
    """Each run's name as a number (N,): its places in `name_parts`, the last counting fastest."""
    sweep = view.sweep
    n_seeds = sweep.n_seeds or 1
    codes = np.zeros(len(view.members), np.int32)
    for k, axis in enumerate(sweep.axes):
        codes = codes * len(axis.values) + np.array([member.place[k] for member in view.members], np.int32)
    seeds = [member.settings.seed if sweep.n_seeds else 0 for member in view.members]
    return (codes * n_seeds + np.array(seeds)).astype(np.int32)


def run_near(view: SweepView, look: Look, *, epoch: float, value: float) -> int | None:
    """The run whose curve is nearest to this value at this epoch; None where there is no curve."""
    place = int(np.argmin(np.abs(view.kept - epoch)))
    here = _drawable(view, look)[:, place]
    if look.chosen is not None:
        here = np.where(look.chosen, here, np.nan)
    far = np.abs(np.log(here) - np.log(value)) if look.log and value > 0 else np.abs(here - value)
    return int(np.nanargmin(far)) if np.isfinite(far).any() else None


def _drawable(view: SweepView, look: Look) -> np.ndarray:
    """The curves (N, K), NaN from where a run diverged on, and where they have no place on the axis."""
    gone = (view.diverged_at[:, None] >= 0) & (view.kept >= view.diverged_at[:, None])
    values = np.where(gone, np.nan, view.scores[:, :, look.score])
    with np.errstate(invalid="ignore"):
        if look.score < 2:
            first = values[:, 0][np.isfinite(values[:, 0])]
            highest = MOST_ABOVE * float(first.max(initial=0.0)) if len(first) else np.inf
            values = np.where(values <= highest, values, np.nan)
        return np.where(values > 0, values, np.nan) if look.log else values


def _groups(view: SweepView, by: int | None) -> np.ndarray:
    return np.array([0 if by is None else member.place[by] for member in view.members], int)


def _lines(epochs: np.ndarray, curves: np.ndarray, rows: np.ndarray) -> dict:
    """Several curves as one line with gaps."""
    gap = np.full((len(rows), 1), np.nan)
    values = np.concatenate([curves[rows], gap], axis=1)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": np.tile(np.append(epochs, epochs[-1]).astype(np.int32), len(rows)),
        "y": values.ravel().astype(np.float32),
        "connectgaps": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _named(epochs: np.ndarray, curves: np.ndarray, rows: np.ndarray, codes: np.ndarray) -> dict:
    """Several curves whose runs are named where the pointer is: the browser makes the names of `codes` (N,)."""
    return _lines(epochs, curves, rows) | {
        "customdata": np.repeat(codes[rows], len(epochs) + 1),
        "hoverinfo": "text",
        "hovertemplate": "%{text}<br>epoch %{x}, %{y:.4~g}<extra></extra>",
    }


def _medians(
    view: SweepView, epochs: np.ndarray, curves: np.ndarray, groups: np.ndarray, colours: Sequence[str]
) -> list[dict]:
    """The median of each combination, and where they are few the range of its runs behind it."""
    runs = by_combination(view)
    low, middle, high = over_seeds(curves, runs)
    firsts, codes = runs[:, 0], name_codes(view)
    bands, lines = [], []
    for k, colour in enumerate(colours):
        own = np.flatnonzero(groups[firsts] == k)
        if not len(own):
            continue
        line = _named(epochs, middle, own, codes[firsts]) | {"line": _line(colour, 2.5)}
        lines.append(line | {"hovertemplate": "%{text} and on: median %{y:.4~g}<br>epoch %{x}<extra></extra>"})
        if len(runs) <= MOST_BANDS and runs.shape[1] > 1:
            bands += [band(epochs, low[i], high[i], colour) for i in own]
    return bands + lines


def _picked(view: SweepView, look: Look) -> list[dict]:
    values = _drawable(view, look)[look.picked]
    dot = int(_last_places(values[None, : max(int(np.searchsorted(view.kept, view.at, side="right")), 1)])[0])
    name = plot_text(run_name(view.sweep, view.members[look.picked]), 80)
    hover = {"hovertemplate": f"picked: {name}<br>epoch %{{x}}, %{{y:.4~g}}<extra></extra>", "showlegend": False}
    line = {"type": "scatter", "mode": "lines", "x": view.kept.astype(np.int32), "y": values.astype(np.float64)}
    return [
        line | {"line": _line(BACKGROUND, 7), "hoverinfo": "skip", "showlegend": False},
        line | {"line": _line(ACCENT, 3.5)} | hover,
        line
        | {"mode": "markers", "x": line["x"][dot : dot + 1], "y": line["y"][dot : dot + 1], "cliponaxis": False}
        | {"marker": {"color": ACCENT, "size": 11}, "hoverinfo": "skip", "showlegend": False},
    ]


def _ends(view: SweepView, epochs: np.ndarray, curves: np.ndarray, runs: np.ndarray) -> list[dict]:
    """A mark where the curve of each of these runs, which diverged, ends."""
    last = _last_places(curves)[runs]
    values = curves[runs, last]
    has_end = np.isfinite(values)
    if not has_end.any():
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": epochs[last][has_end].astype(np.int32),
            "y": values[has_end].astype(np.float32),
            "marker": {"symbol": "x-thin-open", "size": 10, "color": TEXT, "line": {"width": 2}},
            "hovertext": [f"diverged at epoch {epoch:,}" for epoch in view.diverged_at[runs[has_end]].tolist()],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "cliponaxis": False,
            "showlegend": False,
        }
    ]


def _last_places(curves: np.ndarray) -> np.ndarray:
    """The place (n,) of the last number of each curve (n, K), its last place if it has none."""
    return curves.shape[1] - 1 - np.argmax(np.isfinite(curves)[:, ::-1], axis=1)


def _line(colour: str, width: float) -> dict:
    return {"color": colour, "width": width, "simplify": False}


def _keys(axis: Axis, colours: Sequence[str]) -> list[dict]:
    """A line in the key for each value; of many the first, the last and some between."""
    names = value_names(axis)
    shown = np.unique(np.linspace(0, len(names) - 1, min(MOST_KEYS, len(names))).astype(int))
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [0],
            "y": [None],
            "name": plot_text(names[k], 16),
            "line": _line(colours[k], 3),
            "hoverinfo": "skip",
            "showlegend": True,
        }
        for k in shown
    ]


def _value_axis(look: Look, title: str) -> dict:
    titled = {"automargin": False, "title": {"text": title, "standoff": 8, "font": {"color": QUIET, "size": LETTER}}}
    if look.log:
        return number_axis(type="log", autorange=True, exponentformat="power", **titled)
    if look.score == 2:
        return number_axis(**exactly(0, 1), tickformat=".0%", nticks=6, **titled)
    return number_axis(autorange=True, rangemode="tozero", nticks=6, exponentformat="SI", **titled)


def _playhead(view: SweepView) -> list[dict]:
    if view.at >= view.epochs.max():
        return []
    line = {"color": ACCENT, "width": 2}
    return [
        {"type": "line", "xref": "x", "yref": "paper", "x0": view.at, "x1": view.at, "y0": 0, "y1": 1, "line": line}
    ]
