"""Colours mean the same everywhere, and letters stay legible on them."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from nets.figures.axis import Axis
from nets.figures.colours import (
    ABOVE_ZERO,
    ABOVE_ZERO_LINE,
    BACKGROUND,
    BELOW_ZERO,
    BELOW_ZERO_LINE,
    CLASS_COLOURS,
    CLASS_SYMBOLS,
    CURVE_COLOURS,
    OUTPUTS,
    RIGHT,
    RIGHT_TO_WRONG,
    RIGHT_VEIL,
    SIGNED,
    SIZES,
    TEXT,
    WRONG,
    WRONG_VEIL,
    class_colour,
    steps,
)
from nets.figures.deck.decision import Grid, MapRows, decision_figure
from nets.figures.deck.recurrence import Moments, recurrence_figure
from nets.queries.decision import Decision

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit/config.toml").read_text())["theme"]


def rgb(token: str, theme: str) -> np.ndarray:
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


def contrast(one: float, other: float) -> float:
    """The contrast ratio of two luminances, as WCAG 2.2 defines it."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("scale", [SIGNED, OUTPUTS, SIZES, RIGHT_TO_WRONG])
def test_text_is_legible_on_every_colour_of_a_scale(theme, scale):
    ink = luminance(rgb(TEXT, theme))
    for (_, one), (_, other) in pairwise(scale):
        for share in np.linspace(0, 1, 101):
            cell = luminance((1 - share) * rgb(one, theme) + share * rgb(other, theme))
            assert contrast(ink, cell) >= 4.5, (theme, one, other, share)


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

    strip = recurrence_figure(Moments(np.zeros((2, 1)), np.array([0, 2])), units=["h1"]).figure["data"][1]
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
@pytest.mark.parametrize("colour", CURVE_COLOURS)
def test_what_is_compared_stands_out_from_the_background_as_wcag_wants_of_graphics(theme, colour):
    assert contrast(luminance(rgb(colour, theme)), luminance(rgb(BACKGROUND, theme))) >= 3
    assert colour not in CLASS_COLOURS


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("pair", [(BELOW_ZERO, ABOVE_ZERO), (BELOW_ZERO_LINE, ABOVE_ZERO_LINE)])
def test_below_and_above_zero_differ_in_luminance_too(theme, pair):
    below, above = (luminance(rgb(each, theme)) for each in pair)
    assert contrast(below, above) >= 1.4
    assert not {token.upper() for token in re.findall("#......", " ".join(pair))} & set(CLASS_COLOURS)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("line", [BELOW_ZERO_LINE, ABOVE_ZERO_LINE])
def test_lines_of_either_sign_stand_out_from_the_page_as_wcag_wants_of_graphics(theme, line):
    assert contrast(luminance(rgb(line, theme)), luminance(rgb(BACKGROUND, theme))) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("veil", [RIGHT_VEIL, WRONG_VEIL])
def test_text_is_legible_on_a_veil_over_either_page(theme, veil):
    *colour, opacity = map(float, veil.removeprefix("rgba(").removesuffix(")").split(","))
    cell = opacity * np.array(colour) / 255 + (1 - opacity) * rgb(BACKGROUND, theme)
    assert contrast(luminance(rgb(TEXT, theme)), luminance(cell)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_right_and_wrong_are_fainter_than_a_sign(theme):
    page = luminance(rgb(BACKGROUND, theme))
    faint = max(contrast(luminance(rgb(each, theme)), page) for each in (RIGHT, WRONG))
    assert faint < min(contrast(luminance(rgb(each, theme)), page) for each in (BELOW_ZERO, ABOVE_ZERO))


def test_each_colour_of_a_class_has_a_shape_of_its_own_that_is_not_that_of_new_rows():
    assert len(set(CLASS_SYMBOLS)) == len(CLASS_SYMBOLS) == len(CLASS_COLOURS)
    assert "diamond" not in CLASS_SYMBOLS
