"""The loss of every epoch, as a curve that grows while the net learns, beside those of earlier and pinned runs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nets.figures.colours import ACCENT, CURVE_COLOURS, GRID, QUIET
from nets.figures.curve import thin
from nets.figures.layout import CLEAR, LETTER, exactly, layout, number_axis
from nets.figures.panel import Panel
from nets.figures.text import plot_text, shorten

MOST_EARLIER = 3  # earlier runs that are drawn in grey
MOST_BEHIND = 8  # with the pinned ones: the names of more would not find room; all pinned ones are drawn
DASHES = ("solid", "dash", "dashdot")  # the latest run first
EARLIER_POINTS = 200  # of each: they are sent with every drawing
LONGEST_NAME = 36
VEIL = "light-dark(#ffffffb3, #131619b3)"  # behind names that a curve runs through
MOST_MARKED = 6  # changes of settings that are named at their line
ROWS_OF_MARKS = 3
FIRST_END = 100  # epochs
ROOM = 1.1  # times the last epoch: an axis that is longer begins before the curve has come to its end
MOST_ABOVE = 2  # times the highest loss of the run, or the first of an earlier one
# In the corner that falling curves leave free. A click on a name hides its curve.
LEGEND = {
    "x": 1,
    "y": 1,
    "xanchor": "right",
    "yanchor": "top",
    "bgcolor": CLEAR,
    "font": {"color": QUIET, "size": LETTER - 1},
    "itemdoubleclick": False,
    "tracegroupgap": 0,
}

MOST_LARGE = 4  # names in letters of that size; more of them would hide what is drawn
SMALL = {"font": {"color": QUIET, "size": LETTER - 4}, "bgcolor": VEIL}

EMPTY = "Press Play: the loss of each epoch appears here"


@dataclass(frozen=True, eq=False, kw_only=True)
class LossCurve:
    """`losses` (n,) over rising `epochs` (n,), in nats.

    `diverged_at` is the epoch at which the run diverged; `validation` (n,) the loss of the validation rows, and `at`
    the epoch that the dot stands on, the last if None. `changes` are epochs at which settings changed or weights were
    set by hand, each with what they became.
    """

    epochs: np.ndarray
    losses: np.ndarray
    validation: np.ndarray | None = None
    at: int | None = None
    diverged_at: int | None = None
    changes: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, eq=False)
class EarlierCurve:
    """The losses of an earlier run, as many as are drawn, over rising `epochs`; `name` is any text, and `pin` the
    number of a pinned one, from 0.
    """

    name: str
    epochs: np.ndarray
    losses: np.ndarray
    pin: int | None = None


def earlier_curve(name: str, losses: np.ndarray, *, n_epochs: int, pin: int | None = None) -> EarlierCurve:
    """The curve of `losses` (n,), of epochs 0, 1, ... to `n_epochs` at most, thinned once, since it moves no more."""
    losses = losses[: n_epochs + 1]
    epochs, losses = _drawable(np.arange(len(losses)), losses, log=False)
    kept = thin(losses, EARLIER_POINTS)
    return EarlierCurve(name, epochs[kept].astype(np.int32), losses[kept].astype(np.float32), pin)


def loss_figure(
    curve: LossCurve, *, n_epochs: int, log: bool, tape: str, earlier: Sequence[EarlierCurve] = ()
) -> Panel:
    """The panel of the curve, behind it in grey those of the first of the earlier runs that are not pinned, and all
    pinned ones in colours of their own; the x axis runs to the `axis_end` of what there is.

    `tape` names the run: while it stays the same a zoom is kept; a new tape, or the other axis, ends it.
    Losses that are not finite are left out, on the log axis also those not above zero.
    """
    validation_curve = [] if curve.validation is None else [_validation_curve(curve, log=log)]
    epochs, losses = _drawable(curve.epochs, curve.losses, log=log)
    n_all = len(losses)
    dot = slice(-1, None) if curve.at is None else epochs == curve.at
    dot_epoch, dot_loss = _plain(epochs[dot], losses[dot])
    kept = thin(losses)
    epochs, losses = _plain(epochs[kept], losses[kept])

    last = int(epochs[-1]) if n_all else 0
    ends = [min(n_epochs, int(each.epochs[-1])) for each in earlier if len(each.epochs)]
    ends += [min(n_epochs, epoch) for epoch, _ in curve.changes]
    end = axis_end(max(last, curve.diverged_at or 0, *ends), n_epochs)
    highest = MOST_ABOVE * max([each.losses[0] for each in earlier if len(each.losses)] + [losses.max(initial=0.0)])
    behind = [_behind(each, line, end=end, highest=highest, log=log) for each, line in _lines(earlier)]
    figure = {
        "data": [
            {
                "type": "scatter",
                "mode": "lines",
                "x": epochs,
                "y": losses,
                "line": {"color": ACCENT, "width": 3, "simplify": False},
                "showlegend": False,
                "hovertemplate": "epoch %{x}<br>loss %{y:.6~g}<extra></extra>",
            },
            {
                "type": "scatter",
                "mode": "markers",
                "x": dot_epoch,
                "y": dot_loss,
                "cliponaxis": False,
                "marker": {"color": ACCENT, "size": 11},
                "showlegend": False,
                "hoverinfo": "skip",
            },
            *validation_curve,
            *behind,
        ],
        "layout": layout(
            uirevision=f"{tape}/{'log' if log else 'linear'}",
            hovermode="x",
            dragmode="zoom",
            # Fixed, not made from the labels, or the plot would twitch whenever a tick gets one more digit.
            margin={"l": 60, "r": 16, "t": 10, "b": 46, "pad": 4},
            xaxis=number_axis(
                **(exactly(0, end) if n_all else {"range": [0, end]}),
                showgrid=False,
                separatethousands=True,
                **({"nticks": 8} if end > 8 else {"dtick": 1}),
                automargin=False,
                title={"text": "epoch", "standoff": 10, "font": {"color": QUIET, "size": LETTER}},
            ),
            yaxis=_loss_axis(log, empty=n_all == 0),
            shapes=[],
            annotations=[],
            showlegend=bool(earlier),
            legend=LEGEND if len(behind) <= MOST_LARGE else LEGEND | SMALL,
        ),
    }
    if n_all == 0:
        figure["layout"]["annotations"].append(
            {
                "text": EMPTY,
                "xref": "paper",
                "yref": "paper",
                "x": 0.5,
                "y": 0.5,
                "showarrow": False,
                "font": {"color": QUIET, "size": LETTER + 2},
            }
        )
    _mark_changes(figure["layout"], curve.changes, end)
    if curve.diverged_at is not None:
        _mark(figure["layout"], curve.diverged_at, f"diverged at epoch {curve.diverged_at:,}", end)
    note = "" if len(kept) == n_all else f"{len(kept)} of {n_all:,} points are drawn, every peak among them."
    return Panel(figure, note, _in_words(epochs, losses, curve, earlier))


def axis_end(last: int, n_epochs: int) -> int:
    """Where an axis ends on which a curve has come to the epoch `last` of `n_epochs`: at the next of 100, 200, 500,
    1,000, ... that leaves it room, but not beyond `n_epochs` unless the curve goes on.
    """
    end = FIRST_END
    while end < ROOM * last:
        end = end * 2 if str(end)[0] != "2" else end * 5 // 2
    return max(min(end, n_epochs), last)


def _lines(earlier: Sequence[EarlierCurve]) -> list[tuple[EarlierCurve, dict]]:
    """The curves that are drawn behind that of the run, each with how it is drawn; the grey ones first."""
    pinned = [each for each in earlier if each.pin is not None]
    n_greys = min(MOST_EARLIER, max(0, MOST_BEHIND - len(pinned)))
    greys = [each for each in earlier if each.pin is None][:n_greys]
    lines = [(each, {"color": QUIET, "width": 1.5, "dash": dash}) for each, dash in zip(greys, DASHES, strict=False)]
    for each in pinned:
        again, colour = divmod(each.pin, len(CURVE_COLOURS))
        lines.append((each, {"color": CURVE_COLOURS[colour], "width": 1.5, "dash": DASHES[again]}))
    return lines


def _behind(curve: EarlierCurve, line: dict, *, end: int, highest: float, log: bool) -> dict:
    """An earlier run's curve, not beyond the last epoch nor far above the others: it would press them together."""
    drawn = (curve.epochs <= end) & (curve.losses <= highest)
    if log:
        drawn &= curve.losses > 0
    return {
        "type": "scatter",
        "mode": "lines",
        "x": curve.epochs[drawn],
        "y": curve.losses[drawn],
        "name": plot_text(curve.name, LONGEST_NAME),
        "zorder": -1,
        "line": {**line, "simplify": False},
        "hovertemplate": f"{plot_text(curve.name, LONGEST_NAME)}: %{{y:.6~g}}<extra></extra>",
    }


def _validation_curve(curve: LossCurve, *, log: bool) -> dict:
    epochs, losses = _drawable(curve.epochs, curve.validation, log=log)
    kept = thin(losses)
    epochs, losses = _plain(epochs[kept], losses[kept])
    return {
        "type": "scatter",
        "mode": "lines",
        "x": epochs,
        "y": losses,
        "line": {"color": ACCENT, "width": 3, "dash": "dot", "simplify": False},
        "showlegend": False,
        "hovertemplate": "validation %{y:.6~g}<extra></extra>",
    }


def _drawable(epochs: np.ndarray, losses: np.ndarray, *, log: bool) -> tuple[np.ndarray, np.ndarray]:
    """The epochs and losses that have a place on the axis; of a million, as a rule all, and then not copied."""
    epochs, losses = np.asarray(epochs), np.asarray(losses)
    drawable = np.isfinite(losses)
    if log:
        drawable &= losses > 0
    return (epochs, losses) if drawable.all() else (epochs[drawable], losses[drawable])


def _plain(epochs: np.ndarray, losses: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return epochs.astype(np.int32), losses.astype(np.float64)


def _loss_axis(log: bool, *, empty: bool) -> dict:
    if empty:
        return number_axis(range=[0, 1], nticks=6, showticklabels=False, automargin=False)
    if log:
        return number_axis(type="log", autorange=True, exponentformat="power", automargin=False)
    return number_axis(
        autorange=True,
        rangemode="tozero",
        zeroline=True,
        zerolinecolor=GRID,
        nticks=6,
        exponentformat="SI",
        automargin=False,
    )


def _mark_changes(parts: dict, changes: Sequence[tuple[int, str]], end: int) -> None:
    """A line where settings changed; the latest are named, in turn at another height, since they may be close."""
    first_named = len(changes) - MOST_MARKED
    for n, (epoch, text) in enumerate(changes):
        _mark(parts, epoch, plot_text(text, LONGEST_NAME) if n >= first_named else "", end, row=n % ROWS_OF_MARKS)


def _mark(parts: dict, epoch: int, text: str, end: int, *, row: int = 0) -> None:
    """A dotted line at this epoch, and beside it at the top, or some rows below, this text."""
    line = {"type": "line", "xref": "x", "yref": "paper", "x0": epoch, "x1": epoch, "y0": 0, "y1": 1}
    parts["shapes"].append(line | {"line": {"color": QUIET, "width": 2, "dash": "dot"}})
    if not text:
        return
    is_right = epoch > 0.4 * end
    parts["annotations"].append(
        {
            "text": text,
            "xref": "x",
            "yref": "paper",
            "x": epoch,
            "y": 1,
            "xanchor": "right" if is_right else "left",
            "yanchor": "top",
            "xshift": -6 if is_right else 6,
            "yshift": -row * (LETTER + 6),
            "showarrow": False,
            "bgcolor": VEIL,
            "font": {"color": QUIET, "size": LETTER},
        }
    )


def _in_words(epochs: np.ndarray, losses: np.ndarray, curve: LossCurve, earlier: Sequence[EarlierCurve]) -> str:
    if not len(losses):
        return f"Loss of each epoch. {EMPTY}."
    ends = " to ".join(f"{losses[i]:.4g} at epoch {epochs[i]}" for i in (0, -1))
    words = [f"Loss of each epoch: from {ends}."]
    words += [f"At epoch {epoch:,}: {text}." for epoch, text in curve.changes]
    if curve.diverged_at is not None:
        words.append(f"The run diverged at epoch {curve.diverged_at:,}.")
    drawn = [each for each, _ in _lines(earlier)]
    for what, curves in (
        ("Earlier runs in grey", [each for each in drawn if each.pin is None]),
        ("Pinned runs", [each for each in drawn if each.pin is not None]),
    ):
        if curves:
            words.append(f"{what}: {'; '.join(shorten(each.name, 100) for each in curves)}.")
    return " ".join(words)
