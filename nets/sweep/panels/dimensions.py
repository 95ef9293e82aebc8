"""The dimensions of a sweep's runs, for parallel coordinates: what varies, then how the runs did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nets.sweep.names import title_of, value_names
from nets.sweep.scores import SCORES, Terms, has_diverged
from nets.sweep.view import SweepView

NONE_AT = 0.12  # how far under all others, of their range, a run without a number stands

Range = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Dimension:
    """`places` (N,) of the runs along one line; `ticks` are places with their names. `name` tells it from others."""

    name: str
    title: str
    places: np.ndarray
    ticks: tuple[tuple[float, str], ...]
    ends: Range


def dimensions_of(view: SweepView, terms: Terms) -> tuple[Dimension, ...]:
    """What varies, seeds included, then the loss and the accuracy at the playhead."""
    found = []
    for k, axis in enumerate(view.sweep.axes):
        places = np.array([member.place[k] for member in view.members], float)
        found.append(_of_values(axis.setting, title_of(axis), places, value_names(axis)))
    if view.sweep.n_seeds and view.sweep.n_seeds > 1:
        seeds = np.array([member.settings.seed for member in view.members], float)
        found.append(_of_values("seed", "seed", seeds, [str(k) for k in range(view.sweep.n_seeds)]))
    gone = has_diverged(view, terms.epoch)
    names = ["loss", "validation_loss", "validation_accuracy"] if view.has_validation else ["loss", "accuracy"]
    for name in names:
        score = SCORES[name]
        values = score.of_well(view, terms)
        found.append(_of_score(name, score.title.lower(), values, gone=gone, is_share=name.endswith("accuracy")))
    return tuple(found)


def within(dimensions: Sequence[Dimension], brushed: Mapping[str, Sequence[Range]]) -> np.ndarray:
    """Which runs (N,) lie in one of the ranges of each dimension that is brushed."""
    chosen = np.ones(len(dimensions[0].places), bool)
    for dimension in dimensions:
        if ranges := brushed.get(dimension.name):
            chosen &= np.any([(dimension.places >= low) & (dimension.places <= high) for low, high in ranges], axis=0)
    return chosen


def _of_values(name: str, title: str, places: np.ndarray, names: Sequence[str]) -> Dimension:
    """Values stand one step apart: of a logarithmic range that is its logarithm."""
    shown = np.unique(np.linspace(0, len(names) - 1, min(8, len(names))).astype(int))
    margin = 0.0 if len(names) > 1 else 0.5
    ticks = tuple((float(k), names[k]) for k in shown)
    return Dimension(name, title, places, ticks, (-margin, len(names) - 1 + margin))


def _of_score(name: str, title: str, values: np.ndarray, *, gone: np.ndarray, is_share: bool) -> Dimension:
    known = np.isfinite(values) & (is_share | (values > 0))
    if is_share:
        places, low, high = values, float(values[known].min()) if known.any() else 0.0, 1.0
        low = min(low, 0.9)
        ticks = [(share, f"{share:.0%}") for share in np.linspace(0, 1, 11) if share >= low]
    else:
        places = np.log10(np.where(known, values, 1.0))
        low, high = (float(places[known].min()), float(places[known].max())) if known.any() else (-1.0, 0.0)
        high = max(high, low + 0.1)
        decades = range(int(np.ceil(low)), int(np.floor(high)) + 1)
        ticks = [(float(k), f"{10.0**k:g}") for k in decades]
        if len(ticks) < 2:
            ticks = [(place, f"{10**place:.2g}") for place in np.linspace(low, high, 4)]
    if not known.all():
        unknown = "diverged" if gone[~known].all() else "none"
        nowhere = low - NONE_AT * (high - low)
        places, ticks = np.where(known, places, nowhere), [(nowhere, unknown), *ticks]
        low = nowhere
    return Dimension(name, title, places.astype(float), tuple(ticks), (low, high))
