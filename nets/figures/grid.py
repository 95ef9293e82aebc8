"""A table of a few numbers, as texts."""

import math
from dataclasses import dataclass

UNDEFINED = "–"  # stands where a number is not defined


@dataclass(frozen=True)
class Column:
    """`about` is a sentence on what stands in it, `undefined` why a number may be missing; either may be ""."""

    name: str
    about: str = ""
    undefined: str = ""


@dataclass(frozen=True)
class Grid:
    """`rows` have a text for each column, the first of which names the row.

    `label` says what the table is, for those who do not see it. `groups` are headings over the columns, each with how
    many it spans, or none; `colours` mark the rows' names, one each, or none.
    """

    label: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    groups: tuple[tuple[str, int], ...] = ()
    colours: tuple[str, ...] = ()


def three_places(value: float) -> str:
    """The number with three decimals; a dash for nan."""
    return UNDEFINED if math.isnan(value) else f"{value:.3f}"
