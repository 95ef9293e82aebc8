"""Text from a file is shown as it was written."""

import html

import numpy as np
import pytest

from nets.figures.axis import Axis
from nets.figures.deck.confusion import confusion_figure
from nets.figures.deck.decision import Grid, MapRows, decision_figure
from nets.figures.deck.recurrence import Moments, recurrence_figure
from nets.figures.deck.weights import weight_figure
from nets.figures.text import distinct, plot_text
from nets.queries.decision import Decision

HOSTILE = '<a href="//x">&amp; $x$ %{z}</a>'


@pytest.mark.parametrize("text", ["<b>bold</b>", "a & b", "&lt;", "$x^2$", "%{z}", "größe", HOSTILE, "1", ""])
def test_every_character_survives_and_none_is_markup(text):
    spelt = plot_text(text, 99)
    assert html.unescape(spelt) == text
    assert not set("<>${}") & set(spelt)


@pytest.mark.parametrize("text", ["x" * 25, "&" * 300])
def test_a_long_text_is_cut_by_what_is_seen_not_by_how_it_is_spelt(text):
    seen = html.unescape(plot_text(text))
    assert len(seen) == 24
    assert seen == text[:23] + "…"


def test_a_text_of_just_the_limit_is_whole():
    assert plot_text("x" * 24) == "x" * 24


def test_line_breaks_and_control_characters_do_not_break_a_label():
    assert plot_text("a\nb\tc\u2028d\x00e") == "a b c d e"


def test_distinct_tells_apart_even_names_that_carry_its_own_mark():
    names = ["a", "a\u200b", "a", "b", "a"]
    assert len(set(distinct(names))) == len(names)
    assert [name.rstrip("\u200b") for name in distinct(names)] == ["a", "a", "a", "b", "a"]


def strings(part):
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from (found for value in part.values() for found in strings(value))
    elif isinstance(part, list | tuple):
        yield from (found for value in part for found in strings(value))


def test_no_figure_lets_a_name_through_unspelt():
    names = [HOSTILE, HOSTILE + "2"]
    x = np.linspace(0, 1, 3)
    panels = [
        weight_figure(np.eye(2), rows=names, columns=names),
        recurrence_figure(
            Moments(np.eye(2), np.array([0, 1]), inputs=np.eye(2)), units=names, features=names, classes=names
        ),
        confusion_figure(np.eye(2), classes=names),
        decision_figure(
            Decision(np.zeros((3, 3), int), np.full((3, 3), 0.5)),
            Grid(x, x, (Axis(HOSTILE), Axis(HOSTILE))),
            MapRows(np.zeros((2, 2)), np.array([0, 1])),
            classes=names,
        ),
    ]
    for panel in panels:
        texts = list(strings(panel.figure))
        assert any("&lt;a href" in text for text in texts)
        assert not any("<a" in text or "$x" in text for text in texts)
        assert not any("%{z}</a>" in text or "%{z}&lt;" in text for text in texts)
