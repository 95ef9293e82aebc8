"""Colours mean the same everywhere, and letters stay legible on them."""

import tomllib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from nets.figures.axis import Axis
from nets.figures.colours import (
    BACKGROUND,
    CLASS_COLOURS,
    DIVERGING,
    PIN_COLOURS,
    SEQUENTIAL,
    TEXT,
    class_colour,
    steps,
)
from nets.figures.deck.decision import Grid, MapRows, decision_figure
from nets.figures.deck.hidden import hidden_figure
from nets.queries.decision import Decision

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit/config.toml").read_text())["theme"]


def resolve(token: str, theme: str) -> np.ndarray:
    """What the browser makes of a token: red, green, blue in 0 .. 1."""
    if token == BACKGROUND:
        token = CONFIG[theme]["backgroundColor"]
    elif token == TEXT:
        token = CONFIG[theme]["textColor"]
    elif token.startswith("light-dark("):
        token = token.removeprefix("light-dark(").removesuffix(")").split(", ")[theme == "dark"]
    return np.array([int(token[i : i + 2], 16) for i in (1, 3, 5)]) / 255


def luminance(colour: np.ndarray) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("scale", [DIVERGING, SEQUENTIAL])
def test_text_is_legible_on_every_colour_of_a_scale(theme, scale):
    ink = luminance(resolve(TEXT, theme))
    for (_, one), (_, other) in pairwise(scale):
        for share in np.linspace(0, 1, 101):
            cell = luminance((1 - share) * resolve(one, theme) + share * resolve(other, theme))
            contrast = (max(ink, cell) + 0.05) / (min(ink, cell) + 0.05)
            assert contrast >= 4.5, (theme, one, other, share)


def test_a_class_has_one_colour_in_the_map_and_in_the_strip_whatever_else_is_drawn():
    x = np.linspace(0, 1, 5)
    # Class 1 has no rows: the others keep their colours.
    panel = decision_figure(
        Decision(np.zeros((5, 5), int), np.full((5, 5), 1 / 3)),
        Grid(x, x, (Axis("a"), Axis("b"))),
        MapRows(np.zeros((2, 2)), np.array([0, 2])),
        classes=["no", "so", "ya"],
    )
    points = [trace["marker"]["color"] for trace in panel.figure["data"] if trace["type"] == "scatter"]
    assert points == [class_colour(0), class_colour(2)]

    strip = hidden_figure(np.zeros((2, 1)), units=["h1"], labels=np.array([0, 2])).figure["data"][1]
    assert [drawn_colour(strip, value) for value in strip["z"][0]] == [class_colour(0), class_colour(2)]


def drawn_colour(trace: dict, value: float) -> str:
    """The colour of a scale of steps at `value`, found as plotly does: by its place between zmin and zmax."""
    place = (value - trace["zmin"]) / (trace["zmax"] - trace["zmin"])
    below = [colour for stop, colour in trace["colorscale"] if stop < place]
    above = [colour for stop, colour in trace["colorscale"] if stop > place]
    assert below[-1] == above[0]
    return below[-1]


def test_class_colours_differ_until_they_come_round():
    assert len(set(CLASS_COLOURS)) == len(CLASS_COLOURS)
    assert class_colour(len(CLASS_COLOURS)) == class_colour(0)


def test_steps_run_from_end_to_end_without_a_blend():
    assert steps(("#000000", "#ffffff")) == [[0, "#000000"], [0.5, "#000000"], [0.5, "#ffffff"], [1, "#ffffff"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("colour", PIN_COLOURS)
def test_a_pinned_curve_stands_out_from_the_background_as_wcag_wants_of_graphics(theme, colour):
    bright, dark = sorted((luminance(resolve(each, theme)) for each in (colour, BACKGROUND)), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 3
    assert colour not in CLASS_COLOURS
