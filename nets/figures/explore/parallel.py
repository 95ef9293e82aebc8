"""Parallel coordinates: each run a line through what varies and how it did; a brush on a line chooses runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nets.figures.explore.scale import sequence
from nets.sweep.panels.dimensions import Dimension, Range

N_COLOURS = 9


@dataclass(frozen=True, eq=False)
class Line:
    """A vertical line: where each run crosses it (N,), from 0 at its foot to 1; ticks and brushed ranges likewise."""

    name: str
    title: str
    places: np.ndarray
    ticks: tuple[tuple[float, str], ...]
    brushed: tuple[Range, ...]


@dataclass(frozen=True, eq=False)
class ParallelLines:
    """The lines, and the number (N,) of each run's colour among `colours`; `picked` is a run that stands out, or -1."""

    lines: tuple[Line, ...]
    colour_of: np.ndarray
    colours: tuple[str, ...]
    picked: int
    label: str

    def data(self) -> dict[str, Any]:
        """As a component draws it, with arrays in it."""
        return {
            "lines": [
                {
                    "name": line.name,
                    "title": line.title,
                    "places": line.places.astype(np.float32),
                    "ticks": [list(tick) for tick in line.ticks],
                    "brushed": [list(each) for each in line.brushed],
                }
                for line in self.lines
            ],
            "colour_of": self.colour_of.astype(np.uint8),
            "colours": list(self.colours),
            "picked": self.picked,
            "label": self.label,
        }


def parallel_lines(
    dimensions: Sequence[Dimension], *, brushed: Mapping[str, Sequence[Range]], picked: int | None
) -> ParallelLines:
    """The lines of these dimensions, runs coloured by the last one: the further up, the further along the scale."""
    lines = tuple(_line(dimension, brushed.get(dimension.name, ())) for dimension in dimensions)
    last = np.clip(lines[-1].places, 0, 1)
    titles = ", ".join(dimension.title for dimension in dimensions)
    return ParallelLines(
        lines=lines,
        colour_of=np.round(last * (N_COLOURS - 1)).astype(np.uint8),
        colours=tuple(sequence(N_COLOURS)),
        picked=-1 if picked is None else picked,
        label=f"Each of {len(last):,} runs as a line through {titles}.",
    )


def in_units_of(dimension: Dimension, share: Range) -> Range:
    """A range of a line, from 0 to 1, in the dimension's own places."""
    low, high = dimension.ends
    return (low + share[0] * (high - low), low + share[1] * (high - low))


def _line(dimension: Dimension, ranges: Sequence[Range]) -> Line:
    low, high = dimension.ends

    def share(place):
        return (place - low) / (high - low)

    return Line(
        name=dimension.name,
        title=dimension.title,
        places=share(dimension.places),
        ticks=tuple((float(share(place)), text) for place, text in dimension.ticks),
        brushed=tuple((float(share(first)), float(share(last))) for first, last in ranges),
    )
